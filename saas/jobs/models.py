"""The outbox and the schedules: what is to be done, and when."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from saas import clock
from saas.db import Base, TenantScoped, choice


class OutboxState(enum.StrEnum):
    """Where a piece of work is. `due` and `claimed` are open; the others are final."""

    DUE = "due"
    CLAIMED = "claimed"
    DONE = "done"
    DEAD = "dead"


class OutboxEntry(TenantScoped, Base):
    """One piece of work for the worker.

    Attributes:
        kind: The name the job is registered under, e.g. "matching.execute_run".
        payload: Keyword arguments of the job: ids and plain values.
        key: What makes asking twice the same as asking once; None when it never is.
        due_at: When to wake the worker; of a claimed entry, when its lease ends.
        token: Whoever holds this may finish the entry; None while it is due.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("org_id", "key"),
        Index(
            "ix_outbox_open",
            "org_id",
            "due_at",
            postgresql_where=text("state IN ('due', 'claimed')"),
        ),
    )

    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    key: Mapped[str | None]
    due_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    state: Mapped[OutboxState] = mapped_column(choice(OutboxState), default=OutboxState.DUE)
    token: Mapped[uuid.UUID | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    finished_at: Mapped[dt.datetime | None]


class Schedule(TenantScoped, Base):
    """A kind of work that comes round again in one organization.

    Attributes:
        cron: Five fields, read in `time_zone`.
        due_at: When it comes round next.
    """

    __tablename__ = "schedules"
    __table_args__ = (
        UniqueConstraint("org_id", "kind"),
        Index("ix_schedules_due", "org_id", "due_at"),
    )

    kind: Mapped[str]
    cron: Mapped[str]
    time_zone: Mapped[str]
    due_at: Mapped[dt.datetime]
