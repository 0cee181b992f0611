"""Inviting people to join: an offer to one address, as one role, good once, for a week."""

import datetime as dt
import uuid

from flask_babel import gettext as _
from sqlalchemy import update

from saas import clock
from saas.db import db, found
from saas.errors import ConflictError, ForbiddenError
from saas.identity.models import Identity
from saas.identity.secrets import checked_email, digest, email_norm, new_secret
from saas.orgs import messages, queries
from saas.orgs.links import enter, token_for
from saas.orgs.models import Invitation, Member, MemberState
from saas.orgs.services import join
from saas.scope import Role, Scope

LASTING = dt.timedelta(days=7)


def invite(scope: Scope, *, email: str, role: Role, next_path: str = "") -> Invitation:
    """Offer membership to an address by mail; a link sent there before stops working.

    Not so a link to a role that the actor could not have offered.

    Args:
        scope: Who invites.
        email: Whom; only this address can accept.
        role: What they become.
        next_path: Where they go once they are in, inside the application.

    Raises:
        InvalidError: It cannot be an e-mail address.
        ForbiddenError: The actor may not invite, or not to this role.
        ConflictError: They are a member already, or were removed.
    """
    _may_invite(scope, role)
    return _offer(scope, email, role, next_path)


def invite_to_join(scope: Scope, *, email: str, next_path: str) -> Invitation:
    """Offer membership as an ordinary member, as whoever runs programs may.

    Raises:
        InvalidError: It cannot be an e-mail address.
        ForbiddenError: The actor runs no programs.
        ConflictError: They are a member already, or were removed.
    """
    if not scope.role.covers(Role.PROGRAM_ADMIN):
        raise ForbiddenError(_("Only program admins, admins and owners invite people to apply."))
    return _offer(scope, email, Role.MEMBER, next_path)


def _offer(scope: Scope, email: str, role: Role, next_path: str) -> Invitation:
    address = checked_email(email)
    # The later one revokes the earlier: no two offers to an address miss each other.
    queries.one_after_another(scope)
    _is_outside(queries.member_by_email(scope, address), address)
    _revoke_earlier(scope, address)
    secret = new_secret()
    invitation = Invitation(
        email=address,
        email_norm=email_norm(address),
        role=role,
        secret_hash=digest(secret),
        next_path=next_path,
        invited_by_id=scope.actor_id,
        expires_at=clock.now() + LASTING,
    )
    db.session.add(invitation)
    token = token_for(scope.org_id, secret)
    messages.invitation(scope, messages.Offer(invitation, token))
    return invitation


def invite_member(scope: Scope, member_id: uuid.UUID) -> Invitation:
    """Invite a member who is only listed to sign in, as what they are.

    Raises:
        NotFoundError: No such member.
        ForbiddenError: The actor may not invite, or not to this role.
        ConflictError: They sign in already, or were removed.
    """
    member = queries.member(scope, member_id)
    return invite(scope, email=member.email, role=member.role)


def resend_invitation(scope: Scope, invitation_id: uuid.UUID) -> Invitation:
    """Send an open invitation again, with a new link and a new week.

    Raises:
        NotFoundError: It is not open.
        ForbiddenError: The actor may not invite, or not to this role.
        ConflictError: They have become a member in the meantime.
    """
    earlier = queries.open_invitation(scope, invitation_id)
    return invite(scope, email=earlier.email, role=earlier.role, next_path=earlier.next_path)


def revoke_invitation(scope: Scope, invitation_id: uuid.UUID) -> Invitation:
    """Take an open invitation back; its link stops working at once.

    Raises:
        NotFoundError: It is not open.
        ForbiddenError: The actor may not invite to this role, so not take it back either.
    """
    invitation = queries.open_invitation(scope, invitation_id)
    _may_invite(scope, invitation.role)
    invitation.revoked_at = clock.now()
    return invitation


def show_invitation(token: str) -> Invitation:
    """Return the invitation of a link; binds the session to its organization.

    Raises:
        NotFoundError: It was revoked, has expired, or never was.
    """
    return queries.invitation(*enter(token))


def accept_invitation(invitation: Invitation, identity: Identity) -> Member:
    """Make the identity a member. Safe to call twice.

    Raises:
        ConflictError: The invitation is for another address, was accepted before by somebody
            who is gone since, or they were removed from the organization.
    """
    if identity.email_norm != invitation.email_norm:
        raise ConflictError(
            f"This invitation is for {invitation.email}, and you are signed in as "
            f"{identity.email}; sign out and open the link again."
        )
    if invitation.accepted_at is None:
        invitation.accepted_at = clock.now()
        return join(invitation.org_id, identity, role=invitation.role)
    scope = Scope(invitation.org_id, None, Role.MEMBER)
    member = found(queries.member_by_email(scope, identity.email), "You are not a member here.")
    if member.state is not MemberState.ACTIVE:
        raise ConflictError("This invitation was used before; ask for a new one.")
    return member


def _may_invite(scope: Scope, role: Role) -> None:
    if not scope.role.covers(Role.ADMIN):
        raise ForbiddenError("Only admins and owners invite people; ask one of them.")
    if role is Role.OWNER and scope.role is not Role.OWNER:
        raise ForbiddenError("Only an owner can invite an owner.")


def _is_outside(member: Member | None, address: str) -> None:
    if member is None or member.state is MemberState.LISTED:
        return
    if member.state is MemberState.REMOVED:
        raise ConflictError(f"{address} was removed from this organization; restore them first.")
    raise ConflictError(f"{address} is a member already.")


def _givable(giver: Role) -> set[Role]:
    if giver is Role.OWNER:
        return set(Role)
    return set(Role) - {Role.OWNER} if giver is Role.ADMIN else {Role.MEMBER}


def _revoke_earlier(scope: Scope, address: str) -> None:
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.org_id == scope.org_id,
            Invitation.email_norm == email_norm(address),
            Invitation.role.in_(_givable(scope.role)),
            Invitation.is_open(),
        )
        .values(revoked_at=clock.now())
    )
