"""Programs, cohorts, participants, and the catalogues that programs are made from."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from saas.db import Base, TenantScoped, choice, same_org, to_one
from saas.orgs.models import Member


class Side(enum.StrEnum):
    """The two sides of a partnership."""

    MENTEE = "mentee"
    MENTOR = "mentor"

    @property
    def other(self) -> "Side":
        """The side across."""
        return Side.MENTOR if self is Side.MENTEE else Side.MENTEE


class Audience(enum.StrEnum):
    """Whom a guideline or a question is for."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    BOTH = "both"

    def includes(self, side: Side) -> bool:
        """Whether it is for this side."""
        return self is Audience.BOTH or self.value == side.value


class Signal(enum.StrEnum):
    """What health is read from: the keys of saas.health.engine, which lies above."""

    FELT_QUALITY_MENTEE = "felt_quality_mentee"
    FELT_QUALITY_MENTOR = "felt_quality_mentor"
    RHYTHM = "rhythm"
    GOAL_PROGRESS = "goal_progress"
    FOLLOW_THROUGH = "follow_through"
    COURTESY = "courtesy"
    RECIPROCITY = "reciprocity"
    FOUNDATION = "foundation"


class Listed(TenantScoped):
    """Mixin of what an admin keeps in an order and can retire.

    Attributes:
        builtin_key: The key in the built-in template; None for the organization's own.
        position: Place in the list, from 0; ties by created_at.
        retired_at: Since when it is no longer offered; what was agreed before stays.
    """

    __tablename__: str

    builtin_key: Mapped[str | None]
    position: Mapped[int]
    retired_at: Mapped[dt.datetime | None]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        """Built-in rows are furnished once."""
        return (UniqueConstraint("org_id", "builtin_key"),)


class Guideline(Listed, Base):
    """How people here behave in a partnership, and the signal that shows it.

    Attributes:
        behavior: What the guideline asks for, as something that can be seen.
        signal: The health signal it feeds, or None.
    """

    __tablename__ = "guidelines"

    title: Mapped[str]
    explanation: Mapped[str]
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    behavior: Mapped[str]
    signal: Mapped[Signal | None] = mapped_column(choice(Signal))


class Goal(Listed, Base):
    """A goal that partnerships can choose from the catalogue."""

    __tablename__ = "goals"

    title: Mapped[str]
    explanation: Mapped[str]


class Clause(Listed, Base):
    """A paragraph of the agreement that both sign."""

    __tablename__ = "clauses"

    title: Mapped[str]
    body: Mapped[str]


class CatalogueReview(TenantScoped, Base):
    """That an admin looked through a catalogue and made it the organization's own.

    Attributes:
        catalogue: The table of the catalogue, e.g. "guidelines".
    """

    __tablename__ = "catalogue_reviews"
    __table_args__ = (UniqueConstraint("org_id", "catalogue"),)

    catalogue: Mapped[str]
    reviewed_by_id: Mapped[uuid.UUID | None]


class NextInLine(enum.StrEnum):
    """What happens when a proposal is declined: the next is drafted, or sent at once."""

    CONFIRM = "confirm"
    AT_ONCE = "at_once"


class MatchedBy(enum.StrEnum):
    """Who finds partners in a program: its admins, the mentees who ask, or both."""

    ADMIN = "admin"
    REQUEST = "request"
    BLENDED = "blended"


class Program(TenantScoped, Base):
    """A mentoring program: its terms, its rules, its cohorts.

    Attributes:
        every_days: Days between meetings that partnerships are offered to agree on.
        weeks: How long a partnership lasts.
        mentor_capacity: Mentees a mentor takes unless they say otherwise.
        answer_days: Days to answer a proposal before it expires.
        rules: Matching rules, weights and objective (saas.matching.engine).
        open_requests: Mentors a mentee may be asking at the same time.
        request_days: Days to answer a request before it expires.
        message_required: Whether a request needs a few words of the mentee.
    """

    __tablename__ = "programs"
    __table_args__ = (
        UniqueConstraint("org_id", "name"),
        CheckConstraint("every_days BETWEEN 1 AND 365", name="every_days"),
        CheckConstraint("weeks BETWEEN 1 AND 520", name="weeks"),
        CheckConstraint("mentor_capacity BETWEEN 0 AND 50", name="mentor_capacity"),
        CheckConstraint("answer_days BETWEEN 1 AND 60", name="answer_days"),
        CheckConstraint("open_requests BETWEEN 1 AND 20", name="open_requests"),
        CheckConstraint("request_days BETWEEN 1 AND 60", name="request_days"),
    )

    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    every_days: Mapped[int] = mapped_column(default=14)
    weeks: Mapped[int] = mapped_column(default=26)
    mentor_capacity: Mapped[int] = mapped_column(default=1)
    answer_days: Mapped[int] = mapped_column(default=7)
    next_in_line: Mapped[NextInLine] = mapped_column(choice(NextInLine), default=NextInLine.CONFIRM)
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    archived_at: Mapped[dt.datetime | None]
    is_sample: Mapped[bool] = mapped_column(default=False)
    matched_by: Mapped[MatchedBy] = mapped_column(choice(MatchedBy), default=MatchedBy.ADMIN)
    open_requests: Mapped[int] = mapped_column(default=3)
    request_days: Mapped[int] = mapped_column(default=7)
    message_required: Mapped[bool] = mapped_column(default=True)

    @property
    def takes_requests(self) -> bool:
        """Whether mentees may ask mentors."""
        return self.matched_by is not MatchedBy.ADMIN and self.archived_at is None


class ProgramAdmin(TenantScoped, Base):
    """That a member with the role program admin runs this program."""

    __tablename__ = "program_admins"
    __table_args__ = (
        UniqueConstraint("org_id", "program_id", "member_id"),
        same_org("programs", "program_id", ondelete="CASCADE"),
        same_org("members", "member_id", ondelete="CASCADE"),
    )

    program_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID]


class Cohort(TenantScoped, Base):
    """One intake of a program: the people who are matched with each other.

    Attributes:
        intake_open: Whether people can apply now.
        apply_token: The secret part of the public intake link; None when there is no link.
        open_to: Which sides may apply.
    """

    __tablename__ = "cohorts"
    __table_args__ = (
        UniqueConstraint("org_id", "program_id", "name"),
        UniqueConstraint("org_id", "apply_token"),
        same_org("programs", "program_id", ondelete="CASCADE"),
        CheckConstraint("ends_on > starts_on", name="ends_after_start"),
    )

    program_id: Mapped[uuid.UUID]
    name: Mapped[str]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    intake_open: Mapped[bool] = mapped_column(default=False)
    apply_token: Mapped[str | None]
    open_to: Mapped[Audience] = mapped_column(choice(Audience), default=Audience.BOTH)

    program: Mapped[Program] = to_one("Cohort", "Program", "program_id")

    @property
    def takes_applications(self) -> bool:
        """Whether people can apply now; an archived program takes nobody. Reads the program."""
        return self.intake_open and self.program.archived_at is None


class Participant(TenantScoped, Base):
    """A member's place in one cohort, as mentor or as mentee.

    Attributes:
        capacity: Partnerships this person will have at once.
        answers: Canonical answers that matching uses (saas.intake.answers), as JSON.
        waited: Earlier runs that left this person without a partner.
        withdrawn_at: Since when they no longer take part.
        requests_paused_at: Since when a mentor does not want to be asked; None when they may be.
    """

    __tablename__ = "participants"
    __table_args__ = (
        UniqueConstraint("org_id", "cohort_id", "member_id", "side"),
        same_org("cohorts", "cohort_id", ondelete="CASCADE"),
        same_org("members", "member_id"),
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        Index("ix_participants_member", "org_id", "member_id"),
    )

    cohort_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID]
    side: Mapped[Side] = mapped_column(choice(Side))
    capacity: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    waited: Mapped[int] = mapped_column(default=0)
    withdrawn_at: Mapped[dt.datetime | None]
    requests_paused_at: Mapped[dt.datetime | None]

    cohort: Mapped[Cohort] = to_one("Participant", "Cohort", "cohort_id")
    member: Mapped[Member] = to_one("Participant", "Member", "member_id")
