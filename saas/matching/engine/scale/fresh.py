"""A first choice over listed pairs, by a flow solver that is quick from nothing.

It scales costs, so 64 bits do not hold the exact weights of a large market. It is given smaller
ones, which come to the same but in odd cases; ``graph.solve`` mends those.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from saas.matching.engine.flow import CostRangeError, Edges, choose
from saas.matching.engine.objective import Goal
from saas.matching.engine.places import BoolArray, IntArray, Places

from .jit import COMPILED

_TOTAL_BITS, _BITS = 15, 3
_MANY = 1 << 11
_GENTLE = {"total": 1, "floors": 2_000}


def rough(goal: Goal) -> Goal:
    """The same criteria with weights that only usually suffice."""
    names = list(reversed(goal.weights))
    start = _TOTAL_BITS if "total" in names else 0
    weights = {
        name: 1 if name == "total" else 1 << (start + _BITS * rank)
        for rank, name in enumerate(names)
    }
    return replace(goal, weights=dict(reversed(weights.items())))


def gentle(goal: Goal) -> Goal:
    """The same criteria with weights that do not drown the fit, for a first guess of prices."""
    return replace(goal, weights={name: _GENTLE.get(name, 20_000) for name in goal.weights})


def choice(pairs: IntArray, worth: IntArray, sides: tuple[Places, Places]) -> BoolArray | None:
    """The chosen pairs of an optimum; None when mending what is there is as quick, or all there is.

    Args:
        pairs: Row times width plus column, rising.
        worth: What each is worth by rough weights.
        sides: The places of both sides, first places at rough weights.
    """
    mentees, mentors = sides
    if not COMPILED or len(pairs) < _MANY:
        return None
    edges = Edges(*np.divmod(pairs, len(mentors.most)), worth)
    try:
        return choose(edges, mentees, mentors)
    except CostRangeError:
        return None
