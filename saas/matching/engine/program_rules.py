"""What a program forbids, as far as the answers are there to tell.

A rule forbids only where every answer it needs has been given; each can be turned off.
"""

from dataclasses import dataclass

import numpy as np

from saas.matching.engine.answers import Answered, Same, asked_for
from saas.matching.engine.naming import OnlyNamed, SaidNo, only_named, said_no
from saas.matching.engine.rules import Rules
from saas.matching.engine.settings import ALIKE
from saas.matching.engine.words import BoolArray, SharedWords

_AT = {"unit": "in", "site": "at", "level": "at"}


@dataclass(frozen=True, slots=True, eq=False)
class NotEligible:
    """Neither more experience nor in the aspired field, as far as either can be known."""

    answers: Answered
    name: str = "eligible"
    label: str = "have neither more experience nor the aspired field"
    remedy: str | None = "without asking for more experience or the aspired field"

    def forbids(self, rows: slice, cols: slice) -> BoolArray:
        """Forbid where both alternatives are known not to hold."""
        gaps, field = self.answers.experience.gaps(rows, cols), self.answers.field
        known = (field.mentee[rows, None] >= 0) & (field.mentor[None, cols] >= 0)
        elsewhere = known & (field.mentee[rows, None] != field.mentor[None, cols])
        forbidden: BoolArray = elsewhere & (gaps <= 0)
        return forbidden

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name both alternatives."""
        wanted = self.answers.mentees[mentee].aspired_field
        return (
            f"{self.answers.mentors[mentor].name} neither has more experience than "
            f"{self.answers.mentees[mentee].name} nor works in {wanted}."
        )


@dataclass(frozen=True, slots=True, eq=False)
class NothingShared:
    """No language, or no means of meeting, in common."""

    answers: Answered
    words: SharedWords
    name: str
    answer: str
    noun: str

    @property
    def label(self) -> str:
        """Say what the rule finds."""
        return f"have no {self.noun} in common"

    @property
    def remedy(self) -> str | None:
        """Say what would lift the rule."""
        article = "a " if self.answer == "languages" else ""
        return f"without asking for {article}common {self.noun}"

    def forbids(self, rows: slice, cols: slice) -> BoolArray:
        """Forbid where both named some and none is the same."""
        named = (self.words.wanted_size[rows, None] > 0) & (self.words.offered_size[None, cols] > 0)
        forbidden: BoolArray = named & (self.words.counts(rows, cols) == 0)
        return forbidden

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name what each has."""
        one, other = self.answers.mentees[mentee], self.answers.mentors[mentor]
        ours = ", ".join(asked_for(one, self.answer) or ())
        theirs = ", ".join(asked_for(other, self.answer) or ())
        return f"They have no {self.noun} in common: {one.name} {ours}; {other.name} {theirs}."


@dataclass(frozen=True, slots=True, eq=False)
class NoHours:
    """Never free at the same time in the four weeks."""

    answers: Answered
    name: str = "common_hours"
    label: str = "are never free at the same time"
    remedy: str | None = "without asking for an hour in common"

    def forbids(self, rows: slice, cols: slice) -> BoolArray:
        """Forbid where both gave their hours and none is common."""
        hours = self.answers.hours
        forbidden: BoolArray = hours.known(rows, cols) & (hours.minutes(rows, cols) == 0)
        return forbidden

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name both."""
        one, other = self.answers.mentees[mentee], self.answers.mentors[mentor]
        return f"{one.name} and {other.name} are never free at the same time."


@dataclass(frozen=True, slots=True, eq=False)
class AlikeRule:
    """The program wants both from different units, sites or levels, or from the same one."""

    answers: Answered
    answer: str
    same: bool

    @property
    def name(self) -> str:
        """Return the name of the setting."""
        return f"same_{self.answer}" if self.same else f"different_{self.answer}"

    @property
    def label(self) -> str:
        """Say what the rule finds."""
        return f"are {_AT[self.answer]} {'another' if self.same else 'the same'} {self.answer}"

    @property
    def remedy(self) -> str | None:
        """Say what would lift the rule."""
        wanted = f"the same {self.answer}" if self.same else f"different {self.answer}s"
        return f"without asking for {wanted}"

    def forbids(self, rows: slice, cols: slice) -> BoolArray:
        """Forbid where both answers are known and not as the program wants."""
        alike: Same = getattr(self.answers, self.answer)
        known = (alike.mentee[rows, None] >= 0) & (alike.mentor[None, cols] >= 0)
        equal = alike.mentee[rows, None] == alike.mentor[None, cols]
        forbidden: BoolArray = known & (equal != self.same)
        return forbidden

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name the units, sites or levels."""
        one = getattr(self.answers.mentees[mentee], self.answer)
        other = getattr(self.answers.mentors[mentor], self.answer)
        if self.same:
            return f"The program keeps to one {self.answer}: {one} is not {other}."
        at = _AT[self.answer]
        return f"The program wants different {self.answer}s, and both are {at} {other}."


@dataclass(frozen=True, slots=True, eq=False)
class GapRule:
    """The program wants the mentor ahead by at least, or at most, so many years."""

    answers: Answered
    least: float
    most: float
    name: str = "gap"
    label: str = "are not ahead by as much as the program asks"
    remedy: str | None = "without the program's limits on the experience gap"

    def forbids(self, rows: slice, cols: slice) -> BoolArray:
        """Forbid gaps outside the limits; an unknown gap is allowed."""
        gaps = self.answers.experience.gaps(rows, cols)
        forbidden: BoolArray = (gaps < self.least) | (gaps > self.most)
        return forbidden

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name the gap and the limit it breaks."""
        years = self.answers.experience
        gap = float(years.mentor[mentor] - years.mentee[mentee])
        limit = f"at least {self.least:g}" if gap < self.least else f"at most {self.most:g}"
        name = self.answers.mentors[mentor].name
        return f"{name} is ahead by {gap:g}; the program asks for {limit}."


ProgramRule = NotEligible | NothingShared | NoHours | AlikeRule | GapRule | SaidNo | OnlyNamed


def program_rules(answers: Answered, rules: Rules) -> list[ProgramRule]:
    """Return the rules that a program has turned on."""
    least, most = rules.gap_at_least, rules.gap_at_most
    gap = GapRule(answers, -np.inf if least is None else least, np.inf if most is None else most)
    named = only_named(answers.mentees, answers.mentors)
    languages, means = answers.lists["languages"], answers.lists["means"]
    choices: list[tuple[bool, ProgramRule]] = [
        (rules.eligible, NotEligible(answers)),
        (least is not None or most is not None, gap),
        *(
            (
                getattr(rules, f"{'same' if same else 'different'}_{answer}"),
                AlikeRule(answers, answer, same),
            )
            for answer in ALIKE
            for same in (False, True)
        ),
        (
            rules.common_language,
            NothingShared(answers, languages, "common_language", "languages", "language"),
        ),
        (
            rules.common_means,
            NothingShared(answers, means, "common_means", "means", "means of meeting"),
        ),
        (rules.common_hours, NoHours(answers)),
        (rules.no_forbids, SaidNo(answers, said_no(answers))),
        (bool(named), OnlyNamed(answers, named)),
    ]
    return [rule for wanted, rule in choices if wanted]
