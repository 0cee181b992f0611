"""Programs: their terms and rules, what they published, and who runs them."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from saas import clock
from saas.characters import text_key
from saas.db import Base, TenantScoped, choice, same_org
from saas.programs.models.sides import Audience


class NextInLine(enum.StrEnum):
    """What happens when a proposal is declined: the next is drafted, or sent at once."""

    CONFIRM = "confirm"
    AT_ONCE = "at_once"


class MatchedBy(enum.StrEnum):
    """Who finds partners in a program: its admins, the mentees who ask, or both."""

    ADMIN = "admin"
    REQUEST = "request"
    BLENDED = "blended"


class OrientationRule(enum.StrEnum):
    """Whether participants take an orientation (saas.orientation)."""

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


class AgreedPart(enum.StrEnum):
    """What the two of a partnership may settle themselves when they agree."""

    GOALS = "goals"
    RHYTHM = "rhythm"
    MEANS = "means"
    LENGTH = "length"


class Kind(enum.StrEnum):
    """How the people of a program are together (docs/programs.md)."""

    ONE_TO_ONE = "one_to_one"
    GROUP = "group"
    PEER = "peer"
    REVERSE = "reverse"
    FLASH = "flash"


class Program(TenantScoped, Base):
    """A mentoring program: its terms, its rules, its cohorts.

    Attributes:
        kind: How its people are together; like `always_on` for good once it has people.
        always_on: Whether people come and go all the time, in one standing cohort without an end.
        every_days: Days between meetings that partnerships are offered to agree on.
        weeks: How long a partnership lasts.
        mentor_capacity: Mentees a mentor takes unless they say otherwise.
        answer_days: Days to answer a proposal before it expires.
        rules: Matching rules, weights and objective (saas.matching.engine).
        open_requests: Mentors a mentee may be asking at the same time.
        request_days: Days to answer a request before it expires.
        message_required: Whether a request needs a few words of the mentee.
        orders: Ids in the program's own order by catalogue, e.g. "guidelines"; none: as
            the organization orders them.
        orders_given_up: The orders that it gave up for the organization's, to be put back; of
            none that it decided on again.
        orders_decided: How often it decided on the order of each catalogue.
        waits_for_acceptance: Whether meetings wait until the newest version is accepted.
        agreed_parts: What partnerships settle themselves (`AgreedPart`); the rest is as the
            program says.
        own_goals: Whether they may agree on goals that the catalogue does not have.
        allowed_means: The means of meeting that they may agree on; none: any.
        review_weeks: Weeks from the start after which they look at the agreement again, rising;
            none: half-way through.
        waits_for_signatures: Whether meetings wait until both have signed an agreement.
        winding_down_at: Since when it takes nobody in and only sees its partnerships to their end.
        archived_at: Since when it can only be read.
        orientation: Whether people take one, and whether before they are matched.
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
    kind: Mapped[Kind] = mapped_column(choice(Kind), default=Kind.ONE_TO_ONE)
    always_on: Mapped[bool] = mapped_column(default=False)
    every_days: Mapped[int] = mapped_column(default=14)
    weeks: Mapped[int] = mapped_column(default=26)
    mentor_capacity: Mapped[int] = mapped_column(default=1)
    answer_days: Mapped[int] = mapped_column(default=7)
    next_in_line: Mapped[NextInLine] = mapped_column(choice(NextInLine), default=NextInLine.CONFIRM)
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    orders: Mapped[dict[str, Any]] = mapped_column(default=dict)
    orders_given_up: Mapped[dict[str, Any]] = mapped_column(default=dict)
    orders_decided: Mapped[dict[str, Any]] = mapped_column(default=dict)
    waits_for_acceptance: Mapped[bool] = mapped_column(default=False)
    agreed_parts: Mapped[list[str]] = mapped_column(default=lambda: list(AgreedPart))
    own_goals: Mapped[bool] = mapped_column(default=True)
    allowed_means: Mapped[list[str]] = mapped_column(default=list)
    review_weeks: Mapped[list[int]] = mapped_column(default=list)
    waits_for_signatures: Mapped[bool] = mapped_column(default=False)
    winding_down_at: Mapped[dt.datetime | None]
    orientation: Mapped[OrientationRule] = mapped_column(
        choice(OrientationRule), default=OrientationRule.OFF
    )
    archived_at: Mapped[dt.datetime | None]
    is_sample: Mapped[bool] = mapped_column(default=False)
    matched_by: Mapped[MatchedBy] = mapped_column(choice(MatchedBy), default=MatchedBy.ADMIN)
    open_requests: Mapped[int] = mapped_column(default=3)
    request_days: Mapped[int] = mapped_column(default=7)
    message_required: Mapped[bool] = mapped_column(default=True)

    def leaves(self, part: AgreedPart) -> bool:
        """Whether partnerships settle this part of their agreement themselves."""
        return part in self.agreed_parts

    def allows_means(self, means: str) -> bool:
        """Whether partnerships may meet by these means, in upper case or lower."""
        allowed = {text_key(each) for each in self.allowed_means}
        return not allowed or text_key(means) in allowed

    @property
    def is_pool(self) -> bool:
        """Whether everybody is in one pool: all take part as mentees, and nobody as a mentor."""
        return self.kind is Kind.PEER

    def audience_of(self, said: str) -> Audience:
        """Whom something said to `said` is for here: in a pool all of it is for both."""
        return Audience.BOTH if self.is_pool else Audience(said)

    @property
    def is_single(self) -> bool:
        """Whether two meet once only: nothing is agreed on, and nothing signed."""
        return self.kind is Kind.FLASH

    @property
    def is_running(self) -> bool:
        """Whether it takes people in and brings them together."""
        return self.archived_at is None and self.winding_down_at is None

    @property
    def takes_requests(self) -> bool:
        """Whether mentees may ask mentors."""
        return self.matched_by is not MatchedBy.ADMIN and self.is_running


class ProgramVersion(TenantScoped, Base):
    """What a program says, as it was published: never changed afterwards (docs/adr/0008).

    Attributes:
        number: From 1 in each program.
        asks: Whether partnerships that accepted an earlier one are asked to accept it.
        words: The organization's own in which it says what is built in (`Words.as_json`).
        guidelines, goals, clauses: In order, each as `saas.programs.inheriting` writes it.
    """

    __tablename__ = "program_versions"
    __table_args__ = (
        UniqueConstraint("org_id", "program_id", "number"),
        same_org("programs", "program_id", ondelete="CASCADE"),
        same_org("members", "published_by_id"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    program_id: Mapped[uuid.UUID]
    number: Mapped[int]
    published_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    published_by_id: Mapped[uuid.UUID | None]
    note: Mapped[str] = mapped_column(default="")
    asks: Mapped[bool] = mapped_column(default=True)
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    guidelines: Mapped[list[dict[str, Any]]]
    goals: Mapped[list[dict[str, Any]]]
    clauses: Mapped[list[dict[str, Any]]]

    @property
    def contents(self) -> dict[str, list[dict[str, Any]]]:
        """What it says, by catalogue."""
        return {"guidelines": self.guidelines, "goals": self.goals, "clauses": self.clauses}


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
