"""What follows when both sides accept: features above register what they make of it."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from saas.scope import Scope


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal or a request that both sides want; the ids but the first are of participants.

    Attributes:
        proposal_id: None where a mentee asked and nothing was proposed.
    """

    proposal_id: uuid.UUID | None
    cohort_id: uuid.UUID
    mentee_id: uuid.UUID
    mentor_id: uuid.UUID


Follower = Callable[[Scope, Accepted], object]
_followers: list[Follower] = []


def on_accepted(follower: Follower) -> Follower:
    """Register what is done in the transaction of the second acceptance, such as a partnership.

    It is called once a proposal or request, with both participants locked; what it raises
    undoes the acceptance. The actor of the scope is whoever accepted last.
    """
    _followers.append(follower)
    return follower


def accepted(scope: Scope, proposal: Accepted) -> None:
    """Tell every feature that asked that both sides accepted."""
    for follower in _followers:
        follower(scope, proposal)


PartnersOf = Callable[[Scope, uuid.UUID], Iterable[tuple[uuid.UUID, uuid.UUID]]]
_sources: list[PartnersOf] = []


def tells_partners(source: PartnersOf) -> PartnersOf:
    """Register what knows the partners of a cohort: pairs of mentee and mentor, participants' ids.

    They take places, and are not proposed to each other. Partners who accepted a proposal here
    are known anyway; this is for those brought in otherwise.
    """
    _sources.append(source)
    return source


PartnersElsewhere = Callable[
    [Scope, uuid.UUID, dt.datetime | None], Iterable[tuple[uuid.UUID, uuid.UUID]]
]
_elsewhere: list[PartnersElsewhere] = []


def tells_partners_elsewhere(source: PartnersElsewhere) -> PartnersElsewhere:
    """Register what knows which members of a cohort are partners in another one.

    Pairs of mentee and mentor, members' ids; as it was at a moment, where one is given. They are
    not proposed to each other, whoever of them would be the mentor.
    """
    _elsewhere.append(source)
    return source


def partners_elsewhere(
    scope: Scope, cohort_id: uuid.UUID, until: dt.datetime | None = None
) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """Return which members of a cohort are partners in another one, mentee first."""
    return {pair for source in _elsewhere for pair in source(scope, cohort_id, until)}


def partners(scope: Scope, cohort_id: uuid.UUID) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """Return all partners of a cohort that features above know of, mentee first."""
    return {pair for source in _sources for pair in source(scope, cohort_id)}
