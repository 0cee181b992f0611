"""Identities, their sessions and their one-time tokens. Global: no organization's rows."""

import datetime as dt
import enum
import uuid

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from saas.db import Base, Global, choice


class Identity(Global, Base):
    """Someone who can sign in.

    Attributes:
        email_norm: The address as it is compared: stored, since lower() defeats indexes.
        password_hash: argon2id; None for someone who has not chosen a password.
    """

    __tablename__ = "identities"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4, sort_order=-9)
    name: Mapped[str]
    email: Mapped[str]
    email_norm: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    verified_at: Mapped[dt.datetime]


class SignedSession(Global, Base):
    """One sign-in of one identity on one browser.

    Attributes:
        token_hash: sha256 of the token in the cookie.
        expires_at: The end, however busy it is; idle sessions end earlier.
    """

    __tablename__ = "sessions"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4, sort_order=-9)
    identity_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("identities.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    browser: Mapped[str]
    last_seen_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]

    identity: Mapped[Identity] = relationship()


class TokenKind(enum.StrEnum):
    """What a one-time token lets its bearer do."""

    VERIFY = "verify"
    RESET = "reset"


class IdentityToken(Global, Base):
    """A one-time link sent to an address.

    Attributes:
        email: Where it went; what it proves to belong to its bearer.
        next_path: Where to go afterwards, inside the application.
    """

    __tablename__ = "identity_tokens"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4, sort_order=-9)
    kind: Mapped[TokenKind] = mapped_column(choice(TokenKind))
    email: Mapped[str]
    next_path: Mapped[str]
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]


class SignInFailure(Global, Base):
    """A try to sign in that has not succeeded, counted per address so that guessing slows down."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (Index(None, "email_norm", "created_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4, sort_order=-9)
    email_norm: Mapped[str]
