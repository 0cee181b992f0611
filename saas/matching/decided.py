"""What decisions keep people apart, here and elsewhere in the organization, as the engine takes it.

A decision elsewhere is told in words that say neither where it was nor what: a program is none of
the business of who runs another one.
"""

import dataclasses as dc
import datetime as dt
import uuid
from collections.abc import Iterator, Mapping

from saas.matching.engine import Exclusion as Ban
from saas.matching.engine.bans import Kind
from saas.matching.models import Exclusion, ExclusionReason
from saas.matching.queries import places
from saas.matching.queries.places import Pair, Taken
from saas.scope import Scope

_KINDS: dict[ExclusionReason, Kind] = {
    ExclusionReason.EXCLUDED: "never_again",
    ExclusionReason.REJECTED: "rejected",
    ExclusionReason.DECLINED: "rejected",
    ExclusionReason.ENDED: "ended",
}


def decided(
    scope: Scope,
    cohort_id: uuid.UUID,
    members: Mapping[uuid.UUID, uuid.UUID],
    here: frozenset[uuid.UUID],
    taken: Taken,
    until: dt.datetime | None = None,
) -> tuple[Ban, ...]:
    """Return what decisions keep people of a cohort apart, by a moment where one is given.

    Decisions are about places, and hold for the members whose they are or were: who has withdrawn
    from one place may have another.

    Args:
        scope: Whose.
        cohort_id: The cohort.
        members: Whose place each of it is, or was: member by participant.
        here: The members to ask for; what is known of others is left out.
        taken: Who is together there, was asked to be, or stands on a board.
        until: The moment.
    """

    def ban(pair: Pair, kind: Kind) -> Iterator[Ban]:
        one, other = members.get(pair[0]), members.get(pair[1])
        if one in here and other in here:
            yield Ban(str(one), str(other), kind)

    # Who is drafted was not asked: the other way round the two may be proposed; a board says so.
    known: tuple[tuple[Kind, frozenset[Pair]], ...] = (
        ("partners", taken.partners),
        ("asked", taken.asked - taken.partners),
        ("drafted", taken.drafted),
    )
    found = [each for kind, pairs in known for pair in pairs for each in ban(pair, kind)]
    for row in places.exclusions(scope, cohort_id, until):
        found += ban((row.mentee_id, row.mentor_id), _KINDS[row.reason])
        if _never_again(row, until):
            found += ban((row.mentee_id, row.mentor_id), "never_again")
    for one, other in places.kept_apart_elsewhere(scope, cohort_id, until):
        if here.issuperset((one, other)):
            found.append(Ban(str(one), str(other), "apart"))
    return tuple(sorted(set(found), key=dc.astuple))


def _never_again(row: Exclusion, until: dt.datetime | None) -> bool:
    """Whether an admin said so, by a moment where one is given."""
    said_at = row.everywhere_at
    return said_at is not None and (until is None or said_at <= until)
