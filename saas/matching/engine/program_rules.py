"""What a program forbids, as far as the answers are there to tell.

A rule forbids only where every answer it needs has been given; each can be turned off.
"""

from dataclasses import dataclass

import numpy as np

from saas.matching.engine.answers import Answered, Same, asked_for
from saas.matching.engine.experience import gap, gaps
from saas.matching.engine.naming import OnlyNamed, SaidNo, only_named, said_no
from saas.matching.engine.rules import Rules
from saas.matching.engine.settings import ALIKE
from saas.matching.engine.words import BoolArray, SharedWords

_AT = {"unit": "in", "site": "at", "level": "at"}


@dataclass(frozen=True, slots=True, eq=False)
class NotEligible:
    """Neither more experience nor in the aspired field, as far as either can be known.

    Less experience, where the program wants mentors behind.
    """

    answers: Answered
    experience: str = "ahead"
    name: str = "eligible"

    @property
    def label(self) -> str:
        """Say what the rule finds."""
        return f"have neither {self._sort} experience nor the aspired field"

    @property
    def remedy(self) -> str | None:
        """Say what would lift the rule."""
        return f"without asking for {self._sort} experience or the aspired field"

    @property
    def _sort(self) -> str:
        return "less" if self.experience == "behind" else "more"

    def forbids(self, rows: slice, cols: slice) -> BoolArray:
        """Forbid where both alternatives are known not to hold."""
        ahead = gaps(self.answers.experience, self.experience, rows, cols)
        field = self.answers.field
        known = (field.mentee[rows, None] >= 0) & (field.mentor[None, cols] >= 0)
        elsewhere = known & (field.mentee[rows, None] != field.mentor[None, cols])
        forbidden: BoolArray = elsewhere & (ahead <= 0)
        return forbidden

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name both alternatives."""
        wanted = self.answers.mentees[mentee].aspired_field
        return (
            f"{self.answers.mentors[mentor].name} neither has {self._sort} experience than "
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
    """The program wants mentors ahead, behind or apart by at least, or at most, so much."""

    answers: Answered
    least: float
    most: float
    experience: str = "ahead"
    name: str = "gap"
    remedy: str | None = "without the program's limits on the experience gap"

    @property
    def label(self) -> str:
        """Say what the rule finds."""
        if self.experience == "near":
            return "are too far apart, or too near, for what the program asks"
        return f"are not {self.experience} by as much as the program asks"

    def forbids(self, rows: slice, cols: slice) -> BoolArray:
        """Forbid gaps outside the limits; an unknown gap is allowed."""
        found = gaps(self.answers.experience, self.experience, rows, cols)
        forbidden: BoolArray = (found < self.least) | (found > self.most)
        return forbidden

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name the gap and the limit it breaks."""
        found = gap(self.answers.experience, self.experience, mentee, mentor)
        limit = f"at least {self.least:g}" if found < self.least else f"at most {self.most:g}"
        name = self.answers.mentors[mentor].name
        if self.experience == "near":
            return f"They are {found:g} apart; the program asks for {limit}."
        return f"{name} is {self.experience} by {found:g}; the program asks for {limit}."


ProgramRule = NotEligible | NothingShared | NoHours | AlikeRule | GapRule | SaidNo | OnlyNamed


def program_rules(answers: Answered, rules: Rules) -> list[ProgramRule]:
    """Return the rules that a program has turned on."""
    least, most = rules.gap_at_least, rules.gap_at_most
    bounds = -np.inf if least is None else least, np.inf if most is None else most
    limits = GapRule(answers, *bounds, rules.experience)
    named = only_named(answers.mentees, answers.mentors)
    languages, means = answers.lists["languages"], answers.lists["means"]
    choices: list[tuple[bool, ProgramRule]] = [
        (rules.eligible and rules.experience != "near", NotEligible(answers, rules.experience)),
        (least is not None or most is not None, limits),
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
