"""What decisions keep people apart, here and elsewhere in the organization, as the engine takes it.

A decision elsewhere is told in words that say neither where it was nor what: a program is none of
the business of who runs another one.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping

from saas.matching.engine import Exclusion as Ban
from saas.matching.engine.bans import Kind
from saas.matching.models import Exclusion, ExclusionReason
from saas.matching.queries import places
from saas.matching.queries.places import Pair, Taken
from saas.matching.seats import Seat
from saas.scope import Scope

_ALREADY_TRIED = (ExclusionReason.REJECTED, ExclusionReason.DECLINED)


def decided(
    scope: Scope,
    cohort_id: uuid.UUID,
    seats: Mapping[uuid.UUID, Seat],
    taken: Taken,
    until: dt.datetime | None = None,
) -> tuple[Ban, ...]:
    """Return what decisions keep people of a cohort apart, by a moment where one is given.

    Args:
        scope: Whose.
        cohort_id: The cohort.
        seats: Its people, or some of them; what is known of others is left out.
        taken: Who is together there, or was asked to be.
        until: The moment.
    """
    here = _here(seats, taken, places.exclusions(scope, cohort_id, until))
    return (*here, *_elsewhere(seats, places.kept_apart_elsewhere(scope, cohort_id, until)))


def _here(
    seats: Mapping[uuid.UUID, Seat], taken: Taken, exclusions: Iterable[Exclusion]
) -> Iterator[Ban]:
    def ban(pair: Pair, kind: Kind) -> Iterator[Ban]:
        mentee, mentor = seats.get(pair[0]), seats.get(pair[1])
        if mentee and mentor:
            yield Ban(str(mentee.member_id), str(mentor.member_id), kind)

    for pair in taken.partners | taken.asked:
        yield from ban(pair, "partners")
    for each in exclusions:
        once = each.reason in _ALREADY_TRIED and not each.everywhere
        yield from ban((each.mentee_id, each.mentor_id), "rejected" if once else "never_again")


def _elsewhere(seats: Mapping[uuid.UUID, Seat], members: Iterable[Pair]) -> Iterator[Ban]:
    here = {seat.member_id for seat in seats.values()}
    for one, other in sorted(members):
        if {one, other} <= here:
            yield Ban(str(one), str(other), "apart")
