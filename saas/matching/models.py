"""Runs of the engine, what each proposed, what people said to it, and whom they asked."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from saas.db import Base, TenantScoped, choice, same_org, to_one
from saas.programs.models import Cohort, Participant, Side


class RunState(enum.StrEnum):
    """Where a run is: queued, running, then one of the others for good."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Run(TenantScoped, Base):
    """One execution of the engine over one cohort.

    Attributes:
        rules: Rules, weights and objective as they stood.
        step: What it is doing now, in words; `percent` of all of it is done.
        total, bound: Summed fit and the most it could be, in 1/10,000.
        data_hash: sha256 of the answers it read, in hexadecimal.
        notes: What an admin should know of it, such as a pin that could not be kept.
        published_key: Of the form that published last, so that sending it twice does it once.
        revision: Rises with every decision on its board, so that two admins never
            overwrite each other.
        trial: Whether it only tries other rules: no board of its own until somebody keeps it.
        based_on_id, based_on_revision: The board it was tried against, as that stood.
        figures: What was counted when it ended (saas.matching.figures), as JSON.
    """

    __tablename__ = "runs"
    __table_args__ = (
        same_org("cohorts", "cohort_id", ondelete="CASCADE"),
        # Two admins pressing the button at once is a race no query can win.
        Index(
            "uq_runs_open",
            "org_id",
            "cohort_id",
            unique=True,
            postgresql_where=text("state IN ('queued', 'running')"),
        ),
        Index("ix_runs_cohort", "org_id", "cohort_id", "created_at"),
    )

    cohort_id: Mapped[uuid.UUID]
    state: Mapped[RunState] = mapped_column(choice(RunState), default=RunState.QUEUED)
    rules: Mapped[dict[str, Any]]
    step: Mapped[str] = mapped_column(default="Waiting for the worker")
    percent: Mapped[int] = mapped_column(default=0)
    started_by_id: Mapped[uuid.UUID | None]
    finished_at: Mapped[dt.datetime | None]
    mentees: Mapped[int] = mapped_column(default=0)
    mentors: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(BigInteger, default=0)
    bound: Mapped[int] = mapped_column(BigInteger, default=0)
    certified: Mapped[bool] = mapped_column(default=False)
    data_hash: Mapped[str | None]
    error: Mapped[str | None]
    notes: Mapped[list[str]] = mapped_column(default=list)
    published_key: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=0)
    trial: Mapped[bool] = mapped_column(default=False)
    based_on_id: Mapped[uuid.UUID | None]
    based_on_revision: Mapped[int | None]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)

    cohort: Mapped[Cohort] = to_one("Run", "Cohort", "cohort_id")


class Proof(TenantScoped, Base):
    """The prices that prove a run's result, and that say what another choice would cost.

    Attributes:
        weights: What one more of each criterion is worth, in fit.
        people: Ids of the participants, 16 bytes each: the mentees, then the mentors.
        prices: What a place of each is worth, in 1/10,000: 64-bit whole numbers, the low byte
            first, packed by zlib.
        cost_weights, cost_prices: Likewise, for telling what another choice costs where pairs that
            stood counted for more; None where none did, or no prices tell.
        read_on: The day on which the people were read; None where what follows was not kept.
        pairs, pins, standing: Places of mentee and mentor among theirs: what the run chose, had to
            keep, and would rather keep; 32-bit whole numbers, packed likewise.
        opened: Places of mentees who had asked for certain mentors and took anyone in the end.
        digests: Eight bytes for all that was read of each person, and eight for who is kept apart.
        check_asked_at, checked_at: When somebody last asked for a check, and when it was done.
        found: What it found: one sentence a line; the first says whether the proof holds.
    """

    __tablename__ = "proofs"
    __table_args__ = (
        same_org("runs", "run_id", ondelete="CASCADE"),
        UniqueConstraint("org_id", "run_id"),
    )

    run_id: Mapped[uuid.UUID]
    weights: Mapped[dict[str, Any]]
    people: Mapped[bytes]
    prices: Mapped[bytes]
    cost_weights: Mapped[dict[str, Any] | None]
    cost_prices: Mapped[bytes | None]
    read_on: Mapped[dt.date | None]
    pairs: Mapped[bytes | None]
    pins: Mapped[bytes | None]
    standing: Mapped[bytes | None]
    opened: Mapped[bytes | None]
    digests: Mapped[bytes | None]
    check_asked_at: Mapped[dt.datetime | None]
    checked_at: Mapped[dt.datetime | None]
    found: Mapped[list[str] | None]


class ProposalState(enum.StrEnum):
    """A proposal's life: decided on the board, then published, then answered by both.

    One that gave way to a swap is replaced: it is on no list, and undoing the swap revives it. One
    that was sent and that a rule came to forbid is withdrawn when somebody would accept it.
    """

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    PUBLISHED = "published"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class Answer(enum.StrEnum):
    """What one side says to a published proposal."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class Proposal(TenantScoped, Base):
    """A mentor suggested for a mentee. It becomes a partnership when both accept.

    Attributes:
        fit: In 1/10,000.
        reasons: Why these two, in words, strongest first.
        parts: Each criterion's name, value in [0, 1], weight in [0, 1] and words.
        warnings: What an admin should look at before approving, in words.
        pinned: Kept by the admin whatever a later run finds better.
        mailed_at: When both sides were written to.
        reminded_at: When those who had not answered were reminded.
        drafted_from_id: The declined proposal this one is next in line for.
        decline_reason: Why somebody declined, or which rule stopped it; only for the people who
            run the program.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        same_org("runs", "run_id", ondelete="CASCADE"),
        same_org("cohorts", "cohort_id", ondelete="CASCADE"),
        same_org("participants", "mentor_id"),
        same_org("participants", "mentee_id"),
        UniqueConstraint("org_id", "run_id", "mentee_id", "mentor_id"),
        Index("ix_proposals_cohort", "org_id", "cohort_id", "state"),
        Index("ix_proposals_mentor", "org_id", "mentor_id"),
        Index("ix_proposals_mentee", "org_id", "mentee_id"),
        CheckConstraint("fit BETWEEN 0 AND 10000", name="fit_is_a_fit"),
    )

    run_id: Mapped[uuid.UUID]
    cohort_id: Mapped[uuid.UUID]
    mentee_id: Mapped[uuid.UUID]
    mentor_id: Mapped[uuid.UUID]
    fit: Mapped[int]
    reasons: Mapped[list[str]]
    parts: Mapped[list[dict[str, Any]]]
    warnings: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[ProposalState] = mapped_column(
        choice(ProposalState), default=ProposalState.PROPOSED
    )
    pinned: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[dt.datetime | None]
    expires_at: Mapped[dt.datetime | None]
    mailed_at: Mapped[dt.datetime | None]
    reminded_at: Mapped[dt.datetime | None]
    mentee_answer: Mapped[Answer | None] = mapped_column(choice(Answer, "mentee_answer"))
    mentor_answer: Mapped[Answer | None] = mapped_column(choice(Answer, "mentor_answer"))
    mentee_answered_at: Mapped[dt.datetime | None]
    mentor_answered_at: Mapped[dt.datetime | None]
    decline_reason: Mapped[str | None]
    drafted_from_id: Mapped[uuid.UUID | None]

    run: Mapped[Run] = to_one("Proposal", "Run", "run_id")
    mentor: Mapped[Participant] = to_one("Proposal", "Participant", "mentor_id")
    mentee: Mapped[Participant] = to_one("Proposal", "Participant", "mentee_id")


class Unplaced(TenantScoped, Base):
    """Someone a run left without a partner, why, and what would change it.

    Attributes:
        place: In the line of those who could have somebody, from 1; None for the others.
    """

    __tablename__ = "unplaced"
    __table_args__ = (
        same_org("runs", "run_id", ondelete="CASCADE"),
        same_org("participants", "participant_id"),
        UniqueConstraint("org_id", "run_id", "participant_id"),
    )

    run_id: Mapped[uuid.UUID]
    participant_id: Mapped[uuid.UUID]
    why: Mapped[str]
    remedy: Mapped[str | None]
    place: Mapped[int | None]

    participant: Mapped[Participant] = to_one("Unplaced", "Participant", "participant_id")


class ExclusionReason(enum.StrEnum):
    """Why two people are never proposed to each other again in this cohort."""

    EXCLUDED = "excluded"
    REJECTED = "rejected"
    DECLINED = "declined"
    ENDED = "ended"


class Exclusion(TenantScoped, Base):
    """Two people who are not to be proposed to each other.

    Attributes:
        everywhere_at: Since when their members are kept apart in every cohort of the organization,
            whoever of them mentors: an admin said never again. None where nobody did.
    """

    __tablename__ = "exclusions"
    __table_args__ = (
        same_org("cohorts", "cohort_id", ondelete="CASCADE"),
        same_org("participants", "mentor_id"),
        same_org("participants", "mentee_id"),
        UniqueConstraint("org_id", "cohort_id", "mentee_id", "mentor_id"),
        Index(
            "ix_exclusions_everywhere",
            "org_id",
            "mentee_id",
            "mentor_id",
            postgresql_where=text("everywhere_at IS NOT NULL"),
        ),
    )

    cohort_id: Mapped[uuid.UUID]
    mentee_id: Mapped[uuid.UUID]
    mentor_id: Mapped[uuid.UUID]
    reason: Mapped[ExclusionReason] = mapped_column(choice(ExclusionReason))
    everywhere_at: Mapped[dt.datetime | None]

    mentee: Mapped[Participant] = to_one("Exclusion", "Participant", "mentee_id")
    mentor: Mapped[Participant] = to_one("Exclusion", "Participant", "mentor_id")


class RequestState(enum.StrEnum):
    """A request's life: it waits for one of the two, then it is closed for good."""

    WITH_MENTOR = "with_mentor"
    WITH_MENTEE = "with_mentee"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CLOSED = "closed"


class ClosedBecause(enum.StrEnum):
    """Why a request was closed that nobody declined, withdrew or let expire."""

    MENTEE_PLACED = "mentee_placed"
    MENTOR_FULL = "mentor_full"
    LEFT = "left"
    CANCELLED = "cancelled"


class Request(TenantScoped, Base):
    """A mentee asks a mentor. It becomes a partnership when the mentor accepts (ADR 7).

    Attributes:
        message: What the mentee wrote with it; like the exchange only for these two.
        fit: In 1/10,000, when it was asked.
        reasons: Why these two, as both of them may read it, strongest first.
        exchange: What the mentor asked back and the mentee answered, oldest first: `by` is a
            side, `words` what was said.
        expires_at: When whoever it waits for has to have answered.
        reminded_at: When they were reminded; None again when it waits for the other side.
        nudged_at: When staff reminded them last.
        decline_reason: Only for the people who run the program.
    """

    __tablename__ = "requests"
    __table_args__ = (
        same_org("cohorts", "cohort_id", ondelete="CASCADE"),
        same_org("participants", "mentor_id"),
        same_org("participants", "mentee_id"),
        # Whatever two clicks or two windows do, a mentor is asked by somebody once at a time.
        Index(
            "uq_requests_open",
            "org_id",
            "mentee_id",
            "mentor_id",
            unique=True,
            postgresql_where=text("state IN ('with_mentor', 'with_mentee')"),
        ),
        Index("ix_requests_mentee", "org_id", "mentee_id"),
        Index("ix_requests_mentor", "org_id", "mentor_id"),
        Index("ix_requests_cohort", "org_id", "cohort_id", "state"),
        Index("ix_requests_due", "org_id", "state", "expires_at"),
        CheckConstraint("fit BETWEEN 0 AND 10000", name="fit_is_a_fit"),
    )

    cohort_id: Mapped[uuid.UUID]
    mentee_id: Mapped[uuid.UUID]
    mentor_id: Mapped[uuid.UUID]
    state: Mapped[RequestState] = mapped_column(
        choice(RequestState), default=RequestState.WITH_MENTOR
    )
    message: Mapped[str]
    fit: Mapped[int]
    reasons: Mapped[list[str]]
    exchange: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    expires_at: Mapped[dt.datetime]
    reminded_at: Mapped[dt.datetime | None]
    nudged_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    closed_because: Mapped[ClosedBecause | None] = mapped_column(choice(ClosedBecause))
    decline_reason: Mapped[str | None]

    mentor: Mapped[Participant] = to_one("Request", "Participant", "mentor_id")
    mentee: Mapped[Participant] = to_one("Request", "Participant", "mentee_id")

    @property
    def waits_for(self) -> Side | None:
        """The side that has to say something; None when it is closed."""
        sides = {RequestState.WITH_MENTOR: Side.MENTOR, RequestState.WITH_MENTEE: Side.MENTEE}
        return sides.get(self.state)


class BoardStep(TenantScoped, Base):
    """One decision on a run's board, with what undoes it.

    Attributes:
        words: What was done, e.g. "Approved Amara with Wei".
        before: Proposal states and exclusions as they stood.
    """

    __tablename__ = "board_steps"
    __table_args__ = (
        same_org("runs", "run_id", ondelete="CASCADE"),
        Index("ix_board_steps_run", "org_id", "run_id", "created_at"),
    )

    run_id: Mapped[uuid.UUID]
    actor_id: Mapped[uuid.UUID | None]
    words: Mapped[str]
    before: Mapped[dict[str, Any]]
    revision: Mapped[int]
    undone_at: Mapped[dt.datetime | None]
