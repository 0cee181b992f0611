"""What is done with each of the people chosen, and how it is undone."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from saas import clock
from saas.db import db
from saas.errors import ConflictError
from saas.orgs import invitations, services
from saas.orgs.models import Invitation, Member, MemberState
from saas.people.models import Action
from saas.people.services.cohorts import cohort_keeping, cohort_taking_in
from saas.people.services.details import put_detail_back, set_detail
from saas.people.services.holding import losing, referring
from saas.people.services.tags import tag_member, untag_member
from saas.people.services.taken_again import taken_again
from saas.programs.models import Participant, Side
from saas.programs.services.participants import add_participant, refuse_removed
from saas.scope import Scope

Given = Mapping[str, Any]
Before = dict[str, Any]
#: A reminder does not follow an invitation sooner.
PAUSE = dt.timedelta(days=1)
ANSWERED = "{name} has answers there by now."


@dataclass(frozen=True, slots=True)
class Doing:
    """How one action is done with one member, and undone.

    Attributes:
        act: Returns what undoing needs to know.
        undo: None where what is done cannot be taken back.
    """

    act: Callable[[Scope, Member, Given], Before]
    undo: Callable[[Scope, Member, Before], None] | None = None


def invite(scope: Scope, member: Member, _given: Given) -> Before:
    """Invite somebody who has never signed in.

    Raises:
        ConflictError: They are invited already, or need no invitation.
    """
    if _newest_open(scope, member):
        raise ConflictError("They are invited already; remind them instead.")
    return {"invitation_id": str(invitations.invite_member(scope, member.id).id)}


def remind(scope: Scope, member: Member, _given: Given) -> Before:
    """Send somebody who was invited and did not come their invitation again.

    Raises:
        ConflictError: They were never invited, or only just now.
    """
    open_now = _newest_open(scope, member)
    if not open_now:
        raise ConflictError("There is no open invitation to remind them of; invite them instead.")
    if open_now.created_at > clock.now() - PAUSE:
        raise ConflictError("They were invited within the last day.")
    invitations.invite_member(scope, member.id)
    return {}


def take_invitation_back(scope: Scope, _member: Member, before: Before) -> None:
    """Let an invitation not work any more; raises NotFoundError where it was used."""
    invitations.revoke_invitation(scope, uuid.UUID(before["invitation_id"]))


def add(scope: Scope, member: Member, given: Given) -> Before:
    """Let somebody take part in a cohort.

    Raises:
        NotFoundError: The cohort is not the actor's to manage.
        ConflictError: They take part already, were removed, or the cohort takes nobody in.
    """
    cohort = cohort_taking_in(scope, uuid.UUID(given["cohort_id"]), lock=True)
    side = Side(given["side"])
    refuse_removed(member)
    place = _place(scope, cohort.id, member.id, side)
    if place:
        withdrawn, place.withdrawn_at = place.withdrawn_at, None
        if withdrawn is None:
            raise ConflictError("They take part there already.")
        return _added(place, withdrawn)
    capacity = cohort.program.mentor_capacity if side is Side.MENTOR else 1
    made = add_participant(scope, cohort, member, side=side, capacity=capacity, answers={})
    return _added(made, None)


def _added(place: Participant, withdrawn_at: dt.datetime | None) -> Before:
    return {
        "place_id": str(place.id),
        "withdrawn_at": withdrawn_at.isoformat() if withdrawn_at else None,
        "added_at": clock.now().isoformat(),
    }


def take_out(scope: Scope, member: Member, before: Before) -> None:
    """Take somebody out of a cohort again.

    Raises:
        ConflictError: They have been matched there, were taken in again, have answered or begun
            the orientation since, or its program is archived.
    """
    place = _kept_place(scope, uuid.UUID(before["place_id"]))
    if place is None:
        return
    # Of those who were added before this was noted nothing later is known.
    since = before.get("added_at") or clock.now().isoformat()
    kept = {
        **taken_again(scope, [place.id], since=dt.datetime.fromisoformat(since)),
        **referring(scope, Participant.__tablename__, [place.id]),
    }
    if why := kept.get(place.id):
        raise ConflictError(why.format(name=member.name))
    if before["withdrawn_at"]:
        place.withdrawn_at = dt.datetime.fromisoformat(before["withdrawn_at"])
        return
    _refuse_losing(scope, place)
    db.session.delete(place)


def _kept_place(scope: Scope, place_id: uuid.UUID) -> Participant | None:
    """Return a place as it is by now, that nobody changes until this commits; None once gone."""
    key = (scope.org_id, place_id)
    place = db.session.get(Participant, key)
    if place is None:
        return None
    cohort_keeping(scope, place.cohort_id, lock=True)
    return db.session.get(Participant, key, with_for_update=True, populate_existing=True)


def _refuse_losing(scope: Scope, place: Participant) -> None:
    why = losing(scope, Participant.__tablename__, [place.id]).get(place.id)
    if place.answers:
        why = ANSWERED
    if why:
        raise ConflictError(why.format(name=place.member.name))


def tag(scope: Scope, member: Member, given: Given) -> Before:
    """Put a tag on somebody; raises ConflictError where they have it."""
    if not tag_member(scope, member.id, given["tag"]):
        raise ConflictError("They have this tag already.")
    return {"tag": given["tag"]}


def untag(scope: Scope, member: Member, given: Given) -> Before:
    """Take a tag from somebody; raises ConflictError where they do not have it."""
    if not untag_member(scope, member.id, given["tag"]):
        raise ConflictError("They do not have this tag.")
    return {"tag": given["tag"]}


def remove(scope: Scope, member: Member, _given: Given) -> Before:
    """Take somebody out of the organization.

    Raises:
        ForbiddenError: Only owners remove owners.
        ConflictError: It is the actor, they are removed already, or the last owner.
    """
    if member.id == scope.actor_id:
        raise ConflictError("You cannot remove yourself.")
    if member.state is MemberState.REMOVED:
        raise ConflictError("They are removed already.")
    services.remove_member(scope, member.id)
    return {}


def restore(scope: Scope, member: Member, _before: Before) -> None:
    """Take somebody who was removed back, with the role they had.

    Raises:
        ForbiddenError: Only owners make somebody an owner again.
        ConflictError: They were brought back since.
    """
    db.session.refresh(member, with_for_update=True)
    if member.state is not MemberState.REMOVED:
        raise ConflictError("They were brought back since.")
    role = member.role
    services.restore_member(scope, member.id)
    services.change_role(scope, member.id, role)


DOINGS = {
    Action.INVITE: Doing(invite, take_invitation_back),
    Action.REMIND: Doing(remind),
    Action.ADD: Doing(add, take_out),
    Action.TAG: Doing(tag, lambda scope, member, before: _ignore(untag(scope, member, before))),
    Action.UNTAG: Doing(untag, lambda scope, member, before: _ignore(tag(scope, member, before))),
    Action.DETAIL: Doing(set_detail, put_detail_back),
    Action.REMOVE: Doing(remove, restore),
}


def _ignore(_before: Before) -> None:
    """What undoing would need to be undone itself is not kept."""


def _newest_open(scope: Scope, member: Member) -> Invitation | None:
    return db.session.scalar(
        select(Invitation)
        .where(
            Invitation.org_id == scope.org_id,
            Invitation.email_norm == member.email_norm,
            Invitation.is_open(),
        )
        .order_by(Invitation.created_at.desc(), Invitation.id)
        .limit(1)
    )


def _place(
    scope: Scope, cohort_id: uuid.UUID, member_id: uuid.UUID, side: Side
) -> Participant | None:
    return db.session.scalar(
        select(Participant).where(
            Participant.org_id == scope.org_id,
            Participant.cohort_id == cohort_id,
            Participant.member_id == member_id,
            Participant.side == side,
        )
    )
