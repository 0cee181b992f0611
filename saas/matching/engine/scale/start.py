"""Where an earlier run ended, for the next one to begin there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from saas.matching.engine.assign import Assignment
from saas.matching.engine.objective import UNITS
from saas.matching.engine.places import BoolArray, IntArray

from .codes import Codes
from .guess import smoothed
from .sweep import NOTHING
from .task import Sides


class Guess(NamedTuple):
    """What a search begins with.

    Attributes:
        price: A price for each mentor.
        pairs: Pairs that may be in the result, row times width plus column, rising.
    """

    price: IntArray
    pairs: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """What an earlier run came to. It changes the time that the next one takes, not its result.

    Attributes:
        mentor_price: What a place of each mentor was worth, in units of 1/10,000.
        known: Whether that is known; of the others it is guessed from mentors who answered alike.
        weights: What one more of each criterion was worth, likewise.
        pairs: Positions of mentee and mentor of those who were put together, shape (n, 2).
    """

    mentor_price: IntArray
    known: BoolArray
    weights: Mapping[str, int]
    pairs: IntArray

    @classmethod
    def of(cls, found: Assignment) -> Start:
        """What a run of the same people came to."""
        price = np.rint(found.mentor_price * UNITS).astype(np.int64)
        return cls(price, np.ones(len(price), np.bool_), in_units(found.weights), found.pairs)

    def guess(
        self, codes: Codes, rows: IntArray, columns: IntArray, weights: Mapping[str, int]
    ) -> Guess | None:
        """The same of some mentees and mentors, whose codes these are, by other weights.

        None when nothing is known of any of these mentors.
        """
        known = self.known[columns]
        if not known.any():
            return None
        price = reweighed(self.mentor_price[columns], self.weights, weights)
        price = np.where(known, price, smoothed(codes, np.where(known, price, NOTHING)))
        row, column = _places(rows, self.pairs[:, 0]), _places(columns, self.pairs[:, 1])
        there = (row >= 0) & (column >= 0)
        return Guess(price, np.sort(row[there] * len(columns) + column[there]))


def _places(some: IntArray, who: IntArray) -> IntArray:
    """Where people stand among some, who rise; -1 for others."""
    at = np.searchsorted(some, who)
    return np.where(some.take(at, mode="clip") == who, at, -1)


def in_units(weights: Mapping[str, float]) -> dict[str, int]:
    """What one more of each criterion is worth, as `Assignment.weights` has it, in whole units."""
    return {
        name: 1 if name == "total" else round(weight * UNITS) for name, weight in weights.items()
    }


def reweighed(price: IntArray, before: Mapping[str, int], after: Mapping[str, int]) -> IntArray:
    """Prices by other weights of criteria, which grow with the number of people.

    A price is so many, or so many and a half, of each criterion: they are taken out from the
    weightiest down.
    """
    left, found = price.copy(), np.zeros_like(price)
    for name in sorted(before, key=lambda each: -before[each]):
        if name != "total":
            halves = (4 * left + before[name]) // (2 * before[name])
            left -= halves * before[name] // 2
            found += halves * after.get(name, 0) // 2
    moved: IntArray = found + left
    return moved


def within_places(pairs: IntArray, sides: Sides) -> BoolArray:
    """Which of some pairs, the first of everybody, fit into everybody's places."""
    kept = np.ones(len(pairs), np.bool_)
    for side, who in zip(sides, np.divmod(pairs, len(sides[1].most)), strict=True):
        mine = np.flatnonzero(kept)
        mine = mine[np.argsort(who[mine], kind="stable")]
        rank = np.arange(len(mine)) - np.searchsorted(who[mine], who[mine])
        kept[mine] = rank < side.most[who[mine]]
    return kept
