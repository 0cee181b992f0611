"""All pairs of a small market as one matrix of integer values, scanned against prices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .places import BoolArray, IntArray

FORBIDDEN = -(1 << 61)
"""The value of a pair that may not be chosen; no sum of two prices comes near it."""

_BLOCK = 1 << 18
_CLIP = 1 << 56


@dataclass(frozen=True, slots=True)
class Matrix:
    """The value of every pair, mentees in rows; a pair is named by row times width plus column."""

    value: IntArray

    @property
    def width(self) -> int:
        """The number of mentors."""
        return int(self.value.shape[1])

    def values(self, pairs: IntArray) -> IntArray:
        """The values of some pairs."""
        return self.value.take(pairs)

    def allowed(self) -> IntArray:
        """Every pair that may be chosen."""
        return np.flatnonzero(self.value.reshape(-1) > FORBIDDEN)

    def sample(self, share: int) -> tuple[IntArray, IntArray]:
        """One of ``share`` mentees and mentors, the same at every call."""
        draw = np.random.default_rng(0).permutation
        rows, columns = (draw(size)[: size // share] for size in self.value.shape)
        return np.sort(rows), np.sort(columns)

    def best(self, mentor_price: IntArray, count: int) -> IntArray:
        """For each mentee the ``count`` pairs worth most above their mentor's price."""
        found = [np.empty(0, np.int64)]
        for rows in self._blocks():
            value = self.value[rows]
            row, column = _top(value - mentor_price, count)
            allowed = value[row, column] > FORBIDDEN
            found.append(((rows.start + row) * self.width + column)[allowed])
        return np.concatenate(found)

    def better(
        self, mentee_price: IntArray, mentor_price: IntArray, known: IntArray, count: int
    ) -> tuple[IntArray, int]:
        """Look at every pair once, for what these prices leave on the table.

        Returns:
            For each mentee up to ``count`` of the pairs worth more than the two prices, the
            ``known`` (sorted) ones aside; and the summed surplus of the known ones. When none is
            found, that is the surplus of all pairs.
        """
        found, surplus = [np.empty(0, np.int64)], 0
        for rows in self._blocks():
            over = self.value[rows] - mentee_price[rows, None]
            over -= mentor_price
            first, last = np.searchsorted(known, [rows.start * self.width, rows.stop * self.width])
            mine = known[first:last] - rows.start * self.width
            surplus += int(np.maximum(over.take(mine), 0).sum())
            over.put(mine, 0)
            somewhere = np.flatnonzero((over > 0).any(axis=1))
            row, column = _top(over[somewhere], count)
            better = over[somewhere[row], column] > 0
            found.append(((rows.start + somewhere[row]) * self.width + column)[better])
        return np.concatenate(found), surplus

    def face(self, mentee_price: IntArray, mentor_price: IntArray) -> tuple[BoolArray, IntArray]:
        """Pairs that an optimum with these prices may choose, and the pairs that it must."""
        may = np.zeros(self.value.shape, np.bool_)
        must = [np.empty(0, np.int64)]
        for rows in self._blocks():
            over = self.value[rows] - mentee_price[rows, None]
            over -= mentor_price
            may[rows] = over == 0
            must.append(np.flatnonzero(over.reshape(-1) > 0) + rows.start * self.width)
        return may, np.concatenate(must)

    def _blocks(self) -> Iterator[slice]:
        """Rows by the block: small enough to stay in the processor's cache."""
        step = max(1, _BLOCK // max(1, self.width))
        for start in range(0, len(self.value), step):
            yield slice(start, min(start + step, len(self.value)))


def _top(amount: IntArray, count: int) -> tuple[IntArray, IntArray]:
    """Row and column of the ``count`` largest amounts of each row.

    Equal amounts are told apart by chance: were it by position, everybody who sees many equal
    mentors would be offered the same few. The dice are loaded, so that each run throws the same.
    """
    rows, width = amount.shape
    if width <= count:
        return np.repeat(np.arange(rows), width), np.tile(np.arange(width), rows)
    rank = np.clip(amount, -_CLIP, _CLIP) * 64
    rank += np.random.default_rng(0).integers(0, 64, amount.shape, np.uint8)
    column = np.argpartition(rank, width - count, axis=1)[:, width - count :]
    return np.repeat(np.arange(rows), count), column.reshape(-1)
