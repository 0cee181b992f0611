"""What the two of a partnership accepted of their program, and what they are asked to accept."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from saas.programs.models import Side


@dataclass(frozen=True, slots=True)
class Brief:
    """A version of the program, without its words."""

    id: uuid.UUID
    number: int
    asks: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """Where a side stands with a version; both are None while it was never asked."""

    version_id: uuid.UUID
    side: Side
    at: dt.datetime | None
    put_off_until: dt.date | None


@dataclass(frozen=True, slots=True)
class Signed:
    """A version of the agreement: what it is founded on, and which sides signed it."""

    version_id: uuid.UUID | None
    by: frozenset[Side]


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is known about one partnership.

    Attributes:
        versions: Of its program, the oldest first.
        acceptances: In any order.
        agreements: The oldest first; a partnership has at least a draft.
    """

    versions: Sequence[Brief]
    acceptances: Sequence[Accepted]
    agreements: Sequence[Signed]

    def accepted_by(self, side: Side) -> Brief | None:
        """Return the newest version that a side accepted, or None."""
        return self._newest(self._ids_of(side))

    @property
    def in_force(self) -> Brief | None:
        """The newest version both accepted; before that, the one their agreement is founded on.

        Of versions of which the later ask nobody to accept, either side may accept another: both
        then accepted what the earlier of the two says.
        """
        mentee, mentor = self._by_asking(Side.MENTEE), self._by_asking(Side.MENTOR)
        shared = max(mentee.keys() & mentor.keys(), default=None)
        if shared is not None:
            return min(mentee[shared], mentor[shared], key=lambda each: each.number)
        return self._newest({each.version_id for each in self.agreements[-1:] if each.version_id})

    @property
    def is_signed(self) -> bool:
        """Whether both signed a version of their agreement."""
        return any(each.by.issuperset(Side) for each in self.agreements)

    def has_signed(self, side: Side) -> bool:
        """Whether a side signed a version of the agreement."""
        return any(side in each.by for each in self.agreements)

    def asked(self, side: Side, on: dt.date | None = None) -> Brief | None:
        """Return the version that a side is asked to accept, or None.

        Who has signed nothing yet is asked for a signature, which accepts as well.

        Args:
            side: Of the partnership.
            on: The day; what is put off beyond it is not asked, but where another version asks
                since. None: also what is put off.
        """
        newest = self.versions[-1] if self.versions else None
        if newest is None or not self.has_signed(side):
            return None
        accepted = self.accepted_by(side)
        number = accepted.number if accepted else 0
        asking = max((each.number for each in self.versions if each.asks), default=0)
        return newest if asking > number and not self._is_put_off(asking, side, on) else None

    def _ids_of(self, side: Side) -> frozenset[uuid.UUID]:
        accepted = (each for each in self.acceptances if each.side is side and each.at)
        return frozenset(each.version_id for each in accepted)

    def _by_asking(self, side: Side) -> dict[int, Brief]:
        """Return the newest version a side accepted since each that asked, by its number."""
        found: dict[int, Brief] = {}
        asking, ids = 0, self._ids_of(side)
        for each in self.versions:
            asking = each.number if each.asks else asking
            if each.id in ids:
                found[asking] = each
        return found

    def _newest(self, ids: Collection[uuid.UUID | None]) -> Brief | None:
        return next((each for each in reversed(self.versions) if each.id in ids), None)

    def _is_put_off(self, asking: int, side: Side, on: dt.date | None) -> bool:
        """Return whether a side put off a version since the one of this number asked."""
        since = {each.id for each in self.versions if each.number >= asking}
        return on is not None and any(
            each.put_off_until is not None and each.put_off_until > on
            for each in self.acceptances
            if each.side is side and each.version_id in since
        )
