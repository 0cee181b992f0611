"""The result in which nobody could find somebody better who would have them, too.

Deferred acceptance (Gale and Shapley 1962), for places on both sides. Both of a pair see the same
fit, so the best pair left is never turned down later: taking pairs from the best down comes to
the same, and to the only stable result but for ties.
"""

import dataclasses as dc

import numpy as np
from numpy.typing import ArrayLike

from .assign import Assignment, assign
from .objective import UNITS
from .places import IntArray
from .request import checked_bonus, checked_capacity, checked_fit, checked_keys, checked_pins
from .ties import lots


def stable(
    fit: ArrayLike,
    mentor_capacity: ArrayLike,
    *,
    mentee_capacity: ArrayLike = 1,
    minimum: float = 0.0,
    mentee_key: ArrayLike | None = None,
    mentor_key: ArrayLike | None = None,
    pins: ArrayLike = (),
    bonus: ArrayLike = 0.0,
) -> Assignment:
    """Find the assignment that leaves no mentee and mentor who both gain by each other.

    Arguments are those of `assign`; the bonus, then the keys decide between pairs of equal fit.

    Returns:
        An assignment whose bound, prices and weights are those of the best total fit: bound minus
        total is the price of stability, and it is certified only where that is nothing.
    """
    fits = checked_fit(fit, mentor_capacity)
    mentees, mentors = fits.shape
    left = (
        checked_capacity("mentee_capacity", mentee_capacity, mentees, mentors).copy(),
        checked_capacity("mentor_capacity", mentor_capacity, mentors, mentees).copy(),
    )
    pinned = checked_pins(pins, fits, left)
    chosen = np.zeros(fits.shape, bool)
    for row, col in zip(*np.divmod(pinned, max(1, mentors)), strict=True):
        _take(chosen, left, int(row), int(col))
    keys = (
        checked_keys("mentee_key", mentee_key, mentees),
        checked_keys("mentor_key", mentor_key, mentors),
    )
    rows, cols = np.nonzero((fits >= round(minimum * UNITS)) & ~chosen)
    lot = lots(keys[0][rows], keys[1][cols])
    order = np.lexsort((-lot, -checked_bonus(bonus, fits)[rows, cols], -fits[rows, cols]))
    for row, col in zip(rows[order].tolist(), cols[order].tolist(), strict=True):
        if left[0][row] > 0 and left[1][col] > 0:
            _take(chosen, left, row, col)
    best = assign(
        fit,
        mentor_capacity,
        mentee_capacity=mentee_capacity,
        objective=("total",),
        minimum=minimum,
        mentee_key=mentee_key,
        mentor_key=mentor_key,
        pins=pins,
    )
    pairs = np.argwhere(chosen).astype(np.int64)
    total = int(fits[tuple(pairs.T)].sum(dtype=np.int64)) / UNITS
    return dc.replace(best, pairs=pairs, total=total, certified=total == best.bound)


def _take(chosen: np.ndarray, left: tuple[IntArray, IntArray], row: int, col: int) -> None:
    chosen[row, col] = True
    left[0][row] -= 1
    left[1][col] -= 1
