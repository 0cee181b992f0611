"""Sets of whole numbers as rising arrays.

`numpy.unique`, `isin` and their like look numbers up in a table of hashes, which takes ten times as
long as sorting does.
"""

from __future__ import annotations

import numpy as np

from .places import BoolArray, IntArray


def rising(numbers: IntArray) -> IntArray:
    """The distinct ones of some numbers, rising."""
    ordered = np.sort(numbers)
    if not len(ordered):
        return ordered
    new = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    found: IntArray = ordered[new]
    return found


def joined(one: IntArray, other: IntArray) -> IntArray:
    """All numbers of either, rising."""
    return rising(np.concatenate([one, other]))


def within(numbers: IntArray, listed: IntArray) -> BoolArray:
    """Whether each of some numbers is among others, which rise."""
    if not len(listed):
        return np.zeros(len(numbers), np.bool_)
    found: BoolArray = listed.take(np.searchsorted(listed, numbers), mode="clip") == numbers
    return found


def marked(listed: IntArray, numbers: IntArray) -> BoolArray:
    """Which of some rising numbers are among others, which are fewer."""
    marks = np.zeros(len(listed), np.bool_)
    if len(listed):
        at = np.minimum(np.searchsorted(listed, numbers), len(listed) - 1)
        marks[at[listed[at] == numbers]] = True
    return marks
