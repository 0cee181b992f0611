"""Check-ins, readings, and what staff did about them."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from saas.db import Base, TenantScoped, choice, same_org, to_one
from saas.partnerships.models import Partnership
from saas.programs.models import Side


class FitAnswer(enum.StrEnum):
    """Whether the two suit each other, as one of them sees it."""

    GOOD = "good"
    DECIDING = "deciding"
    NOT_GOOD = "not_good"


class CheckIn(TenantScoped, Base):
    """A short question to one of the two, and the answer: never shown to the other.

    Attributes:
        asked_on: One check-in a side and day.
        met: Whether the two have met, as this side says.
        felt_quality: 1 (poor) to 5 (very good); None until answered.
        note: Read by the program's admins only where `note_shared`.
    """

    __tablename__ = "check_ins"
    __table_args__ = (
        same_org("partnerships", "partnership_id", ondelete="CASCADE"),
        UniqueConstraint("org_id", "partnership_id", "side", "asked_on"),
        CheckConstraint("felt_quality BETWEEN 1 AND 5", name="felt_quality"),
    )

    partnership_id: Mapped[uuid.UUID]
    side: Mapped[Side] = mapped_column(choice(Side))
    asked_on: Mapped[dt.date]
    answered_on: Mapped[dt.date | None]
    met: Mapped[bool | None]
    felt_quality: Mapped[int | None]
    fit: Mapped[FitAnswer | None] = mapped_column(choice(FitAnswer))
    note: Mapped[str] = mapped_column(default="")
    note_shared: Mapped[bool] = mapped_column(default=False)

    partnership: Mapped[Partnership] = to_one("CheckIn", "Partnership", "partnership_id")


class Reading(TenantScoped, Base):
    """How a partnership stood on one day, and by which version of the engine.

    Attributes:
        version: How it was computed: engine and policy, e.g. "2.1"; old readings keep theirs.
        body: The whole reading: signals, flags, next steps (saas.health.engine).
        urgency: Order of the dashboard, most pressing first: higher needs help sooner.
    """

    __tablename__ = "readings"
    __table_args__ = (
        same_org("partnerships", "partnership_id", ondelete="CASCADE"),
        UniqueConstraint("org_id", "partnership_id", "read_on"),
        Index("ix_readings_day", "org_id", "read_on", "urgency"),
    )

    partnership_id: Mapped[uuid.UUID]
    read_on: Mapped[dt.date]
    version: Mapped[str]
    score: Mapped[int | None]
    confidence: Mapped[float]
    band: Mapped[str]
    trend: Mapped[int | None]
    urgency: Mapped[int]
    body: Mapped[dict[str, Any]]

    partnership: Mapped[Partnership] = to_one("Reading", "Partnership", "partnership_id")


class StaffContact(TenantScoped, Base):
    """That an admin got in touch about a partnership, and what came of it."""

    __tablename__ = "staff_contacts"
    __table_args__ = (
        same_org("partnerships", "partnership_id", ondelete="CASCADE"),
        Index("ix_staff_contacts_partnership", "org_id", "partnership_id", "contacted_on"),
    )

    partnership_id: Mapped[uuid.UUID]
    contacted_on: Mapped[dt.date]
    by_id: Mapped[uuid.UUID | None]
    outcome: Mapped[str]
    flag: Mapped[str | None]
