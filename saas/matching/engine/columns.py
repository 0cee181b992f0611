"""The exact optimum over all pairs, from the few that matter, proved by a scan of all.

Column generation: solve over some candidates, scan every pair for one worth more than the prices of
its two people, add those and solve again until there is none. The last scan is the proof.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .flow import Edges, solve
from .matrix import FORBIDDEN, Matrix
from .places import IntArray, Places
from .rising import joined, within

_ALL_AT_ONCE = 60_000
_FIRST, _MORE = 20, 8
_SHARE = 4


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best choice of pairs from a matrix.

    Attributes:
        pairs: The chosen pairs (row times width plus column), sorted.
        bound: The most that any choice can reach, from the prices alone.
        mentee_price: One price per mentee.
        mentor_price: One price per mentor.
    """

    pairs: IntArray
    bound: int
    mentee_price: IntArray
    mentor_price: IntArray


def optimum(matrix: Matrix, mentees: Places, mentors: Places, known: IntArray) -> Optimum:
    """Choose the pairs with the largest summed value, first places counted.

    Args:
        matrix: The value of every pair.
        mentees: The places of the rows.
        mentors: The places of the columns.
        known: Pairs to begin with; among them a choice that fills every ``least``.
    """
    pairs = joined(known, _candidates(matrix, mentees, mentors))
    while True:
        edges = Edges(*np.divmod(pairs, max(1, matrix.width)), matrix.values(pairs))
        solution = solve(edges, mentees, mentors)
        prices = solution.mentee_price, solution.mentor_price
        better, surplus = matrix.better(*prices, pairs, _MORE)
        if not len(better):
            bound = surplus + mentees.worth(prices[0]) + mentors.worth(prices[1])
            return Optimum(pairs[solution.chosen], bound, *prices)
        if within(better, pairs).any():
            raise ArithmeticError("A scan found pairs that the solution knew already.")
        pairs = joined(pairs, better)


def _candidates(matrix: Matrix, mentees: Places, mentors: Places) -> IntArray:
    """All pairs if they are few, else the best of each mentee at a guess of the prices."""
    allowed = matrix.allowed()
    if len(allowed) <= _ALL_AT_ONCE:
        return allowed
    return matrix.best(_guess(matrix, mentees, mentors), _FIRST)


def _guess(matrix: Matrix, mentees: Places, mentors: Places) -> IntArray:
    """Prices of mentors from a sample of the market.

    Without prices everybody's best candidates are the same few sought-after mentors, and most
    people are left over. The mentees of the sample, at their own prices there, bid for all mentors.
    """
    rows, columns = matrix.sample(_SHARE)
    sample = Matrix(matrix.value[np.ix_(rows, columns)])
    free = np.empty(0, np.int64)
    prices = optimum(sample, mentees.sample(rows), mentors.sample(columns), free).mentee_price
    bids = matrix.value[rows]
    bids -= prices[:, None]
    highest: IntArray = bids.max(axis=0, initial=FORBIDDEN)
    return np.maximum(highest, -mentors.first)
