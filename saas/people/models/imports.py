"""Files of people on their way in, row by row, and what their headers meant the last time."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from saas import clock
from saas.db import Base, TenantScoped, choice, same_org, to_one
from saas.programs.models import Cohort, Side

LEFT_OUT = "You left it out."
"""Why a row is skipped that was left out by hand: it stays so until it is taken back in."""


class Stage(enum.StrEnum):
    """How far an import is."""

    COLUMNS = "columns"
    EXAMINING = "examining"
    PREVIEW = "preview"
    IMPORTING = "importing"
    ENDED = "ended"
    UNDOING = "undoing"
    UNDONE = "undone"


class RowState(enum.StrEnum):
    """What is known of a row; from `added` on, what became of it."""

    STAGED = "staged"
    BAD = "bad"
    ADDS = "adds"
    UPDATES = "updates"
    SKIPS = "skips"
    ADDED = "added"
    UPDATED = "updated"
    SKIPPED = "skipped"
    UNDONE = "undone"
    KEPT = "kept"


class Import(TenantScoped, Base):
    """A file of people on its way in. Nothing of it is saved elsewhere until confirmed.

    Attributes:
        header: The names of its columns, in order.
        total: Rows under the header.
        mapping: Where each canonical column comes from, as saas.intake.mapping reads it.
        updates: Whether people who take part already get the answers of the file.
        skip_bad: Whether rows with a finding are left out; without, one finding stops all.
        progress: Percent of the step under way: looking through, taking in, undoing.
        result: Counts once finished, or "stopped" with the sentence that says why.
        mapped_at: Since when its columns are known and its rows looked through.
        examined_at: When every row had been.
        confirmed_at: Since when its people are being taken in.
        cancelled_at: When somebody stopped that; who was in stays in.
        finished_at: When they were in, or why they are not stands in the result.
        undo_asked_at, undone_at: Likewise of taking them out again.
    """

    __tablename__ = "imports"
    __table_args__ = (
        same_org("cohorts", "cohort_id", ondelete="CASCADE"),
        Index("ix_imports_cohort", "org_id", "cohort_id", "created_at"),
    )

    cohort_id: Mapped[uuid.UUID]
    side: Mapped[Side] = mapped_column(choice(Side))
    filename: Mapped[str]
    header: Mapped[list[str]]
    total: Mapped[int] = mapped_column(default=0)
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updates: Mapped[bool] = mapped_column(default=False)
    skip_bad: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    imported_by_id: Mapped[uuid.UUID | None]
    mapped_at: Mapped[dt.datetime | None]
    examined_at: Mapped[dt.datetime | None]
    confirmed_at: Mapped[dt.datetime | None]
    cancelled_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    undo_asked_at: Mapped[dt.datetime | None]
    undone_at: Mapped[dt.datetime | None]

    cohort: Mapped[Cohort] = to_one("Import", "Cohort", "cohort_id")

    @property
    def stage(self) -> Stage:
        """How far it is."""
        reached = (
            (self.undone_at, Stage.UNDONE),
            (self.undo_asked_at, Stage.UNDOING),
            (self.finished_at, Stage.ENDED),
            (self.confirmed_at, Stage.IMPORTING),
            (self.examined_at, Stage.PREVIEW),
            (self.mapped_at, Stage.EXAMINING),
        )
        return next((stage for at, stage in reached if at), Stage.COLUMNS)


class ImportRow(TenantScoped, Base):
    """One row of an import: as it stood in the file, as it was put right, and its fate.

    Attributes:
        line: In the file.
        cells: One text for each column of the header.
        original: The cells before somebody put them right; None when nobody did.
        findings: What is wrong: "column" (ours, or None) and "sentence".
        email_norm, file_id: What no other row of the file may have, too.
        answers, capacity, time_zone: What would be saved; no capacity where none is said, until
            it is saved: then the place's.
        why: Why it is, or was, skipped or kept, in one sentence.
        member_id, place_id: The member and participant that it made or changed.
        made_member: Whether the member was new.
        gave_time_zone: Whether the member was there before and got its time zone from it.
        before: The place as it was: "capacity", "answers", "withdrawn_at"; None for a new one.
    """

    __tablename__ = "import_rows"
    __table_args__ = (
        same_org("imports", "import_id", ondelete="CASCADE"),
        UniqueConstraint("org_id", "import_id", "line"),
        Index("ix_import_rows_state", "org_id", "import_id", "state", "line"),
        Index("ix_import_rows_email", "org_id", "import_id", "email_norm"),
        Index("ix_import_rows_file_id", "org_id", "import_id", "file_id"),
    )

    import_id: Mapped[uuid.UUID]
    line: Mapped[int]
    cells: Mapped[list[str]]
    original: Mapped[list[str] | None]
    state: Mapped[RowState] = mapped_column(choice(RowState), default=RowState.STAGED)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    email_norm: Mapped[str] = mapped_column(default="")
    file_id: Mapped[str | None]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    capacity: Mapped[int | None]
    time_zone: Mapped[str | None]
    why: Mapped[str] = mapped_column(default="")
    member_id: Mapped[uuid.UUID | None]
    place_id: Mapped[uuid.UUID | None]
    made_member: Mapped[bool] = mapped_column(default=False)
    gave_time_zone: Mapped[bool] = mapped_column(default=False)
    before: Mapped[dict[str, Any] | None]


class RememberedMapping(TenantScoped, Base):
    """What the columns of files with one set of headers meant the last time.

    Attributes:
        headers: A digest of the set, whatever its order and case.
    """

    __tablename__ = "remembered_mappings"
    __table_args__ = (UniqueConstraint("org_id", "side", "headers"),)

    side: Mapped[Side] = mapped_column(choice(Side))
    headers: Mapped[str]
    mapping: Mapped[dict[str, Any]]
    used_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
