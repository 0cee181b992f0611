"""What speaks for a pair: each criterion gives points, or leaves the pair alone.

Points are whole numbers from 0 to 10,000. Where an answer that a criterion needs
is missing, it is not known and drops out of that pair's weighting.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from saas.matching.engine.answers import Answered, asked_for, near_fields
from saas.matching.engine.experience import ExperienceGap
from saas.matching.engine.hours import WEEKS, Hours
from saas.matching.engine.people import word_keys
from saas.matching.engine.rules import POINTS, Rules
from saas.matching.engine.wishes import mentee_wishes, mentor_wishes
from saas.matching.engine.words import BoolArray, IntArray, SharedWords

NEAR = 8_000
"""Points of two different fields that share all their words but for one side's extra ones."""


_OFFERED = {
    "goals": ("Helps with", "goals"),
    "support": ("Offers", "wanted kinds of support"),
    "skills": ("Brings", "wanted skills"),
}
#: Of one pool both say what they want, and nobody what they offer.
_SHARED = {
    "goals": ("Shares", "goals"),
    "support": ("Also wants", "kinds of support"),
    "skills": ("Would also learn", "skills"),
}


class Criterion(Protocol):
    """One thing that speaks for or against a pair."""

    @property
    def name(self) -> str: ...  # noqa: D102

    def points(self, rows: slice, cols: slice) -> IntArray:
        """Return points from 0 to POINTS of some mentees (rows) and mentors (columns)."""

    def known(self, rows: slice, cols: slice) -> BoolArray:
        """Return where both sides gave the answers that the points need."""

    def sentence(self, mentee: int, mentor: int) -> str:
        """Say in words what the points of a pair come from, where they are known."""


@dataclass(frozen=True, slots=True, eq=False)
class AspiredField:
    """The mentor works in the field the mentee aspires to, or in a near one."""

    answers: Answered
    groups: SharedWords
    name: str = "field"

    def points(self, rows: slice, cols: slice) -> IntArray:
        """Give all for the same field, NEAR in a group of the program's, else a share of NEAR."""
        words, field = self.answers.field_words, self.answers.field
        shared = words.counts(rows, cols)
        either = words.wanted_size[rows, None] + words.offered_size[None, cols] - shared
        near = NEAR * shared // np.maximum(either, 1)
        near = np.where(self.groups.counts(rows, cols) > 0, NEAR, near)
        return np.where(field.mentee[rows, None] == field.mentor[None, cols], POINTS, near)

    def known(self, rows: slice, cols: slice) -> BoolArray:
        """The mentee named a field to aspire to and the mentor theirs."""
        field = self.answers.field
        known: BoolArray = (field.mentee[rows, None] >= 0) & (field.mentor[None, cols] >= 0)
        return known

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name the field, and the aspired one where it differs."""
        theirs = self.answers.mentors[mentor].field
        wanted = self.answers.mentees[mentee].aspired_field
        field = self.answers.field
        if field.mentee[mentee] == field.mentor[mentor]:
            return f"Works in the aspired field, {theirs}"
        row, col = slice(mentee, mentee + 1), slice(mentor, mentor + 1)
        near = self.points(row, col)[0, 0]
        return f"Works in {theirs}, {'near' if near else 'not in'} the aspired {wanted}"


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """The share of what the mentee wants that the mentor offers."""

    answers: Answered
    words: SharedWords
    name: str
    verb: str
    noun: str

    def points(self, rows: slice, cols: slice) -> IntArray:
        """Give the share of the wanted words that are offered."""
        return (
            POINTS
            * self.words.counts(rows, cols)
            // np.maximum(self.words.wanted_size[rows, None], 1)
        )

    def known(self, rows: slice, cols: slice) -> BoolArray:
        """The mentee wants something and the mentor has answered."""
        known: BoolArray = self.words.both_known(rows, cols) & (
            self.words.wanted_size[rows, None] > 0
        )
        return known

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name the words in common, as the mentee wrote them."""
        wanted = asked_for(self.answers.mentees[mentee], self.name) or ()
        offered = word_keys(asked_for(self.answers.mentors[mentor], self.name) or ())
        shared = list(
            {key: word for word in wanted for key in word_keys([word]) & offered}.values()
        )
        count = f"{len(shared) or 'none'} of {len(word_keys(wanted))} {self.noun}"
        return f"{self.verb} {count}" + (f": {', '.join(shared)}" if shared else "")


@dataclass(frozen=True, slots=True, eq=False)
class CommonHours:
    """How much time both are free, up to what the program finds enough."""

    hours: Hours
    enough: float
    name: str = "hours"

    def points(self, rows: slice, cols: slice) -> IntArray:
        """Give all from enough common hours a week, less in proportion."""
        enough = round(self.enough * 60 * WEEKS)
        return np.minimum(POINTS, POINTS * self.hours.minutes(rows, cols) // enough)

    def known(self, rows: slice, cols: slice) -> BoolArray:
        """Both gave a time zone and free hours."""
        return self.hours.known(rows, cols)

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name the two longest common times, on the mentee's clock."""
        slots = self.hours.slots(mentee, mentor)
        if not slots:
            return "Never free at the same time"
        more = " and more" if len(slots) > 2 else ""
        return f"Both free {', '.join(slots[:2])}{more} ({self.hours.zone(mentee)})"


@dataclass(frozen=True, slots=True, eq=False)
class SamePlace:
    """Both are at the same site."""

    answers: Answered
    name: str = "place"

    def points(self, rows: slice, cols: slice) -> IntArray:
        """Give all for the same site."""
        site = self.answers.site
        same = site.mentee[rows, None] == site.mentor[None, cols]
        return np.where(same, POINTS, 0).astype(np.int32)

    def known(self, rows: slice, cols: slice) -> BoolArray:
        """Both named their site."""
        site = self.answers.site
        known: BoolArray = (site.mentee[rows, None] >= 0) & (site.mentor[None, cols] >= 0)
        return known

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name the sites."""
        one, other = self.answers.mentees[mentee].site, self.answers.mentors[mentor].site
        site = self.answers.site
        if site.mentee[mentee] == site.mentor[mentor]:
            return f"Both are at the same site, {other}"
        return f"Is at another site: {other}, the mentee {one}"


def criteria_of(answers: Answered, rules: Rules, *, pool: bool = False) -> tuple[Criterion, ...]:
    """Return every criterion that the program gives a weight, in the words of two sides or one."""
    said = _SHARED if pool else _OFFERED
    everyone: list[Criterion] = [
        ExperienceGap(answers.experience, rules),
        AspiredField(answers, near_fields(answers, rules.near_fields)),
        *(Wanted(answers, answers.lists[name], name, *words) for name, words in said.items()),
        Wanted(answers, answers.lists["means"], "means", "Shares", "means of meeting"),
        CommonHours(answers.hours, rules.enough_hours),
        SamePlace(answers),
        mentee_wishes(answers),
        mentor_wishes(answers),
    ]
    shares = rules.shares()
    return tuple(each for each in everyone if each.name in shares)
