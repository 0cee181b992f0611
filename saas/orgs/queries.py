"""Reads of organizations, memberships, members, invitations and links."""

import itertools
import re
import unicodedata
import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from saas import clock
from saas.db import bind_org, db, directory, found
from saas.errors import ForbiddenError
from saas.identity.models import Identity
from saas.identity.secrets import digest, email_norm
from saas.mail.letter import Frame
from saas.orgs.models import (
    Invitation,
    Member,
    Membership,
    MemberState,
    Organization,
    Workspace,
)
from saas.scope import Role, Scope
from saas.web.paging import Page, page_of

NOT_ANY_MORE = "Whoever asked for this may not do it any more."
_WORKSPACE = "workspace"
"""Where a session keeps the one it read."""

#: Asked on every page of an organization, and so made once.
MEMBERSHIP = (
    select(Membership)
    .join(Membership.organization)
    .where(Organization.slug == bindparam("slug"), Membership.identity_id == bindparam("identity"))
    .options(contains_eager(Membership.organization))
)


def membership(org_slug: str, identity_id: uuid.UUID) -> Membership | None:
    """Return the identity's membership of the organization, or None for an outsider."""
    return directory.scalar(MEMBERSHIP, {"slug": org_slug, "identity": identity_id})


def listed_member(org_slug: str, identity: Identity) -> Member | None:
    """Return who an identity is to an organization that lists its address, and never saw it.

    Binds the session to the organization where there is one of that slug. Only for somebody
    who is no member of it: the identity has proved the address, and gets in by joining.
    """
    known = directory.scalar(
        select(Organization).where(Organization.slug == org_slug, Organization.ending_at.is_(None))
    )
    if known is None:
        return None
    bind_org(known.id)
    member = member_by_email(Scope(known.id, None, Role.MEMBER), identity.email)
    return member if member and member.state is MemberState.LISTED else None


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


def free_slug(name: str) -> str:
    """Return a slug made of the name that no organization has yet, e.g. "acme-2"."""
    base = slug_of(name)
    taken = set(
        directory.scalars(
            select(Organization.slug).where(Organization.slug.startswith(base, autoescape=True))
        )
    )
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([base], numbered) if slug not in taken)


def slug_of(name: str) -> str:
    """Return what a name looks like in an address."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:30].strip("-") or "organization"


def frame(scope: Scope) -> Frame:
    """Return what surrounds the words of this organization's mail."""
    row = workspace(scope)
    return Frame(row.name, row.brand_color)


def workspace(scope: Scope) -> Workspace:
    """Return how the organization calls itself and looks; a session reads it once."""
    session = db.session()
    kept: Workspace | None = session.info.get(_WORKSPACE)
    if kept is None or kept not in session:
        statement = select(Workspace).where(Workspace.org_id == scope.org_id)
        kept = found(session.scalar(statement), "That workspace does not exist.")
        session.info[_WORKSPACE] = kept
    return kept


def locked_workspace(scope: Scope) -> Workspace:
    """Return the workspace as it is by now, kept from others until this commits."""
    row = workspace(scope)
    db.session.refresh(row, with_for_update={"key_share": True})
    return row


def member(scope: Scope, member_id: uuid.UUID) -> Member:
    """Return the member.

    Raises:
        NotFoundError: No such member in this organization.
    """
    return found(
        db.session.get(Member, (scope.org_id, member_id)), "That person is not a member here."
    )


def acting(scope: Scope) -> Member:
    """Return the member who acts.

    Raises:
        NotFoundError: The clock acts, or an unverified visitor.
    """
    row = scope.actor_id and db.session.get(Member, (scope.org_id, scope.actor_id))
    return found(row or None, "Sign in to do that.")


def acting_later(scope: Scope, member_id: uuid.UUID, least: Role) -> Scope:
    """Return the scope of a member who asked for work, with the rights they have by now.

    Args:
        scope: The organization.
        member_id: Who asked for it.
        least: The role that it needs.

    Raises:
        ForbiddenError: They were removed since, or have a lesser role.
    """
    row = member(scope, member_id)
    if row.state is not MemberState.ACTIVE or not row.role.covers(least):
        raise ForbiddenError(NOT_ANY_MORE)
    return Scope(scope.org_id, row.id, row.role)


def names_of(scope: Scope, member_ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Return what the members are called, by id; who is none is left out."""
    statement = select(Member.id, Member.name).where(
        Member.org_id == scope.org_id, Member.id.in_({each for each in member_ids if each})
    )
    return {row.id: row.name for row in db.session.execute(statement)}


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


def invitation(scope: Scope, secret: str) -> Invitation:
    """Return the invitation of a link, locked; one that was accepted, too.

    Raises:
        NotFoundError: It was revoked, has expired, or never was.
    """
    return found(
        db.session.scalar(
            select(Invitation)
            .where(
                Invitation.org_id == scope.org_id,
                Invitation.secret_hash == digest(secret),
                Invitation.revoked_at.is_(None),
                Invitation.expires_at > clock.now(),
            )
            .with_for_update()
        ),
        "This invitation does not work any more; ask for a new one.",
    )


def one_after_another(scope: Scope) -> None:
    """Let whoever brings people into an organization wait for each other, to the commit."""
    workspace = select(Workspace.id).where(Workspace.org_id == scope.org_id)
    db.session.execute(workspace.with_for_update(key_share=True))


def open_invitations(scope: Scope, number: int) -> Page[Invitation]:
    """Return one page of the invitations that nobody accepted or revoked, newest first.

    Those that have expired are among them, so that they can be sent again.
    """
    statement = select(Invitation).where(
        Invitation.org_id == scope.org_id,
        Invitation.is_open(),
    )
    ordered = statement.order_by(Invitation.created_at.desc(), Invitation.id)
    return page_of(db.session, ordered, number)


def open_invitation(scope: Scope, invitation_id: uuid.UUID) -> Invitation:
    """Return an invitation that nobody accepted or revoked, locked.

    Raises:
        NotFoundError: No such invitation in this organization.
    """
    return found(
        db.session.scalar(
            select(Invitation)
            .where(
                Invitation.org_id == scope.org_id,
                Invitation.id == invitation_id,
                Invitation.is_open(),
            )
            .with_for_update()
        ),
        "That invitation is not open any more; look at the list of invitations.",
    )
