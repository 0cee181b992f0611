"""One-time links: each lets one member do one kind of thing to one row, without signing in.

A token is the organization's number and a secret, so that opening it binds the tenant
before anything is looked up; a number without its secret finds nothing. GET shows a
button, POST acts: mail scanners follow links.
"""

import datetime as dt
import uuid

from sqlalchemy import select

from saas import clock
from saas.db import bind_org, db
from saas.errors import NotFoundError
from saas.identity.secrets import digest, new_secret
from saas.orgs.models import Link, Member, MemberState
from saas.scope import Role, Scope

GONE = "This link does not work any more; sign in to see what is open for you."


def token_for(org_id: int, secret: str) -> str:
    """Return what stands in the address."""
    return f"{org_id}.{secret}"


def enter(token: str) -> tuple[Scope, str]:
    """Bind the session to a token's organization; nothing is proved yet.

    Returns:
        A scope without an actor, and the secret to look up.

    Raises:
        NotFoundError: It is not a token.
    """
    number, _, secret = token.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19 and secret):
        raise NotFoundError(GONE)
    scope = Scope(org_id=int(number), actor_id=None, role=Role.MEMBER)
    bind_org(scope.org_id)
    return scope, secret


def new_link(
    scope: Scope, kind: str, *, subject_id: uuid.UUID, member_id: uuid.UUID, lasting: dt.timedelta
) -> str:
    """Make a link for one member and return its token."""
    secret = new_secret()
    db.session.add(
        Link(
            kind=kind,
            subject_id=subject_id,
            member_id=member_id,
            secret_hash=digest(secret),
            expires_at=clock.now() + lasting,
        )
    )
    return token_for(scope.org_id, secret)


def open_link(token: str, kind: str, *, use: bool = False) -> tuple[Scope, Link]:
    """Return who acts by a link, and on what.

    Args:
        token: From the address.
        kind: What this page does; a link for anything else is not found.
        use: Whether to use it up; a page that is only shown does not.

    Raises:
        NotFoundError: It was used, has expired, is for something else, or never was.
    """
    scope, secret = enter(token)
    row = db.session.execute(
        select(Link, Member.role)
        .join(Member, (Member.org_id == Link.org_id) & (Member.id == Link.member_id))
        .where(
            Link.org_id == scope.org_id,
            Link.kind == kind,
            Link.secret_hash == digest(secret),
            Link.used_at.is_(None),
            Link.expires_at > clock.now(),
            Member.state != MemberState.REMOVED,
        )
        .with_for_update(of=Link)
    ).one_or_none()
    if row is None:
        raise NotFoundError(GONE)
    link: Link = row.Link
    if use:
        link.used_at = clock.now()
    # The bearer proved an address, not a password: never more than a member's rights.
    return Scope(scope.org_id, link.member_id, Role.MEMBER), link
