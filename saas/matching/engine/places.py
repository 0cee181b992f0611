"""How many pairs each person of one side may be in, and what the first of them is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Places:
    """One side of a market: bounds on the pairs of each person, and a bonus for being in any.

    Attributes:
        least: The pairs a person must be in.
        most: The pairs a person may be in, never below ``least``.
        first: What the first pair is worth on top of its value, 0 or more; 0 where ``least`` > 0
            (the first is certain there, so it decides nothing).
    """

    least: IntArray
    most: IntArray
    first: IntArray

    @classmethod
    def up_to(cls, most: IntArray) -> Places:
        """Anything from no pair to ``most``, the first worth no more than the others."""
        return cls(np.zeros_like(most), most, np.zeros_like(most))

    def rewarding(self, bonus: int, served: BoolArray) -> Places:
        """The same places, with ``bonus`` on the first pair of everyone not ``served`` already."""
        certain = served | (self.least > 0)
        return Places(self.least, self.most, np.where(certain, 0, np.int64(bonus)))

    def sample(self, people: IntArray) -> Places:
        """The places of some people, none of them certain."""
        return Places(np.zeros_like(people), self.most[people], self.first[people])

    def less(self, taken: IntArray) -> Places:
        """What is left of the places when ``taken`` of them are filled beforehand."""
        least = np.maximum(self.least - taken, 0)
        return Places(least, self.most - taken, np.where(taken > 0, 0, self.first))

    def worth(self, price: IntArray) -> int:
        """The most that filling the places at ``price`` each can earn: this side of the bound."""
        counts = np.stack([self.least, np.clip(1, self.least, self.most), self.most])
        return int((counts * price + (counts > 0) * self.first).max(axis=0).sum())

    def face(self, price: IntArray) -> Places:
        """The places every optimum with these prices fills: the bounds tightened, without bonus.

        Earning ``first + price`` on the first place and ``price`` on each further one, an optimum
        takes what earns, leaves what costs, and is free where the two are equal.
        """
        opening = self.first + price
        start = np.clip(1, self.least, self.most)
        least = np.where(price > 0, self.most, np.where(opening > 0, start, self.least))
        most = np.where(price >= 0, self.most, np.where(opening >= 0, start, self.least))
        return Places(least, most, np.zeros_like(self.first))
