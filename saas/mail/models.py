"""The delivery ledger: every message, from the moment it is promised."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from saas import clock
from saas.db import Base, Global, TenantScoped, choice


class DeliveryState(enum.StrEnum):
    """Where a message is.

    `sending` is committed before the message leaves and `sent` after the server's 250, so
    a row found in `sending` after its lease is `unknown`: it may or may not have arrived.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    BOUNCED = "bounced"
    SUPPRESSED = "suppressed"
    UNKNOWN = "unknown"
    DEAD = "dead"


class Ledger:
    """Columns of a ledger.

    Attributes:
        key: Promising again with the same key changes nothing.
        message: Name of the message, e.g. "verify_email".
        subject, html, text: The composed message; None until it is composed. The two texts
            are None again in every final state, since they may hold secret links.
        payload: What composes the message at sending, where it is not composed at once.
        due_at: When to send; once claimed, when the claim ends.
        token: Whoever holds this may change the row.
        attempts: How often it was claimed.
    """

    key: Mapped[str]
    message: Mapped[str]
    to_name: Mapped[str]
    to_address: Mapped[str]
    subject: Mapped[str | None]
    html: Mapped[str | None]
    text: Mapped[str | None]
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    due_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    state: Mapped[DeliveryState] = mapped_column(
        choice(DeliveryState), default=DeliveryState.QUEUED
    )
    token: Mapped[uuid.UUID | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[dt.datetime | None]
    error: Mapped[str | None]


def _open(name: str, *columns: str) -> Index:
    return Index(name, *columns, postgresql_where=text("state IN ('queued', 'sending')"))


class Delivery(Ledger, TenantScoped, Base):
    """A message of one organization.

    Attributes:
        topic: What the person can unsubscribe from; None for messages that always go.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("org_id", "key"),
        _open("ix_deliveries_open", "org_id", "due_at"),
    )

    topic: Mapped[str | None]


class IdentityDelivery(Ledger, Global, Base):
    """A message of no organization: verify an address, reset a password."""

    __tablename__ = "identity_deliveries"
    __table_args__ = (UniqueConstraint("key"), _open("ix_identity_deliveries_open", "due_at"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4, sort_order=-9)


class OwnWording(TenantScoped, Base):
    """An organization's own words for a message; each change is a row, and the last one counts.

    Attributes:
        language: Of the words, as an IETF tag, e.g. "en".
        number: From 1 within a message and language, so that two people who change it at once
            cannot both be the next.
        text: As `saas.mail.wording.parse` reads it; None where somebody went back to what
            goes out in this language otherwise (`saas.mail.languages.editions`).
        changed_by_id: The member; None where the clock did it.
    """

    __tablename__ = "wordings"
    __table_args__ = (
        UniqueConstraint("org_id", "message", "language", "number"),
        CheckConstraint("number > 0", name="number_is_positive"),
    )

    message: Mapped[str]
    language: Mapped[str]
    number: Mapped[int]
    text: Mapped[str | None]
    changed_by_id: Mapped[uuid.UUID | None]


class Suppression(TenantScoped, Base):
    """An address that asked one organization not to write about a topic."""

    __tablename__ = "suppressions"
    __table_args__ = (UniqueConstraint("org_id", "address_norm", "topic"),)

    address_norm: Mapped[str]
    topic: Mapped[str]
