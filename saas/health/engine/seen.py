"""A partnership as it was known at the end of one day: nothing later reaches the engine."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from saas.health.engine.facts import (
    Advice,
    Agreement,
    CheckIn,
    Feedback,
    Goal,
    Partnership,
    Reply,
    Side,
)
from saas.health.engine.policy import Policy


@dataclass(frozen=True)
class Seen:
    """The facts known by the end of `on`, and the policy they are read under."""

    facts: Partnership
    on: dt.date
    policy: Policy

    def age(self, day: dt.date) -> int:
        """Return how many days ago a day was."""
        return (self.on - day).days

    def is_recent(self, day: dt.date) -> bool:
        """Say whether a day is within the window that habits are judged over."""
        return self.age(day) < self.policy.thresholds.window_days

    @cached_property
    def held_on(self) -> tuple[dt.date, ...]:
        """The days of the meetings held, oldest first."""
        return tuple(sorted(it.on for it in self.facts.meetings if it.state == "held"))

    @property
    def every_days(self) -> int | None:
        """The agreed number of days from one meeting to the next, None when none is agreed."""
        if self.facts.agreement is None or self.facts.one_meeting:
            return None
        return self.facts.agreement.every_days

    def check_ins_by(self, side: Side) -> tuple[CheckIn, ...]:
        """Return the check-ins of one side."""
        return tuple(it for it in self.facts.check_ins if it.by == side)

    def latest_rating(self, side: Side) -> int | None:
        """Return a side's newest rating; the lowest, when there are two on that day."""
        newest = max(((it.on, -it.felt_quality) for it in self.check_ins_by(side)), default=None)
        return -newest[1] if newest else None

    def says_not_good(self, side: Side) -> bool:
        """Say whether a side's newest word on the fit is "not good"."""
        said = [(it.on, it.fit == "not_good") for it in self.check_ins_by(side) if it.fit]
        return max(said, default=(self.on, False))[1]

    def waits_for(self, side: Side) -> bool:
        """Say whether something this side was asked is unanswered past the limit."""
        limit = self.policy.thresholds.unanswered_days
        return any(
            it.by == side and it.hours is None and self.age(it.asked_on) > limit
            for it in self.facts.replies
        )

    def has_long_gap(self) -> bool:
        """Say whether the last meeting held is too many agreed gaps ago."""
        if not self.every_days or not self.held_on:
            return False
        limit = self.every_days * self.policy.thresholds.gap_factor
        return self.age(self.held_on[-1]) >= limit


def see(facts: Partnership, on: dt.date, policy: Policy) -> Seen:
    """Return what was known at the end of `on`."""
    known = replace(
        facts,
        ended_on=_by(on, facts.ended_on),
        agreement=_agreement(facts.agreement, on),
        meetings=tuple(it for it in facts.meetings if it.on <= on),
        check_ins=tuple(it for it in facts.check_ins if it.on <= on),
        goals=tuple(_goal(it, on) for it in facts.goals if it.set_on <= on),
        advice=tuple(_advice(it, on) for it in facts.advice if it.on <= on),
        replies=tuple(_reply(it, on) for it in facts.replies if it.asked_on <= on),
        thanks=_days(facts.thanks, on),
        give_backs=_days(facts.give_backs, on),
        feedback=tuple(_feedback(it, on) for it in facts.feedback if it.asked_on <= on),
        staff_contacts=_days(facts.staff_contacts, on),
    )
    return Seen(known, on, policy)


def _by(on: dt.date, day: dt.date | None) -> dt.date | None:
    return day if day is not None and day <= on else None


def _days(days: Iterable[dt.date], on: dt.date) -> tuple[dt.date, ...]:
    return tuple(it for it in days if it <= on)


def _agreement(it: Agreement | None, on: dt.date) -> Agreement | None:
    """Forget later signatures; the review is a plan, so its day may lie ahead."""
    if it is None:
        return None
    return Agreement(
        it.every_days, _by(on, it.mentee_signed_on), _by(on, it.mentor_signed_on), it.review_on
    )


def _goal(it: Goal, on: dt.date) -> Goal:
    """Forget progress told later; what it was before that, nobody knows."""
    told_later = it.updated_on is not None and it.updated_on > on
    return Goal(it.set_on) if told_later else it


def _advice(it: Advice, on: dt.date) -> Advice:
    answered_on = _by(on, it.answered_on)
    answer = it.answer if answered_on else None
    return Advice(it.on, answer, answered_on, _by(on, it.evidence_on), it.to)


def _reply(it: Reply, on: dt.date) -> Reply:
    """Forget an answer that came after the end of the day, counted from the asking day's start."""
    came = it.hours is not None and it.hours < 24 * ((on - it.asked_on).days + 1)
    return it if came else Reply(it.asked_on, it.by)


def _feedback(it: Feedback, on: dt.date) -> Feedback:
    return Feedback(it.asked_on, _by(on, it.answered_on), _by(on, it.used_on))
