"""What is known about a partnership: days and answers, no names and no texts."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Side = Literal["mentee", "mentor"]
SIDES: tuple[Side, Side] = ("mentee", "mentor")

MeetingState = Literal["held", "cancelled", "cancelled_late", "no_show_mentee", "no_show_mentor"]
Fit = Literal["good", "deciding", "not_good"]
Answer = Literal["taken", "adapted", "not_for_me"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often they agreed to meet, who signed when, and when to look at it again."""

    every_days: int | None = None
    mentee_signed_on: dt.date | None = None
    mentor_signed_on: dt.date | None = None
    review_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting on the day it was for, whenever it was logged; `late` is who arrived late."""

    on: dt.date
    state: MeetingState
    late: Side | None = None


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One side's answers.

    `met` None means that the question was not asked; a rating then says that they met.
    """

    on: dt.date
    by: Side
    felt_quality: int
    fit: Fit | None = None
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal; `progress` (0 to 1) is what was said on `updated_on`, or else on `set_on`."""

    set_on: dt.date
    progress: float | None = None
    updated_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """A piece of advice, the answer of whom it is `to`, and the day they showed what came of it."""

    on: dt.date
    answer: Answer | None = None
    answered_on: dt.date | None = None
    evidence_on: dt.date | None = None
    to: Side = "mentee"


@dataclass(frozen=True, slots=True)
class Reply:
    """Something that `by` was asked on a day; `hours` until they answered, None while waiting."""

    asked_on: dt.date
    by: Side
    hours: float | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """Feedback the mentee asked for, got, and said what it changed."""

    asked_on: dt.date
    answered_on: dt.date | None = None
    used_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Partnership:
    """All facts of one partnership; the order inside a tuple means nothing.

    `one_meeting` says that the two meet once: silence and missing goals mean nothing then.
    `in_group` says that the mentor meets other mentees at the same time.
    """

    id: str
    started_on: dt.date
    ended_on: dt.date | None = None
    agreement: Agreement | None = None
    meetings: tuple[Meeting, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    goals: tuple[Goal, ...] = ()
    advice: tuple[Advice, ...] = ()
    replies: tuple[Reply, ...] = ()
    thanks: tuple[dt.date, ...] = ()
    give_backs: tuple[dt.date, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    staff_contacts: tuple[dt.date, ...] = ()
    one_meeting: bool = False
    in_group: bool = False
