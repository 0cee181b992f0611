"""Small markets with everything that can be asked of the small door, and what an answer reaches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from saas.matching.engine import Assignment, assign

UNITS = 10_000
ORDERS: dict[Any, tuple[str, ...]] = {
    "most_people": ("mentees", "pairs", "floors", "total"),
    "both_sides": ("mentees", "mentors", "floors", "total"),
    "best_fit": ("total",),
    "raise_the_lowest": ("mentees", "pairs", "lowest", "total"),
    ("mentees", "mentors", "total"): ("mentees", "mentors", "total"),
    ("pairs", "floors", "mentors", "mentees", "total"): (
        "pairs",
        "floors",
        "mentors",
        "mentees",
        "total",
    ),
}
"""By objective the criteria that it reaches in order, as docs/match.md has them."""
NOBODY = UNITS + 1
"""The lowest fit where there is no pair that counts for it."""


def none() -> np.ndarray:
    return np.empty((0, 2), int)


@dataclass(frozen=True)
class Case:
    """A small market in units of 1/10,000, -1 where a pair is forbidden."""

    units: np.ndarray
    mentors: np.ndarray
    mentees: np.ndarray
    minimum: int = 0
    floors: tuple[int, ...] = ()
    spread: int = 0
    pins: np.ndarray = field(default_factory=none)
    bonus: np.ndarray = field(default_factory=lambda: np.zeros((1, 1), int))
    standing: np.ndarray = field(default_factory=none)

    @property
    def fit(self) -> np.ndarray:
        """The fits, NaN where a pair is forbidden."""
        return np.where(self.units < 0, np.nan, self.units / UNITS)

    @property
    def pinned(self) -> np.ndarray:
        """Whether each pair is pinned."""
        return self.marked(self.pins)

    def marked(self, pairs: np.ndarray) -> np.ndarray:
        """Whether each pair is among some."""
        grid = np.zeros(self.units.shape, bool)
        grid[tuple(np.reshape(pairs, (-1, 2)).T)] = True
        return grid

    def allowed(self, objective: Any) -> np.ndarray:
        """Whether each pair may be in an assignment."""
        lowest = max(self.minimum, int(objective == "best_fit"))
        found: np.ndarray = (self.units >= lowest) | self.pinned
        return found

    def solved(self, objective: Any, **more: Any) -> Assignment:
        """What the engine answers."""
        return assign(
            self.fit,
            self.mentors,
            mentee_capacity=self.mentees,
            objective=objective,
            minimum=self.minimum / UNITS,
            floors=[floor / UNITS for floor in self.floors],
            spread=self.spread / UNITS,
            pins=self.pins,
            bonus=self.bonus / UNITS,
            standing=self.standing,
            **more,
        )

    def keeps_the_rules(self, pairs: np.ndarray, objective: Any) -> bool:
        """Whether pairs are allowed and distinct, fit into the places, and hold the pins."""
        grid = self.marked(pairs)
        return bool(
            grid.sum() == len(pairs)
            and (grid.sum(axis=1) <= self.mentees).all()
            and (grid.sum(axis=0) <= self.mentors).all()
            and (grid <= self.allowed(objective)).all()
            and (grid >= self.pinned).all()
        )

    def worth(self) -> dict[str, np.ndarray]:
        """What each pair adds to a criterion by itself."""
        return {
            "pairs": np.ones(self.units.shape, int),
            "floors": sum(
                ((self.units >= floor).astype(int) for floor in self.floors),
                np.zeros(self.units.shape, int),
            ),
            "total": self.units + self.bonus,
            "standing": self.marked(self.standing).astype(int),
        }

    def reached(self, grid: np.ndarray) -> dict[str, np.ndarray]:
        """What assignments, of shape (n, mentees, mentors), reach by each criterion."""
        sums = {name: (grid * worth).sum(axis=(1, 2)) for name, worth in self.worth().items()}
        mentors = grid.any(axis=1).sum(axis=1)
        counted = np.where((grid > 0) & ~self.pinned, self.units, NOBODY)
        return sums | {
            "mentees": grid.any(axis=2).sum(axis=1),
            "mentors": mentors,
            "lowest": counted.min(axis=(1, 2)),
            "total": sums["total"] + self.spread * mentors,
        }
