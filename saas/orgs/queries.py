"""Reads of organizations, memberships, members, invitations and links."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from saas import clock
from saas.db import db, directory, found
from saas.identity.secrets import digest, email_norm
from saas.orgs.models import (
    Invitation,
    Member,
    Membership,
    MemberState,
    Organization,
    Workspace,
)
from saas.scope import Role, Scope


def membership(org_slug: str, identity_id: uuid.UUID) -> Membership | None:
    """Return the identity's membership of the organization, or None for an outsider."""
    return directory.scalar(
        select(Membership)
        .join(Membership.organization)
        .where(Organization.slug == org_slug, Membership.identity_id == identity_id)
        .options(joinedload(Membership.organization))
    )


def memberships_of(identity_id: uuid.UUID) -> Sequence[Membership]:
    """Return the organizations an identity belongs to, by name."""
    return directory.scalars(
        select(Membership)
        .join(Membership.organization)
        .where(Membership.identity_id == identity_id)
        .options(joinedload(Membership.organization))
        .order_by(Organization.name)
    ).all()


def organization(org_id: int) -> Organization:
    """Return the directory's row of an organization."""
    return found(directory.get(Organization, org_id), "That organization does not exist.")


def workspace(scope: Scope) -> Workspace:
    """Return how the organization calls itself and looks."""
    return found(
        db.session.scalar(select(Workspace).where(Workspace.org_id == scope.org_id)),
        "That workspace does not exist.",
    )


def member(scope: Scope, member_id: uuid.UUID) -> Member:
    """Return the member.

    Raises:
        NotFoundError: No such member in this organization.
    """
    return found(
        db.session.get(Member, (scope.org_id, member_id)), "That person is not a member here."
    )


def member_by_email(scope: Scope, email: str) -> Member | None:
    """Return the member with this address, removed ones included."""
    return db.session.scalar(
        select(Member).where(Member.org_id == scope.org_id, Member.email_norm == email_norm(email))
    )


def owners(scope: Scope) -> Select[Member]:
    """Return the statement that selects the active owners, in a fixed order."""
    return (
        select(Member)
        .where(
            Member.org_id == scope.org_id,
            Member.role == Role.OWNER,
            Member.state == MemberState.ACTIVE,
        )
        .order_by(Member.id)
    )


def open_invitation(scope: Scope, secret: str) -> Invitation:
    """Return the invitation of a link.

    Raises:
        NotFoundError: It was used, revoked, has expired, or never was.
    """
    return found(
        db.session.scalar(
            select(Invitation).where(
                Invitation.org_id == scope.org_id,
                Invitation.secret_hash == digest(secret),
                Invitation.accepted_at.is_(None),
                Invitation.revoked_at.is_(None),
                Invitation.expires_at > clock.now(),
            )
        ),
        "This invitation does not work any more; ask for a new one.",
    )


def open_invitations(scope: Scope) -> Sequence[Invitation]:
    """Return the invitations that can still be accepted, newest first."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.org_id == scope.org_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
        .order_by(Invitation.created_at.desc())
    ).all()
