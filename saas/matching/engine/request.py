"""What ``assign`` is asked, checked: each refusal is a ValueError that names the argument."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .objective import CRITERIA, OBJECTIVES, UNITS, Fits
from .places import IntArray
from .rising import rising
from .ties import Keys


def checked_fit(fit: ArrayLike, mentor_capacity: ArrayLike) -> Fits:
    """Fit in units of 1/10,000, halves to the even neighbor; -1 where the pair is forbidden."""
    matrix = _floats("fit", fit)
    if matrix.shape == (0,):
        matrix = matrix.reshape(0, np.size(mentor_capacity) if np.ndim(mentor_capacity) else 0)
    if matrix.ndim != 2:
        raise ValueError(f"fit must have two dimensions, mentees and mentors, not {matrix.ndim}.")
    forbidden = np.isnan(matrix)
    if not (forbidden | ((matrix >= 0) & (matrix <= 1))).all():
        raise ValueError("fit must lie in [0, 1], or be NaN where a pair is forbidden.")
    units = np.where(forbidden, -1, np.rint(matrix * UNITS))
    return np.ascontiguousarray(units, np.int32)


def checked_capacity(name: str, capacity: ArrayLike, people: int, others: int) -> IntArray:
    """One capacity per person. More than all others could fill counts as one more than those."""
    array = _integers(name, capacity)
    if array.shape not in {(), (people,)}:
        raise ValueError(f"{name} must be one number or {people}, not shape {array.shape}.")
    if (array < 0).any():
        raise ValueError(f"{name} must not be negative.")
    return np.broadcast_to(np.minimum(array, others + 1).astype(np.int64), (people,))


def checked_keys(name: str, keys: ArrayLike | None, people: int) -> Keys:
    """One distinct integer per person; positions when None."""
    array = np.arange(people) if keys is None else _integers(name, keys)
    if array.shape != (people,):
        raise ValueError(f"{name} must hold {people} numbers, not shape {array.shape}.")
    ordered = np.sort(array)
    if (ordered[1:] == ordered[:-1]).any():
        raise ValueError(f"{name} must not hold the same number twice.")
    return array.astype(np.uint64)


def checked_units(name: str, share: float, most: float = 1.0) -> int:
    """A number in [0, most], in units of 1/10,000."""
    number = _floats(name, share)
    if number.ndim or not 0 <= number <= most:
        raise ValueError(f"{name} must be a number from 0 to {most:g}.")
    return int(np.rint(number * UNITS))


def checked_floors(floors: Iterable[float]) -> tuple[int, ...]:
    """Floors in units of 1/10,000."""
    array = _floats("floors", list(floors) if np.iterable(floors) else floors)
    if array.ndim != 1:
        raise ValueError("floors must be a list of numbers from 0 to 1.")
    return tuple(checked_units("floors", floor) for floor in array)


def checked_criteria(objective: str | Iterable[str]) -> tuple[str, ...]:
    """The criteria of an objective in their order."""
    if isinstance(objective, str) and objective in OBJECTIVES:
        return OBJECTIVES[objective]
    if isinstance(objective, str) or not np.iterable(objective):
        raise ValueError(f"objective must be one of {', '.join(OBJECTIVES)}.")
    criteria = tuple(str(each) for each in objective)
    if len(set(criteria)) < len(criteria) or criteria[-1:] != ("total",):
        raise ValueError("objective must name each criterion once, total last.")
    if not set(criteria) <= set(CRITERIA):
        raise ValueError(f"objective must be made of {', '.join(CRITERIA)}.")
    return criteria


def checked_bonus(bonus: ArrayLike, fit: Fits) -> Fits:
    """What is added to each fit, in units of 1/10,000."""
    array = _floats("bonus", bonus)
    if not ((array >= 0) & (array <= 1)).all():
        raise ValueError("bonus must lie in [0, 1].")
    try:
        return np.broadcast_to(np.rint(array * UNITS).astype(np.int32), fit.shape)
    except ValueError:
        raise ValueError(f"bonus must broadcast to shape {fit.shape}, not {array.shape}.") from None


def checked_pins(pins: ArrayLike, fit: Fits, room: tuple[IntArray, IntArray]) -> IntArray:
    """Pinned pairs as row times width plus column, sorted."""
    pairs = checked_positions("pins", pins, fit.shape)
    mentee, mentor = np.divmod(pairs, max(1, fit.shape[1]))
    return checked_places(pairs, fit[mentee, mentor], room)


def checked_places(
    pairs: IntArray, fit: NDArray[np.integer], room: tuple[IntArray, IntArray]
) -> IntArray:
    """Pinned pairs, of which none is forbidden and for which there are places."""
    if (fit < 0).any():
        raise ValueError("pins must not hold a forbidden pair.")
    for side, who in zip(room, np.divmod(pairs, max(1, len(room[1]))), strict=True):
        if (np.bincount(who, minlength=len(side)) > side).any():
            raise ValueError("pins must not hold more pairs of a person than the capacity allows.")
    return pairs


def checked_positions(name: str, given: ArrayLike, shape: tuple[int, ...]) -> IntArray:
    """Distinct pairs of a market of some shape as row times width plus column, sorted."""
    array = _integers(name, given)
    if array.size == 0:
        return np.empty(0, np.int64)
    if array.ndim != 2 or array.shape[1] != 2:
        raise ValueError(f"{name} must have two columns, mentee and mentor.")
    if (array < 0).any() or (array >= shape).any():
        raise ValueError(f"{name} must be positions of mentees and mentors.")
    mentee, mentor = array.T.astype(np.int64)
    pairs = rising(mentee * shape[1] + mentor)
    if len(pairs) < len(array):
        raise ValueError(f"{name} must not hold a pair twice.")
    return pairs


def _floats(name: str, value: ArrayLike) -> NDArray[np.float64]:
    try:
        array = np.asarray(value)
        if array.dtype.kind in "biufO":  # not texts of digits, days or complex numbers
            return array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        pass
    raise ValueError(f"{name} must be made of numbers.")


def _integers(name: str, value: ArrayLike) -> NDArray[np.int64] | NDArray[np.uint64]:
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} must be made of whole numbers.") from None
    if array.size == 0:
        return array.astype(np.int64)
    if array.dtype.kind not in "iu":
        raise ValueError(f"{name} must be made of whole numbers.")
    return array
