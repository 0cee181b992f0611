"""Reads of identities, sessions and tokens."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from saas import clock
from saas.db import directory
from saas.identity.models import Identity, IdentityToken, SignedSession, SignInFailure, TokenKind
from saas.identity.secrets import digest, email_norm

IDLE = dt.timedelta(days=14)

#: Asked on every page, and so made once.
LIVE_SESSION = (
    select(SignedSession)
    .where(
        SignedSession.token_hash == bindparam("hash"),
        SignedSession.expires_at > bindparam("now"),
        SignedSession.last_seen_at > bindparam("idle_since"),
    )
    .options(joinedload(SignedSession.identity))
)


def identity_of(email: str) -> Identity | None:
    """Return who signs in with this address."""
    return directory.scalar(select(Identity).where(Identity.email_norm == email_norm(email)))


def live_session(token: str) -> SignedSession | None:
    """Return the session of a cookie's token, with its identity, unless it has ended."""
    now = clock.now()
    return directory.scalar(
        LIVE_SESSION, {"hash": digest(token), "now": now, "idle_since": now - IDLE}
    )


def sessions_of(identity_id: uuid.UUID) -> Sequence[SignedSession]:
    """Return where this identity is signed in, newest first."""
    now = clock.now()
    return directory.scalars(
        select(SignedSession)
        .where(
            SignedSession.identity_id == identity_id,
            SignedSession.expires_at > now,
            SignedSession.last_seen_at > now - IDLE,
        )
        .order_by(SignedSession.last_seen_at.desc())
    ).all()


def open_token(kind: TokenKind, secret: str) -> IdentityToken | None:
    """Return the token of a link, locked, unless it is used up or expired."""
    return directory.scalar(
        select(IdentityToken)
        .where(
            IdentityToken.kind == kind,
            IdentityToken.secret_hash == digest(secret),
            IdentityToken.used_at.is_(None),
            IdentityToken.expires_at > clock.now(),
        )
        .with_for_update()
    )


def recent_failures(email: str, window: dt.timedelta) -> tuple[int, dt.datetime | None]:
    """Return how many wrong passwords this address had within the window, and the last."""
    count, last = directory.execute(
        select(func.count(), func.max(SignInFailure.created_at)).where(
            SignInFailure.email_norm == email_norm(email),
            SignInFailure.created_at > clock.now() - window,
        )
    ).one()
    return int(count), last
