"""What makes one assignment better than another: criteria in order, as integer weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .places import IntArray

UNITS = 10_000
"""Fit is kept in whole units of 1/10,000, so that sums and ties are exact."""

Fits = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Scores:
    """The fit of pairs in units, -1 where forbidden, and what is added to it within "total".

    Attributes:
        fit: What floors, the minimum and the total are measured on.
        bonus: Units on top of it, 0 or more, of the same shape.
    """

    fit: Fits
    bonus: Fits

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of mentees and of mentors."""
        return self.fit.shape

    def take(self, pairs: IntArray) -> Scores:
        """Those of some pairs, given as row times width plus column."""
        rows, columns = np.divmod(pairs, max(1, self.fit.shape[1]))
        return self.at(rows, columns)

    def at(self, *index: Any) -> Scores:
        """Those that an index picks."""
        return Scores(self.fit[index], self.bonus[index])

    def swapped(self) -> Scores:
        """The same with mentors in rows."""
        return Scores(self.fit.T, self.bonus.T)


MOST_PAIRS = ("mentees", "pairs")
OBJECTIVES: dict[str, tuple[str, ...]] = {
    "most_people": (*MOST_PAIRS, "floors", "total"),
    "both_sides": ("mentees", "mentors", "floors", "total"),
    "best_fit": ("total",),
    "raise_the_lowest": (*MOST_PAIRS, "total"),
}
CRITERIA = ("mentees", "mentors", "pairs", "floors", "total")

_RANGE = 1 << 57


@dataclass(frozen=True, slots=True)
class Rewards:
    """What counts besides the number of pairs.

    Attributes:
        floors: Fits, in units, each reached by a pair counting once for the criterion "floors".
        spread: Units of fit that a mentor's first pair is worth on top, within "total".
        bonus: The most units that are added to the fit of a pair, within "total".
    """

    floors: tuple[int, ...] = ()
    spread: int = 0
    bonus: int = 0

    def largest(self, criterion: str) -> int:
        """The most that one pair can add to a criterion."""
        if criterion == "total":
            return UNITS + self.spread + self.bonus
        return len(self.floors) if criterion == "floors" else 1


@dataclass(frozen=True, slots=True)
class Goal:
    """Criteria weighed so that nothing gained in a later one makes up for a loss in an earlier one.

    Attributes:
        rewards: What counts besides the number of pairs.
        weights: What each criterion is worth, in units of fit.
    """

    rewards: Rewards
    weights: dict[str, int] = field(default_factory=dict)

    def weight(self, criterion: str) -> int:
        """What one more of a criterion is worth; 0 when it does not count here."""
        return self.weights.get(criterion, 0)

    def values(self, scores: Scores) -> IntArray:
        """What each pair is worth, first places aside."""
        value = scores.fit * np.int64(self.weight("total"))
        if self.rewards.bonus:
            value += scores.bonus * np.int64(self.weight("total"))
        value += self.weight("pairs")
        for floor in self.rewards.floors if self.weight("floors") else ():
            value += (scores.fit >= floor) * np.int64(self.weight("floors"))
        return value

    def mentee_bonus(self) -> int:
        """What a mentee's first pair is worth on top."""
        return self.weight("mentees")

    def mentor_bonus(self) -> int:
        """What a mentor's first pair is worth on top."""
        return self.weight("mentors") + self.weight("total") * self.rewards.spread


def goals(criteria: Sequence[str], rewards: Rewards, pairs: int, people: int) -> list[Goal]:
    """The criteria as goals to be reached one after the other, each within 64-bit arithmetic.

    As many criteria as fit share a goal, where the weight of one exceeds all that the later ones
    can add up to in any assignment. Sums, and costs as the solver scales them, stay below 2**57.

    Args:
        criteria: Names of criteria, the first decides first.
        rewards: What counts besides the number of pairs.
        pairs: No assignment has more pairs than this.
        people: Mentees and mentors together.
    """
    found: list[Goal] = []
    weights, below, top = dict[str, int](), 0, 0
    for criterion in reversed(criteria):
        largest = rewards.largest(criterion)
        if weights and (top + (below + 1) * largest) * (max(pairs, people) + 2) > _RANGE:
            found.append(Goal(rewards, weights))
            weights, below, top = {}, 0, 0
        weights = {criterion: below + 1, **weights}
        top += weights[criterion] * largest
        below += weights[criterion] * largest * pairs
    return [Goal(rewards, weights), *reversed(found)]
