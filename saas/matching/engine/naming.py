"""What forbids a pair by what its two people said of each other, in answers of their own.

A person who does not want to be matched on wishes is in none of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from saas.matching.engine.answers import Answered
from saas.matching.engine.people import Person, left_out
from saas.matching.engine.words import BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class SaidNo:
    """Either said no to the other, and the program takes that at its word."""

    answers: Answered
    pairs: BoolArray
    name: str = "no_forbids"
    label: str = "were answered with no by one side"
    remedy: str | None = "without letting a no forbid"

    def forbids(self, rows: slice, cols: slice) -> BoolArray:
        """Forbid where either said no."""
        return self.pairs[rows, cols]

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name both."""
        one, other = self.answers.mentees[mentee].name, self.answers.mentors[mentor].name
        return f"{one} or {other} said no to the other."


@dataclass(frozen=True, slots=True, eq=False)
class OnlyNamed:
    """A mentee asked for certain mentors only.

    Attributes:
        named: By the row of such a mentee, the columns of the mentors they named.
        opened: Rows of those who take anyone since none of the named can be had.
    """

    answers: Answered
    named: Mapping[int, frozenset[int]]
    opened: frozenset[int] = frozenset()
    name: str = "only_named"
    label: str = "are not among the mentors asked for"
    remedy: str | None = "without keeping to the mentors asked for"

    def forbids(self, rows: slice, cols: slice) -> BoolArray:
        """Forbid all others to who asked for certain mentors only."""
        wanted = np.ones((rows.stop - rows.start, len(self.answers.mentors)), bool)
        for row in self.named.keys() - self.opened:
            if rows.start <= row < rows.stop:
                wanted[row - rows.start] = False
                wanted[row - rows.start, sorted(self.named[row])] = True
        forbidden: BoolArray = ~wanted[:, cols]
        return forbidden

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name both."""
        one, other = self.answers.mentees[mentee].name, self.answers.mentors[mentor].name
        return f"{one} asked for certain mentors only, and {other} is not one of them."

    def flexible(self) -> frozenset[int]:
        """Return the rows of those who take anyone where none of the named can be had."""
        return flexible(self.answers.mentees, self.named)

    def without(self, mentee: int) -> "OnlyNamed":
        """Return the same for all but one mentee."""
        return replace(self, named={row: cols for row, cols in self.named.items() if row != mentee})


def only_named(mentees: Sequence[Person], mentors: Sequence[Person]) -> dict[int, frozenset[int]]:
    """Return, by the row of each mentee who keeps to certain mentors, the columns of these."""
    cols = {person.id: col for col, person in enumerate(mentors)}
    found = {}
    for row, person in enumerate(mentees):
        names = {*person.prefers, *person.yes, *person.maybe} - {*person.no}
        if person.only_named and names and "wishes" not in left_out(person):
            found[row] = frozenset(cols[name] for name in names if name in cols)
    return found


def flexible(mentees: Sequence[Person], named: Iterable[int]) -> frozenset[int]:
    """Return the rows, of some, of those who take anyone where none they named can be had."""
    return frozenset(row for row in named if mentees[row].only_named == "anyone")


def said_no(answers: Answered) -> BoolArray:
    """Mark where either said no, and neither leaves wishes out."""
    said = np.zeros((len(answers.mentees), len(answers.mentors)), bool)
    rows = {person.id: row for row, person in enumerate(answers.mentees)}
    cols = {person.id: col for col, person in enumerate(answers.mentors)}
    for row, person in enumerate(answers.mentees):
        said[row, [cols[name] for name in person.no if name in cols]] = True
    for col, person in enumerate(answers.mentors):
        said[[rows[name] for name in person.no if name in rows], col] = True
    kept: BoolArray = said & answers.allowed("wishes")
    return kept
