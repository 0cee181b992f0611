"""Partnerships and what happens in them."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from saas.db import Base, TenantScoped, choice, same_org, to_one
from saas.programs.models import Cohort, Participant, ProgressRule, Side


class EndReason(enum.StrEnum):
    """Why a partnership ended; none of them is anybody's fault.

    MET is never given by anybody: one meeting was all there was to be (flash).
    """

    GOALS_REACHED = "goals_reached"
    PROGRAM_OVER = "program_over"
    NO_TIME = "no_time"
    THINGS_CHANGED = "things_changed"
    NOT_A_FIT = "not_a_fit"
    OTHER = "other"
    MET = "met"


class Partnership(TenantScoped, Base):
    """A mentee and a mentor who both accepted each other.

    Attributes:
        proposal_id: The proposal it came from; None when it was brought in otherwise.
        ended_on: The last day, in the workspace's time zone; None while it lasts.
        ended_at: When somebody ended it; None while it lasts.
        ended_by: Which of the two ended it; None where somebody else did, or it did by itself.
    """

    __tablename__ = "partnerships"
    __table_args__ = (
        same_org("cohorts", "cohort_id"),
        same_org("participants", "mentor_id"),
        same_org("participants", "mentee_id"),
        UniqueConstraint("org_id", "proposal_id"),
        Index(
            "uq_partnerships_open",
            "org_id",
            "mentee_id",
            "mentor_id",
            unique=True,
            postgresql_where=text("ended_on IS NULL"),
        ),
        Index("ix_partnerships_cohort", "org_id", "cohort_id"),
        Index("ix_partnerships_mentor", "org_id", "mentor_id"),
        Index("ix_partnerships_mentee", "org_id", "mentee_id"),
    )

    cohort_id: Mapped[uuid.UUID]
    mentee_id: Mapped[uuid.UUID]
    mentor_id: Mapped[uuid.UUID]
    proposal_id: Mapped[uuid.UUID | None]
    started_on: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]
    ended_at: Mapped[dt.datetime | None]
    ended_by: Mapped[Side | None] = mapped_column(choice(Side))
    end_reason: Mapped[EndReason | None] = mapped_column(choice(EndReason))

    cohort: Mapped[Cohort] = to_one("Partnership", "Cohort", "cohort_id")
    mentor: Mapped[Participant] = to_one("Partnership", "Participant", "mentor_id")
    mentee: Mapped[Participant] = to_one("Partnership", "Participant", "mentee_id")

    @property
    def is_single(self) -> bool:
        """Whether it is for one meeting only. Reads the cohort and the program."""
        return self.cohort.program.is_single

    @property
    def is_of_peers(self) -> bool:
        """Whether the two are of one pool. Reads the cohort and the program."""
        return self.cohort.program.is_pool

    @property
    def is_held_back(self) -> bool:
        """Whether meetings wait until an agreement is signed. Reads the cohort and the program."""
        return self.cohort.program.waits_for_signatures and not self.is_single


class Agreement(TenantScoped, Base):
    """What the two agreed on; a change after a signature makes the next version.

    Attributes:
        version: From 1; each is signed by both.
        revision: Rises with every change, from version to version, so that nobody signs or
            overwrites words they have not seen.
        goals: The titles of the goals, as agreed; `PartnershipGoal` has their progress.
        clauses, guidelines: The program's texts as they stood: title and body, or
            title, behavior and audience.
        program_version_id: The version of the program that they are from; None only for
            what was written before there were versions.
        ends_on: Until when they agreed to be partners; None where nobody has said.
        reviewed_on: The day they looked at the version before it again and kept or changed it;
            None where no review led to it.
        mentee_signed_as, mentor_signed_as: Their names as they signed.
    """

    __tablename__ = "agreements"
    __table_args__ = (
        same_org("partnerships", "partnership_id", ondelete="CASCADE"),
        same_org("program_versions", "program_version_id"),
        UniqueConstraint("org_id", "partnership_id", "version"),
        CheckConstraint("every_days BETWEEN 1 AND 365", name="every_days"),
    )

    partnership_id: Mapped[uuid.UUID]
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    every_days: Mapped[int]
    means: Mapped[list[str]]
    goals: Mapped[list[str]]
    clauses: Mapped[list[dict[str, Any]]]
    guidelines: Mapped[list[dict[str, Any]]]
    program_version_id: Mapped[uuid.UUID | None]
    ends_on: Mapped[dt.date | None]
    review_on: Mapped[dt.date]
    reviewed_on: Mapped[dt.date | None]
    mentee_signed_at: Mapped[dt.datetime | None]
    mentee_signed_as: Mapped[str | None]
    mentor_signed_at: Mapped[dt.datetime | None]
    mentor_signed_as: Mapped[str | None]

    def signed_at(self, side: Side) -> dt.datetime | None:
        """Return when a side signed, or None."""
        return self.mentee_signed_at if side is Side.MENTEE else self.mentor_signed_at

    def signed_as(self, side: Side) -> str | None:
        """Return the name that a side signed with, or None."""
        return self.mentee_signed_as if side is Side.MENTEE else self.mentor_signed_as

    @property
    def is_draft(self) -> bool:
        """Whether nobody has signed."""
        return not any(self.signed_at(side) for side in Side)

    @property
    def is_signed(self) -> bool:
        """Whether both have signed."""
        return all(self.signed_at(side) for side in Side)

    def is_due(self, on: dt.date) -> bool:
        """Whether the day has come to look at it again; first it has to be signed."""
        return self.is_signed and self.review_on <= on


class SignedAgreement(TenantScoped, Base):
    """What both signed, word for word: written once, and never changed (docs/agreements.md).

    Attributes:
        document: The record as JSON text (saas.partnerships.record); the bytes of `digest`.
        digest: Its sha256, in hexadecimal.
    """

    __tablename__ = "signed_agreements"
    __table_args__ = (
        same_org("agreements", "agreement_id", ondelete="CASCADE"),
        UniqueConstraint("org_id", "agreement_id"),
    )

    agreement_id: Mapped[uuid.UUID]
    document: Mapped[str]
    digest: Mapped[str]


class Acceptance(TenantScoped, Base):
    """Where one of the two stands with a version of their program.

    Attributes:
        accepted_at: None while it is only put off.
        put_off_until: The day on which they are asked again.
    """

    __tablename__ = "acceptances"
    __table_args__ = (
        UniqueConstraint("org_id", "partnership_id", "program_version_id", "side"),
        same_org("partnerships", "partnership_id", ondelete="CASCADE"),
        same_org("program_versions", "program_version_id"),
    )

    partnership_id: Mapped[uuid.UUID]
    program_version_id: Mapped[uuid.UUID]
    side: Mapped[Side] = mapped_column(choice(Side))
    accepted_at: Mapped[dt.datetime | None]
    put_off_until: Mapped[dt.date | None]


class PartnershipGoal(TenantScoped, Base):
    """A goal the two work on.

    Attributes:
        category, progress_rule, measure: As `Goal` of the catalogue has them.
        milestones: Each a `text`, and `reached_on`: a day in ISO form, or None.
        progress: In percent, as the two rate it or as the milestones say.
        removed_at: Since when it is no longer pursued.
    """

    __tablename__ = "partnership_goals"
    __table_args__ = (
        same_org("partnerships", "partnership_id", ondelete="CASCADE"),
        same_org("goals", "goal_id"),
        Index("ix_partnership_goals_partnership", "org_id", "partnership_id"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress_is_percent"),
    )

    partnership_id: Mapped[uuid.UUID]
    goal_id: Mapped[uuid.UUID | None]
    title: Mapped[str]
    category: Mapped[str] = mapped_column(default="")
    milestones: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    progress_rule: Mapped[ProgressRule] = mapped_column(
        choice(ProgressRule), default=ProgressRule.RATED
    )
    measure: Mapped[str] = mapped_column(default="")
    set_on: Mapped[dt.date]
    progress: Mapped[int] = mapped_column(default=0)
    updated_on: Mapped[dt.date | None]
    removed_at: Mapped[dt.datetime | None]


class MeetingState(enum.StrEnum):
    """What became of a meeting."""

    HELD = "held"
    CANCELLED = "cancelled"
    CANCELLED_LATE = "cancelled_late"
    NO_SHOW_MENTEE = "no_show_mentee"
    NO_SHOW_MENTOR = "no_show_mentor"


class Meeting(TenantScoped, Base):
    """A meeting that one of the two logged.

    Attributes:
        late: Who came late, or None.
        note: Shared by the two, and seen by nobody else.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        same_org("partnerships", "partnership_id", ondelete="CASCADE"),
        Index("ix_meetings_partnership", "org_id", "partnership_id", "met_on"),
        # The two may well note the same meeting.
        Index(
            "uq_meetings_held",
            "org_id",
            "partnership_id",
            "met_on",
            unique=True,
            postgresql_where=text("state = 'held'"),
        ),
    )

    partnership_id: Mapped[uuid.UUID]
    met_on: Mapped[dt.date]
    state: Mapped[MeetingState] = mapped_column(choice(MeetingState))
    means: Mapped[str] = mapped_column(default="")
    late: Mapped[Side | None] = mapped_column(choice(Side))
    note: Mapped[str] = mapped_column(default="")
    logged_by: Mapped[Side] = mapped_column(choice(Side, "logged_by"))


class AdviceAnswer(enum.StrEnum):
    """What the mentee made of a piece of advice."""

    TAKEN = "taken"
    ADAPTED = "adapted"
    NOT_FOR_ME = "not_for_me"


class Advice(TenantScoped, Base):
    """A piece of advice, the mentee's answer to it, and the evidence that it was used."""

    __tablename__ = "advice"
    __table_args__ = (
        same_org("partnerships", "partnership_id", ondelete="CASCADE"),
        Index("ix_advice_partnership", "org_id", "partnership_id", "given_on"),
    )

    partnership_id: Mapped[uuid.UUID]
    given_on: Mapped[dt.date]
    words: Mapped[str]
    recorded_by: Mapped[Side] = mapped_column(choice(Side))
    answer: Mapped[AdviceAnswer | None] = mapped_column(choice(AdviceAnswer))
    why: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[dt.date | None]
    evidence: Mapped[str] = mapped_column(default="")
    evidence_on: Mapped[dt.date | None]


class Thanks(TenantScoped, Base):
    """A thank-you note, tied to the advice it is for where there is one."""

    __tablename__ = "thanks"
    __table_args__ = (
        same_org("partnerships", "partnership_id", ondelete="CASCADE"),
        same_org("advice", "advice_id"),
        Index("ix_thanks_partnership", "org_id", "partnership_id", "given_on"),
    )

    partnership_id: Mapped[uuid.UUID]
    given_on: Mapped[dt.date]
    by: Mapped[Side] = mapped_column(choice(Side))
    words: Mapped[str]
    advice_id: Mapped[uuid.UUID | None]
