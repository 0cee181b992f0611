"""What follows when both sides accept: features above register what they make of it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from saas.scope import Scope


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal that both sides accepted; the ids are of participants, but for the first."""

    proposal_id: uuid.UUID
    cohort_id: uuid.UUID
    mentee_id: uuid.UUID
    mentor_id: uuid.UUID


Follower = Callable[[Scope, Accepted], object]
_followers: list[Follower] = []


def on_accepted(follower: Follower) -> Follower:
    """Register what is done in the transaction of the second acceptance, such as a partnership.

    It is called once a proposal, with both participants locked; what it raises undoes the
    acceptance. The actor of the scope is whoever accepted last.
    """
    _followers.append(follower)
    return follower


def accepted(scope: Scope, proposal: Accepted) -> None:
    """Tell every feature that asked that both sides accepted."""
    for follower in _followers:
        follower(scope, proposal)
