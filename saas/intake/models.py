"""The question library, forms in versions, and applications."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from saas import clock
from saas.db import Base, TenantScoped, choice, same_org, to_one
from saas.intake.kinds import QuestionKind
from saas.orgs.models import Member
from saas.programs.models import Audience, Cohort, Listed, Side


class Question(Listed, Base):
    """One question of the library, from which forms are put together.

    Attributes:
        feeds: The canonical answer that matching reads from it (saas.intake.answers); None
            for what only people read.
        options: What can be chosen, in order; empty for free answers.
        limits: Bounds of a number, ends of a scale, as `saas.intake.library` reads them.
    """

    __tablename__ = "questions"

    label: Mapped[str]
    help: Mapped[str]
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    options: Mapped[list[str]] = mapped_column(default=list)
    limits: Mapped[dict[str, Any]] = mapped_column(default=dict)
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    feeds: Mapped[str | None]


class Form(TenantScoped, Base):
    """An intake form: a draft that is worked on, and the versions that were published of it.

    Attributes:
        builtin_key: "standard" for the one that programs use unless they choose another.
        layout: The draft, as `saas.intake.layout` writes it.
        before: The layout before the last change, for undoing it; empty: nothing to undo.
    """

    __tablename__ = "forms"
    __table_args__ = (
        UniqueConstraint("org_id", "name"),
        UniqueConstraint("org_id", "builtin_key"),
    )

    name: Mapped[str]
    builtin_key: Mapped[str | None]
    layout: Mapped[dict[str, Any]]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    retired_at: Mapped[dt.datetime | None]


class FormVersion(TenantScoped, Base):
    """What a form asks, as it was published: never changed afterwards (docs/adr/0010).

    Attributes:
        number: From 1 in each form.
        schema: A JSON Schema 2020-12 document, as `saas.intake.schema` writes it.
    """

    __tablename__ = "form_versions"
    __table_args__ = (
        UniqueConstraint("org_id", "form_id", "number"),
        same_org("forms", "form_id", ondelete="CASCADE"),
        same_org("members", "published_by_id"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    form_id: Mapped[uuid.UUID]
    number: Mapped[int]
    published_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    published_by_id: Mapped[uuid.UUID | None]
    note: Mapped[str] = mapped_column(default="")
    schema: Mapped[dict[str, Any]]


class ProgramForm(TenantScoped, Base):
    """That a program asks another form than the standard one."""

    __tablename__ = "program_forms"
    __table_args__ = (
        UniqueConstraint("org_id", "program_id"),
        same_org("programs", "program_id", ondelete="CASCADE"),
        same_org("forms", "form_id"),
        Index("ix_program_forms_form", "org_id", "form_id"),
    )

    program_id: Mapped[uuid.UUID]
    form_id: Mapped[uuid.UUID]


class ApplicationState(enum.StrEnum):
    """Where an application is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


#: Whoever applied can change their answers themselves.
OPEN = (ApplicationState.DRAFT, ApplicationState.SUBMITTED)


class Application(TenantScoped, Base):
    """One member's wish to take part in one cohort on one side.

    Attributes:
        answers: By question id: as typed while it is a draft (saas.intake.reading), and as the
            schema of the version describes them once it was sent.
        form_version_id: The version of the form that it answers; None before anything was sent.
        copied_from_id: The earlier application whose answers it began with.
        reason: What the admin wrote when deciding; shown to the applicant.
        admitted: What an approval did, to take it back: the place "before" it (None: it made the
            place) and "after" it, as `saas.programs.services.participants.place_as_json` describes
            places, and the "time_zone" that it gave the member, if any. None for approvals from
            before this was noted.
    """

    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("org_id", "cohort_id", "member_id", "side"),
        Index("ix_applications_state", "org_id", "cohort_id", "state", "submitted_at"),
        same_org("cohorts", "cohort_id", ondelete="CASCADE"),
        same_org("members", "member_id"),
        same_org("form_versions", "form_version_id"),
    )

    cohort_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID]
    side: Mapped[Side] = mapped_column(choice(Side))
    form_version_id: Mapped[uuid.UUID | None]
    copied_from_id: Mapped[uuid.UUID | None]
    state: Mapped[ApplicationState] = mapped_column(
        choice(ApplicationState), default=ApplicationState.DRAFT
    )
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    saved_at: Mapped[dt.datetime | None]
    submitted_at: Mapped[dt.datetime | None]
    decided_at: Mapped[dt.datetime | None]
    decided_by_id: Mapped[uuid.UUID | None]
    reason: Mapped[str | None]
    admitted: Mapped[dict[str, Any] | None]

    cohort: Mapped[Cohort] = to_one("Application", "Cohort", "cohort_id")
    member: Mapped[Member] = to_one("Application", "Member", "member_id")
    form_version: Mapped[FormVersion | None] = to_one(
        "Application", "FormVersion", "form_version_id"
    )


class Consent(TenantScoped, Base):
    """That somebody agreed to a text, as an application asked for it. Kept for good.

    Attributes:
        question_id: The question that asks for consent.
        form_version_id: The version of the form in which the text stands as it was read.
        number: Of the text, from 1 for each question.
        withdrawn_at: Since when they agree no more.
    """

    __tablename__ = "consents"
    __table_args__ = (
        UniqueConstraint("org_id", "application_id", "question_id", "number"),
        same_org("applications", "application_id", ondelete="CASCADE"),
        same_org("members", "member_id"),
        same_org("questions", "question_id"),
        same_org("form_versions", "form_version_id"),
        Index("ix_consents_question", "org_id", "question_id", "agreed_at"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    application_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID]
    question_id: Mapped[uuid.UUID]
    form_version_id: Mapped[uuid.UUID]
    number: Mapped[int]
    agreed_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[dt.datetime | None]

    member: Mapped[Member] = to_one("Consent", "Member", "member_id")
