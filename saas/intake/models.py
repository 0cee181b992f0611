"""Intake questions and applications."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from saas.db import Base, TenantScoped, choice, same_org, to_one
from saas.orgs.models import Member
from saas.programs.models import Audience, Cohort, Listed, Side


class QuestionKind(enum.StrEnum):
    """How a question is asked and what an answer to it looks like."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    ONE = "one"
    MANY = "many"
    AVAILABILITY = "availability"
    TIME_ZONE = "time_zone"
    PEOPLE = "people"


class Section(enum.StrEnum):
    """The parts of the form, in the order they are shown."""

    WORK = "work"
    SUPPORT = "support"
    MEETING = "meeting"
    PEOPLE = "people"
    MORE = "more"


class Question(Listed, Base):
    """One question of the intake form.

    Attributes:
        feeds: The canonical answer that matching reads from it (saas.intake.answers); None
            for what only people read.
        options: What can be chosen, in order; empty for free answers.
    """

    __tablename__ = "questions"

    label: Mapped[str]
    help: Mapped[str]
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    section: Mapped[Section] = mapped_column(choice(Section), default=Section.MORE)
    options: Mapped[list[str]] = mapped_column(default=list)
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    required: Mapped[bool] = mapped_column(default=False)
    feeds: Mapped[str | None]


class ApplicationState(enum.StrEnum):
    """Where an application is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Application(TenantScoped, Base):
    """One member's wish to take part in one cohort on one side.

    Attributes:
        answers: By question id, as the person typed them (saas.intake.asking).
        asked: The questions as they stood when it was submitted; empty before.
        reason: What the admin wrote when deciding; shown to the applicant.
    """

    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("org_id", "cohort_id", "member_id", "side"),
        Index("ix_applications_state", "org_id", "cohort_id", "state", "submitted_at"),
        same_org("cohorts", "cohort_id", ondelete="CASCADE"),
        same_org("members", "member_id"),
    )

    cohort_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID]
    side: Mapped[Side] = mapped_column(choice(Side))
    state: Mapped[ApplicationState] = mapped_column(
        choice(ApplicationState), default=ApplicationState.DRAFT
    )
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    saved_at: Mapped[dt.datetime | None]
    submitted_at: Mapped[dt.datetime | None]
    decided_at: Mapped[dt.datetime | None]
    decided_by_id: Mapped[uuid.UUID | None]
    reason: Mapped[str | None]

    cohort: Mapped[Cohort] = to_one("Application", "Cohort", "cohort_id")
    member: Mapped[Member] = to_one("Application", "Member", "member_id")
