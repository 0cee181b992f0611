"""Creating an organization, and changing what it is called, who belongs to it and as what."""

import re
import uuid
from zoneinfo import available_timezones

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from saas import clock
from saas.characters import in_one_line
from saas.db import bind_org, db, directory, refusing
from saas.errors import ConflictError, ForbiddenError, InvalidError
from saas.identity.models import Identity
from saas.identity.secrets import checked_email, email_norm
from saas.orgs import queries
from saas.orgs.furnishing import furnish
from saas.orgs.leaving import part
from saas.orgs.models import (
    Invitation,
    Member,
    Membership,
    MemberState,
    Organization,
    Workspace,
)
from saas.scope import Role, Scope
from saas.seen import columns_of, refuse_moved
from saas.web.palette import HEX

SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")
#: The columns of a workspace that `change_workspace` changes.
SETTINGS = ("name", "brand_color", "time_zone")
LAST_OWNER = "An organization needs an owner; make somebody else an owner first."


def create_organization(
    founder: Identity, *, name: str, slug: str, brand_color: str, is_sample: bool = False
) -> Organization:
    """Create an organization with its workspace, owned by the founder.

    The directory's half is written first; if the tenant's half fails to commit, the
    ticker calls `finish_organization` for it.

    Args:
        founder: Who becomes its first owner.
        name: What people call it.
        slug: Its part of every address; taken from the name when empty.
        brand_color: As #rrggbb.
        is_sample: Whether it is the demo's.

    Raises:
        InvalidError: The name, slug or color cannot be used, or the slug is taken.
    """
    organization = Organization(
        name=checked_name(name),
        slug=checked_slug(slug or queries.free_slug(name)),
        brand_color=checked_color(brand_color),
        founder_id=founder.id,
        is_sample=is_sample,
    )
    try:
        with directory.begin_nested():
            directory.add(organization)
    except IntegrityError as error:
        raise InvalidError("slug", "This address is taken; choose another.") from error
    member_id = uuid.uuid4()
    directory.add(Membership(org_id=organization.id, identity_id=founder.id, member_id=member_id))
    directory.flush()
    bind_org(organization.id)
    _furnish_workspace(organization, founder, member_id)
    return organization


def finish_organization(org_id: int) -> None:
    """Furnish the workspace of a half-created organization. Safe to call twice.

    The session must be unbound or bound to it. `mark_ready` follows the commit.
    """
    organization = queries.organization(org_id)
    founder = directory.get_one(Identity, organization.founder_id)
    membership = directory.get(Membership, (org_id, founder.id))
    bind_org(org_id)
    if membership and not db.session.get(Member, (org_id, membership.member_id)):
        _furnish_workspace(organization, founder, membership.member_id)


def mark_ready(org_id: int) -> None:
    """Note in the directory that the workspace is furnished."""
    queries.organization(org_id).ready_at = clock.now()


def _furnish_workspace(organization: Organization, founder: Identity, member_id: uuid.UUID) -> None:
    scope = Scope(organization.id, member_id, Role.OWNER)
    db.session.add(Workspace(name=organization.name, brand_color=organization.brand_color))
    db.session.add(
        Member(
            id=member_id,
            name=founder.name,
            email=founder.email,
            email_norm=founder.email_norm,
            role=Role.OWNER,
            state=MemberState.ACTIVE,
            identity_id=founder.id,
        )
    )
    db.session.flush()
    furnish(scope)


def change_workspace(
    scope: Scope, *, name: str, brand_color: str, time_zone: str, seen: str | None = None
) -> Workspace:
    """Change what the organization is called, its color and its time zone.

    Args:
        scope: Whose, and who acts.
        name: What it is called from now on.
        brand_color: Its color.
        time_zone: Where its days begin.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        MovedError: Somebody else changed them since.
        InvalidError: One of them cannot be used.
    """
    if time_zone not in available_timezones():
        raise InvalidError("time_zone", "Choose a time zone from the list.")
    name, brand_color = checked_name(name), checked_color(brand_color)
    workspace = queries.locked_workspace(scope)
    wanted = {"name": name, "brand_color": brand_color, "time_zone": time_zone}
    refuse_moved(seen, columns_of(workspace, SETTINGS), wanted)
    organization = queries.organization(scope.org_id)
    organization.name, organization.brand_color = name, brand_color
    for each, value in wanted.items():
        setattr(workspace, each, value)
    return workspace


def list_member(scope: Scope, *, name: str, email: str, is_sample: bool = False) -> Member:
    """Return the member with this address, listing them if they are new.

    Raises:
        InvalidError: It cannot be an e-mail address.
        ConflictError: Somebody with this address was removed from the organization.
    """
    address = checked_email(email)
    known = queries.member_by_email(scope, address)
    if known and known.state is MemberState.REMOVED:
        raise ConflictError(f"{address} was removed from this organization; restore them first.")
    if known:
        return known
    member = Member(
        name=name_for(name, address),
        email=address,
        email_norm=email_norm(address),
        is_sample=is_sample,
    )
    with refusing(f"{address} was added by somebody else just now; try again."):
        db.session.add(member)
    return member


def join(org_id: int, identity: Identity, *, role: Role = Role.MEMBER) -> Member:
    """Make an identity an active member, in the directory first. Safe to call twice.

    The session must be bound to the organization. A member already listed with the
    identity's address becomes this identity's; a role is only ever raised.

    Raises:
        ConflictError: They were removed from the organization.
    """
    scope = Scope(org_id, None, Role.OWNER)
    member = list_member(scope, name=identity.name, email=identity.email)
    _list_membership(org_id, identity.id, member.id)
    member.identity_id, member.state = identity.id, MemberState.ACTIVE
    if role.covers(member.role):
        member.role = role
    db.session.flush()
    return member


def change_role(scope: Scope, member_id: uuid.UUID, role: Role) -> Member:
    """Give a member another role; to enter here they sign in again, and nowhere else.

    An invitation that is open gives no more than that from now on.

    Raises:
        NotFoundError: No such member.
        ForbiddenError: Only owners make or unmake owners.
        ConflictError: The last owner would be gone.
    """
    member = queries.member(scope, member_id)
    if Role.OWNER in (member.role, role) and scope.role is not Role.OWNER:
        raise ForbiddenError("Only an owner can make or unmake an owner.")
    if member.role is Role.OWNER and role is not Role.OWNER:
        _keep_an_owner_beside(scope, member)
    if member.role is not role:
        _offer_at_most(scope, member, role)
        member.role = role
        _let_sign_in_again(member)
    return member


def remove_member(scope: Scope, member_id: uuid.UUID) -> Member:
    """Take a member out of the organization at once; what they did stays.

    Raises:
        NotFoundError: No such member.
        ForbiddenError: Only owners remove owners.
        ConflictError: The last owner would be gone, or a feature needs them.
    """
    member = queries.member(scope, member_id)
    if member.role is Role.OWNER:
        if scope.role is not Role.OWNER:
            raise ForbiddenError("Only an owner can remove an owner.")
        _keep_an_owner_beside(scope, member)
    part(scope, member)
    _offer_at_most(scope, member, Role.MEMBER)
    member.state = MemberState.REMOVED
    _unlist_membership(member)
    return member


def restore_member(scope: Scope, member_id: uuid.UUID) -> Member:
    """Take a removed member back, as an ordinary member.

    Raises:
        NotFoundError: No such member.
    """
    member = queries.member(scope, member_id)
    if member.state is MemberState.REMOVED:
        member.state = MemberState.ACTIVE if member.identity_id else MemberState.LISTED
        member.role = Role.MEMBER
        if member.identity_id:
            _list_membership(scope.org_id, member.identity_id, member.id)
            _let_sign_in_again(member)
    return member


def name_for(typed: str, address: str) -> str:
    """Return what to call a member: what was typed, in one line, or else their address."""
    return in_one_line(typed)[:200].strip() or address


def checked_name(name: str) -> str:
    """Return the name of an organization in one line.

    Raises:
        InvalidError: It is empty or too long.
    """
    name = in_one_line(name)
    if not name or len(name) > 120:
        raise InvalidError("name", "Enter a name of at most 120 characters.")
    return name


def checked_slug(slug: str) -> str:
    """Return the slug.

    Raises:
        InvalidError: It cannot stand in an address.
    """
    if not SLUG.fullmatch(slug):
        raise InvalidError(
            "slug", "Use 1 to 40 letters from a to z, digits and hyphens, no hyphen at the ends."
        )
    return slug


def checked_color(color: str) -> str:
    """Return the color as #rrggbb.

    Raises:
        InvalidError: It is not a color.
    """
    found = HEX.fullmatch(color.strip())
    if not found:
        raise InvalidError("brand_color", "Enter a color such as #0f766e.")
    return f"#{found[1].lower()}"


def _keep_an_owner_beside(scope: Scope, member: Member) -> None:
    # Locks every owner's row, so that two owners cannot demote each other at once.
    owners = db.session.scalars(
        queries.owners(scope).with_for_update().execution_options(populate_existing=True)
    ).all()
    if all(owner.id == member.id for owner in owners):
        raise ConflictError(LAST_OWNER)


def _offer_at_most(scope: Scope, member: Member, role: Role) -> None:
    """Let the open invitations of a member give this role at most, as far as the actor may.

    Before the member changes: whoever accepts one locks it first, too.
    """
    higher = {each for each in Role if not role.covers(each)}
    if scope.role is not Role.OWNER:
        higher -= {Role.OWNER}
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.org_id == scope.org_id,
            Invitation.email_norm == member.email_norm,
            Invitation.role.in_(higher),
            Invitation.is_open(),
        )
        .values(role=role)
    )


def _let_sign_in_again(member: Member) -> None:
    """Let no session from before enter: a stolen one must not gain new rights."""
    directory.execute(
        update(Membership)
        .where(Membership.org_id == member.org_id, Membership.identity_id == member.identity_id)
        .values(rights_changed_at=clock.now())
    )


def _list_membership(org_id: int, identity_id: uuid.UUID, member_id: uuid.UUID) -> None:
    values = {"member_id": member_id}
    directory.execute(
        insert(Membership)
        .values(org_id=org_id, identity_id=identity_id, created_at=clock.now(), **values)
        .on_conflict_do_update(index_elements=["org_id", "identity_id"], set_=values)
    )


def _unlist_membership(member: Member) -> None:
    directory.execute(
        delete(Membership).where(
            Membership.org_id == member.org_id, Membership.identity_id == member.identity_id
        )
    )
