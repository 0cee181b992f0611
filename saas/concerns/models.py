"""Concerns, what is said to them, and who reads them.

The database shows rows of the first two only to whoever raised the concern and to its readers
(docs/adr/0011-concerns.md): `saas.concerns.queries.enter` says who is looking.
"""

import datetime as dt
import enum
import uuid

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from saas.db import Base, TenantScoped, choice, same_org, to_one
from saas.orgs.models import Member
from saas.programs.models import Program


class ConcernReader(TenantScoped, Base):
    """That a member reads the concerns of one program, or of all where it names none."""

    __tablename__ = "concern_readers"
    __table_args__ = (
        same_org("members", "member_id"),
        same_org("programs", "program_id"),
        same_org("members", "named_by_id"),
        Index(
            "uq_concern_readers_program",
            "org_id",
            "member_id",
            "program_id",
            unique=True,
            postgresql_where=text("program_id IS NOT NULL"),
        ),
        Index(
            "uq_concern_readers_organization",
            "org_id",
            "member_id",
            unique=True,
            postgresql_where=text("program_id IS NULL"),
        ),
    )

    member_id: Mapped[uuid.UUID]
    program_id: Mapped[uuid.UUID | None]
    named_by_id: Mapped[uuid.UUID | None]

    member: Mapped[Member] = to_one("ConcernReader", "Member", "member_id")
    program: Mapped[Program | None] = to_one("ConcernReader", "Program", "program_id")


class Concern(TenantScoped, Base):
    """What one of the two raised.

    Attributes:
        program_id: Of the partnership; with the next two, what the wall goes by.
        raised_by_id: The member who raised it.
        about_id: Their partner, who never reads it, whatever else they may read.
        closed_at: None while somebody has to do something about it.
    """

    __tablename__ = "concerns"
    __table_args__ = (
        same_org("partnerships", "partnership_id", ondelete="CASCADE"),
        same_org("programs", "program_id"),
        same_org("members", "raised_by_id"),
        same_org("members", "about_id"),
        Index("ix_concerns_program", "org_id", "program_id", "closed_at"),
        Index("ix_concerns_partnership", "org_id", "partnership_id"),
    )

    partnership_id: Mapped[uuid.UUID]
    program_id: Mapped[uuid.UUID]
    raised_by_id: Mapped[uuid.UUID]
    about_id: Mapped[uuid.UUID]
    words: Mapped[str]
    closed_at: Mapped[dt.datetime | None]

    raised_by: Mapped[Member] = to_one("Concern", "Member", "raised_by_id")
    about: Mapped[Member] = to_one("Concern", "Member", "about_id", viewonly=True)
    program: Mapped[Program] = to_one("Concern", "Program", "program_id")


class EntryKind(enum.StrEnum):
    """What a line of the case log is; a note is for the readers alone."""

    ADDED = "added"
    ANSWER = "answer"
    NOTE = "note"
    CLOSED = "closed"
    REOPENED = "reopened"


class ConcernEntry(TenantScoped, Base):
    """A line of a concern's case log; nobody changes or removes one."""

    __tablename__ = "concern_entries"
    __table_args__ = (
        same_org("concerns", "concern_id", ondelete="CASCADE"),
        same_org("programs", "program_id"),
        same_org("members", "raised_by_id"),
        same_org("members", "about_id"),
        same_org("members", "by_id"),
        Index("ix_concern_entries_concern", "org_id", "concern_id"),
    )

    concern_id: Mapped[uuid.UUID]
    program_id: Mapped[uuid.UUID]
    raised_by_id: Mapped[uuid.UUID]
    about_id: Mapped[uuid.UUID]
    by_id: Mapped[uuid.UUID]
    kind: Mapped[EntryKind] = mapped_column(choice(EntryKind))
    words: Mapped[str]
