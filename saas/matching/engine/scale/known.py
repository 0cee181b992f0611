"""What a search knows: some pairs one by one, and of all others that they are worth little."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from saas.matching.engine.places import BoolArray, IntArray

from .sweep import NOTHING, Scale
from .task import worths


@dataclass(slots=True, eq=False)
class Candidates:
    """The pairs that are known one by one.

    Attributes:
        pairs: Row times width plus column, rising.
        fit: Their fits.
        chosen: Which of them are.
        bonus: What some are worth on top; None when none is.
        refused: Pairs, rising, that may not become candidates.
    """

    pairs: IntArray
    fit: NDArray[np.int16]
    chosen: BoolArray
    bonus: IntArray | None = None
    refused: IntArray | None = None

    def worth(self, scale: Scale) -> IntArray:
        """What each is worth."""
        worth = worths(scale, self.fit)
        return worth if self.bonus is None else worth + self.bonus

    def without(self, pairs: IntArray) -> Candidates:
        """A copy without some pairs, which may not come back."""
        kept = ~np.isin(self.pairs, pairs)
        before = np.empty(0, np.int64) if self.refused is None else self.refused
        bonus = None if self.bonus is None else self.bonus[kept]
        return Candidates(
            self.pairs[kept],
            self.fit[kept],
            self.chosen[kept],
            bonus,
            np.union1d(before, pairs),
        )

    @classmethod
    def none(cls) -> Candidates:
        """No pairs yet."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int16), np.empty(0, np.bool_))

    def add(self, pairs: IntArray, fit: NDArray[np.int16]) -> tuple[IntArray, NDArray[np.int16]]:
        """Add pairs that are not known yet, and return those."""
        pairs, first = np.unique(pairs, return_index=True)
        fit = fit[first]
        if self.refused is not None:
            allowed = ~np.isin(pairs, self.refused)
            pairs, fit = pairs[allowed], fit[allowed]
        at = np.searchsorted(self.pairs, pairs)
        known = np.zeros(len(pairs), np.bool_)
        inside = at < len(self.pairs)
        known[inside] = self.pairs[at[inside]] == pairs[inside]
        pairs, fit, at = pairs[~known], fit[~known], at[~known]
        self.pairs = np.insert(self.pairs, at, pairs)
        self.fit = np.insert(self.fit, at, fit)
        if self.bonus is not None:
            self.bonus = np.insert(self.bonus, at, 0)
        self.chosen = np.insert(self.chosen, at, False)
        return pairs, fit


@dataclass(slots=True, eq=False)
class Shields:
    """What is known of the pairs left out, for each mentee.

    Attributes:
        shield: At the prices of ``version``, no pair left out is worth more than this above them.
        version: Which of the price lists.
        lists: Prices of mentors at earlier sweeps.
    """

    shield: IntArray
    version: IntArray
    lists: list[IntArray] = field(default_factory=list)

    def note(self, mentees: IntArray, shield: IntArray, price: IntArray) -> None:
        """Take down what a sweep of some mentees found."""
        self.shield[mentees] = shield
        self.version[mentees] = len(self.lists)
        self.lists.append(price.copy())
        self.lists = [
            each if (self.version == at).any() else each[:0] for at, each in enumerate(self.lists)
        ]

    def above(self, price: IntArray) -> IntArray:
        """The most that a pair left out may be worth above its mentor's price now."""
        fell = [int((old - price).max(initial=0)) if len(old) else 0 for old in self.lists]
        most = self.shield + np.array(fell, np.int64)[self.version]
        return np.where(self.shield > NOTHING, most, NOTHING)
