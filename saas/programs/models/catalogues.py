"""What organizations keep in lists, and what programs inherit of it."""

import datetime as dt
import enum
import uuid
from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from saas.db import Base, TenantScoped, choice, same_org
from saas.programs.models.sides import Audience


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


class Moment(enum.StrEnum):
    """When the product prompts people in the words of a guideline."""

    AGREEMENT = "agreement"
    MEETING = "meeting"
    ADVICE = "advice"
    EVIDENCE = "evidence"
    THANKS = "thanks"
    CHECK_IN = "check_in"
    JOB_ASK = "job_ask"


class ProgressRule(enum.StrEnum):
    """How the progress of a goal is judged."""

    RATED = "rated"
    MILESTONES = "milestones"
    REACHED = "reached"


class ClauseKind(enum.StrEnum):
    """What a paragraph of the agreement is about, where the product has to know."""

    GOALS = "goals"
    MEETINGS = "meetings"
    LENGTH = "length"
    CONFIDENTIALITY = "confidentiality"
    ENDING = "ending"


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


class Decided:
    """Mixin of words that somebody decides on, gives up, and can have back.

    Attributes:
        given_up: The texts that were given up, by column, to be put back; none once there was
            another decision.
        decided: How often the texts were decided on.
    """

    given_up: Mapped[dict[str, Any]] = mapped_column(default=dict)
    decided: Mapped[int] = mapped_column(default=0)


class Inherited(Decided, Listed):
    """Mixin of what an organization says once and its programs inherit.

    An organization gives its own texts up for the built-in ones.

    Attributes:
        program_id: The program that alone says it; None: the organization, for all of them.
        said: The columns that a person writes.
        title: No two that are offered in one catalogue are alike (`saas.programs.titles`).
    """

    said: ClassVar[tuple[str, ...]]

    program_id: Mapped[uuid.UUID | None]
    title: Mapped[str]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        """Built-in rows are furnished once; what one program says goes with it."""
        return (
            UniqueConstraint("org_id", "builtin_key"),
            same_org("programs", "program_id", ondelete="CASCADE"),
        )

    @property
    def texts(self) -> dict[str, Any]:
        """What it says, by column."""
        return {name: getattr(self, name) for name in self.said}


class Guideline(Inherited, Base):
    """How people here behave in a partnership, and the signal that shows it.

    Attributes:
        behavior: What the guideline asks for, as something that can be seen.
        signal: The health signal it feeds, or None.
        moment: When the product says `prompt` on its pages and `nudge` in its mail.
    """

    __tablename__ = "guidelines"
    said = (
        "title", "explanation", "audience", "behavior", "signal", "moment", "prompt", "nudge",
    )  # fmt: skip

    explanation: Mapped[str]
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    behavior: Mapped[str]
    signal: Mapped[Signal | None] = mapped_column(choice(Signal))
    moment: Mapped[Moment | None] = mapped_column(choice(Moment))
    prompt: Mapped[str] = mapped_column(default="")
    nudge: Mapped[str] = mapped_column(default="")


class Goal(Inherited, Base):
    """A goal that partnerships can choose from the catalogue.

    Attributes:
        category: A word that goals are grouped by; may be empty.
        milestones: Steps on the way that partnerships are offered, in order.
        measure: What shows how far it has come, in words.
    """

    __tablename__ = "goals"
    said = ("title", "explanation", "category", "milestones", "progress_rule", "measure")

    explanation: Mapped[str]
    category: Mapped[str] = mapped_column(default="")
    milestones: Mapped[list[str]] = mapped_column(default=list)
    progress_rule: Mapped[ProgressRule] = mapped_column(
        choice(ProgressRule), default=ProgressRule.RATED
    )
    measure: Mapped[str] = mapped_column(default="")


class Clause(Inherited, Base):
    """A paragraph of the agreement that both sign.

    Attributes:
        kind: What it is about; None: something else.
    """

    __tablename__ = "clauses"
    said = ("title", "body", "kind")

    body: Mapped[str]
    kind: Mapped[ClauseKind | None] = mapped_column(choice(ClauseKind))


class CatalogueReview(TenantScoped, Base):
    """That an admin looked through a catalogue and made it the organization's own.

    Attributes:
        catalogue: The table of the catalogue, e.g. "guidelines".
    """

    __tablename__ = "catalogue_reviews"
    __table_args__ = (UniqueConstraint("org_id", "catalogue"),)

    catalogue: Mapped[str]
    reviewed_by_id: Mapped[uuid.UUID | None]
