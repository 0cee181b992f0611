"""The highest fit that the worst pair of a large market can have, without losing a pair."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from saas.matching.engine.places import IntArray

from .certify import Certified, Effort, certify
from .graph import solve
from .known import Candidates
from .scanner import Scanner
from .task import Task, worth_of


def highest(
    scanner: Scanner,
    level: int,
    most_pairs: Callable[[int], Task],
    effort: Effort,
    until: float,
    known: Candidates,
) -> int:
    """The highest fit below which all pairs can be forbidden with as many pairs in reach.

    A best choice by all criteria told how many pairs there can be, and candidates. Among those
    the level is found by halving; that the next one is out of reach is proved over all pairs, or
    more candidates come of it.

    Args:
        scanner: All pairs.
        level: The fit below which all pairs are forbidden already.
        most_pairs: The criteria that must not lose, with pairs of a lower fit forbidden.
        effort: How to go about it.
        until: When to stop with what is reached.
        known: The candidates, with that choice.
    """
    best = _reached(most_pairs(level), known)
    while len(known.pairs[known.chosen]):
        level = _halved(most_pairs, known, best, level)
        task = most_pairs(level + 1)
        start = _allowed(known, level + 1), np.zeros(scanner.width, np.int64), None
        found = certify(scanner, task, effort=effort, start=start, until=until)
        if not found.proved or _value(task, found) < best:
            return level
        known.add(found.candidates.pairs, found.candidates.fit, found.candidates.bonus)
        level += 1
    return level


def _halved(most_pairs: Callable[[int], Task], known: Candidates, best: int, level: int) -> int:
    """The highest level from ``level`` on at which the candidates alone reach the best."""
    levels = np.unique(known.fit[known.fit >= level])
    low, high = -1, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _reached(most_pairs(int(levels[middle])), known) == best:
            low = middle
        else:
            high = middle - 1
    return level if low < 0 else int(levels[low])


def _allowed(known: Candidates, level: int) -> Candidates:
    kept = known.take(known.fit >= level)
    kept.chosen = np.zeros(len(kept.pairs), np.bool_)
    return kept


def _reached(task: Task, known: Candidates) -> int:
    """How far the candidates alone reach."""
    allowed = _allowed(known, task.scale.lowest)
    worth = allowed.worth(task.scale)
    free: IntArray = np.zeros(len(task.sides[1].most), np.int64)
    chosen = solve(allowed.pairs, worth, task.sides, free, allowed.chosen).chosen
    return worth_of(task.sides, allowed.pairs[chosen], worth[chosen])


def _value(task: Task, found: Certified) -> int:
    best = found.candidates.take(found.candidates.chosen)
    return worth_of(task.sides, best.pairs, best.worth(task.scale))
