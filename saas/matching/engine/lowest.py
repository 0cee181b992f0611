"""The highest fit that the worst pair can have, without losing a pair."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .narrow import Choice
from .objective import Fits, Goal, Scores
from .places import IntArray
from .rising import joined, within


def highest_minimum(choice: Choice, scores: Scores, goals: Sequence[Goal]) -> int:
    """The highest fit below which all pairs can be forbidden with the goals still in reach.

    Found by halving the fits that occur; the next higher one is proved out of reach. Pairs that are
    fixed beforehand stay.
    """
    fit = scores.fit
    best, pairs = _reach(choice, scores, goals)
    levels = np.unique(fit[choice.allowed])
    low, high = _level(levels, fit, pairs), len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        reached, pairs = _reach(choice.only(fit >= levels[middle]), scores, goals)
        if reached == best:
            low = _level(levels, fit, pairs)
        else:
            high = middle - 1
    return int(levels[low]) if len(levels) else 0


def _reach(choice: Choice, scores: Scores, goals: Sequence[Goal]) -> tuple[list[int], IntArray]:
    """How far the goals can be reached, one after the other, and the pairs that do so."""
    fixed, values = choice.fixed, []
    for goal in goals:
        best, narrowed = choice.reach(scores, goal)
        values.append(choice.worth(scores, goal, best.pairs))
        choice = narrowed
    pairs = joined(choice.fixed, choice.known)
    return values, pairs[~within(pairs, fixed)]


def _level(levels: Fits, fit: Fits, pairs: IntArray) -> int:
    """The position among the levels of the lowest fit of some pairs; the last one without any."""
    if not len(pairs):
        return len(levels) - 1
    return int(np.searchsorted(levels, fit.take(pairs).min()))
