"""What a change of a proved matching costs: somebody declines, or would rather have another."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from saas.matching.engine.objective import UNITS
from saas.matching.engine.places import IntArray
from saas.matching.engine.rising import joined, marked, within

from .certify import Certified, Effort, certify
from .door import Matching
from .graph import Ready, Solution
from .task import worths


@dataclass(frozen=True, slots=True, eq=False)
class Rematch:
    """A matching after some pairs fell through.

    Attributes:
        pairs: Positions of mentee and mentor, shape (n, 2), sorted; the frozen ones included.
        found: The choice behind it, to go on from.
        proved: Whether it is proved best among those that keep the frozen pairs.
    """

    pairs: IntArray
    found: Certified
    proved: bool


def rematch(
    matching: Matching,
    refused: IntArray,
    frozen: IntArray,
    *,
    steadiness: int = 300,
    effort: Effort | None = None,
) -> Rematch:
    """Match again without some pairs, from where the last run ended.

    Args:
        matching: The last run, proved.
        refused: Pairs that fell through, shape (n, 2), and may not come back.
        frozen: Pairs that stay as they are, shape (n, 2).
        steadiness: What keeping a pair that was proposed is worth, in units of fit up to 10,000:
            so much must a change gain.
        effort: How to go about it.

    Raises:
        ValueError: The matching is not proved.
    """
    market, found = matching.market, matching.market.found
    if found is None or not matching.assignment.certified:
        raise ValueError("matching must be proved before it can be mended.")
    width = len(market.columns)

    def numbered(pairs: IntArray) -> IntArray:
        row = np.searchsorted(market.rows, pairs[:, 0])
        return np.sort(row * width + np.searchsorted(market.columns, pairs[:, 1]))

    stay, known = numbered(frozen), found.candidates
    drawn = numbered(_without_pins(matching))
    known = replace(known, chosen=marked(known.pairs, drawn))
    known = known.without(joined(stay, numbered(refused)))
    ahead = market.scanner.codes.ahead(*np.divmod(known.pairs, width))
    known.bonus = np.minimum(ahead + np.where(known.chosen, steadiness, 0), UNITS)
    sides = tuple(
        side.less(np.bincount(who, minlength=len(side.most)))
        for side, who in zip(market.task.sides, np.divmod(stay, width), strict=True)
    )
    again = certify(
        market.scanner,
        replace(market.task, sides=(sides[0], sides[1])),
        effort=effort or Effort(),
        start=(known, found.solution.mentor_price, found.shields()),
    )
    pairs = joined(stay, again.candidates.pairs[again.candidates.chosen])
    row, column = np.divmod(pairs, width)
    return Rematch(
        np.stack([market.rows[row], market.columns[column]], axis=1), again, again.proved
    )


def _without_pins(matching: Matching) -> IntArray:
    """The pairs that the last run chose itself."""
    pairs = matching.assignment.pairs
    if not len(matching.pins):
        return pairs
    numbers = pairs[:, 0] * len(matching.assignment.mentor_price) + pairs[:, 1]
    return pairs[~within(numbers, matching.pins)]


_DEAR = 1 << 60
_FEW = 6


class WhyNot:
    """What it would cost to give one mentee a certain mentor."""

    def __init__(self, matching: Matching) -> None:
        """Get ready to answer for the people with places in a proved matching."""
        self._market, found = matching.market, matching.market.found
        if found is None:
            raise ValueError("matching must be of people with places.")
        self._found, task = found, self._market.task
        known = found.candidates
        self._ready = Ready(
            known.pairs, known.worth(found.scale), task.sides, known.chosen, found.solution
        )

    def at_least(self, mentee: int, mentor: int, fit: int) -> int:
        """The least it costs, from the prices alone; negative is no loss."""
        solution = self._found.solution
        price = int(solution.mentee_price[mentee]) + int(solution.mentor_price[mentor])
        return price - self._worth(mentee, mentor, fit)

    def exactly(self, mentee: int, mentor: int, fit: int) -> tuple[int, bool]:
        """What it costs when all others are matched again as well as can be, and if that is proved.

        Args:
            mentee: A row of the open market,
            mentor: a column of it: two who are not together.
            fit: Their fit, in units.
        """
        solution, less = self._ready.forced(mentee, mentor)
        return less - self._worth(mentee, mentor, fit), self._proved(mentee, solution)

    def _proved(self, mentee: int, solution: Solution) -> bool:
        """Whether no pair left out is worth more than its two prices by now.

        Only those with a mentor whose price fell can be, but for mentees whose own price fell
        below what is known of their pairs.
        """
        left_out, price = self._found.left_out, np.maximum(solution.mentee_price, 0)
        fell = self._found.solution.mentor_price - solution.mentor_price
        fallen, everyone = np.flatnonzero(fell > 0), np.arange(len(fell))
        price[mentee] = _DEAR
        bare = left_out > price
        tempted = ~bare & (left_out + int(fell.max(initial=0)) > price)
        return self._ruled_out(np.flatnonzero(bare), everyone, solution, price) and (
            self._ruled_out(np.flatnonzero(tempted), fallen, solution, price)
        )

    def _ruled_out(
        self, rows: IntArray, columns: IntArray, solution: Solution, price: IntArray
    ) -> bool:
        """Whether, of some people, no pair but those known is worth more than its prices."""
        if not len(rows) or not len(columns):
            return True
        scale, known = self._found.scale, self._found.candidates.pairs
        sampled = self._market.scanner.sample(rows, columns)
        found = sampled.best(np.arange(len(rows)), solution.mentor_price[columns], scale, _FEW)
        row, column = np.divmod(found.pairs, len(columns))
        over = worths(scale, found.fit) - solution.mentor_price[columns[column]] - price[rows[row]]
        better = over > 0
        pairs = rows[row[better]] * len(solution.mentor_price) + columns[column[better]]
        return bool(within(pairs, known).all() and (found.shield <= price[rows]).all())

    def _worth(self, mentee: int, mentor: int, fit: int) -> int:
        scale, known, codes = self._found.scale, self._found.candidates, self._market.scanner.codes
        pair = mentee * codes.mentors + mentor
        at = int(np.searchsorted(known.pairs, pair))
        listed = at < len(known.pairs) and known.pairs[at] == pair
        ahead = (
            known.bonus[at] if listed else codes.ahead(np.array([mentee]), np.array([mentor]))[0]
        )
        return int(worths(scale, np.array([fit]))[0] + ahead * scale.slope)
