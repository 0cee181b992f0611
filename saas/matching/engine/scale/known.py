"""What a search knows: some pairs one by one, and of all others that they are worth little."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from saas.matching.engine.places import BoolArray, IntArray
from saas.matching.engine.rising import joined, marked, within

from .sweep import NOTHING, Scale
from .task import worths


@dataclass(slots=True, eq=False)
class Candidates:
    """The pairs that are known one by one.

    Attributes:
        pairs: Row times width plus column, rising.
        fit: Their fits.
        chosen: Which of them are.
        bonus: Units that each counts for more without being part of its fit.
        refused: Pairs, rising, that may not become candidates.
    """

    pairs: IntArray
    fit: NDArray[np.int16]
    chosen: BoolArray
    bonus: IntArray
    refused: IntArray | None = None

    def worth(self, scale: Scale) -> IntArray:
        """What each is worth."""
        return worths(scale, self.fit) + self.bonus * scale.slope

    def take(self, some: BoolArray) -> Candidates:
        """Some of them."""
        return Candidates(
            self.pairs[some], self.fit[some], self.chosen[some], self.bonus[some], self.refused
        )

    def without(self, pairs: IntArray) -> Candidates:
        """A copy without some pairs, which may not come back."""
        kept = self.take(~marked(self.pairs, pairs))
        before = np.empty(0, np.int64) if self.refused is None else self.refused
        kept.refused = joined(before, pairs)
        return kept

    @classmethod
    def none(cls) -> Candidates:
        """No pairs yet."""
        none = np.empty(0, np.int64)
        return cls(none, np.empty(0, np.int16), np.empty(0, np.bool_), none)

    def add(self, pairs: IntArray, fit: NDArray[np.int16], bonus: IntArray) -> Candidates:
        """Add pairs that are not known yet, and return those."""
        if (pairs[1:] <= pairs[:-1]).any():
            pairs, first = np.unique(pairs, return_index=True)
            fit, bonus = fit[first], bonus[first]
        if self.refused is not None:
            allowed = ~within(pairs, self.refused)
            pairs, fit, bonus = pairs[allowed], fit[allowed], bonus[allowed]
        new = ~within(pairs, self.pairs)
        pairs, fit, bonus = pairs[new], fit[new], bonus[new]
        more = Candidates(pairs, fit, np.zeros(len(pairs), np.bool_), bonus)
        self._merge(more)
        return more

    def _merge(self, more: Candidates) -> None:
        """Take in others, of which none is known."""
        place = np.searchsorted(self.pairs, more.pairs) + np.arange(len(more.pairs))
        old = np.ones(len(self.pairs) + len(more.pairs), np.bool_)
        old[place] = False
        for name in ("pairs", "fit", "chosen", "bonus"):
            mine, theirs = getattr(self, name), getattr(more, name)
            both = np.empty(len(old), mine.dtype)
            both[old], both[place] = mine, theirs
            setattr(self, name, both)


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
