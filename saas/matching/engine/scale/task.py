"""What is asked of a choice of pairs, and what a choice is worth by it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saas.matching.engine.objective import Goal
from saas.matching.engine.places import IntArray, Places

from .sweep import NOTHING, Scale

Sides = tuple[Places, Places]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What is asked of a choice.

    Attributes:
        scale: What fits are worth.
        sides: The places of mentees and mentors.
        rough: The same at weights that only usually suffice.
        gentle: The same at weights that do not drown the fit.
    """

    scale: Scale
    sides: Sides
    rough: tuple[Scale, Sides] | None = None
    gentle: tuple[Scale, Sides] | None = None

    def sample(self, rows: IntArray, columns: IntArray) -> Task:
        """The same asked of some people."""

        def some(sides: Sides) -> Sides:
            return sides[0].sample(rows), sides[1].sample(columns)

        scale, sides = self.gentle or (self.scale, self.sides)
        return Task(scale, some(sides), (scale, some(sides)))


def scale_of(goal: Goal, lowest: int) -> Scale:
    """What fits are worth by a goal, those under ``lowest`` forbidden.

    Floors that every pair reaches are part of the base.
    """
    floors = goal.rewards.floors if goal.weight("floors") else ()
    reached = sum(floor <= lowest for floor in floors)
    return Scale(
        lowest,
        goal.weight("pairs") + reached * goal.weight("floors"),
        goal.weight("total"),
        goal.weight("floors"),
        np.array([floor for floor in floors if floor > lowest], np.int64),
    )


def worths(scale: Scale, fit: NDArray[np.integer]) -> IntArray:
    """What pairs of these fits are worth; NOTHING under the lowest."""
    worth = fit * np.int64(scale.slope) + scale.base
    for floor in scale.floors:
        worth += (fit >= floor) * np.int64(scale.step)
    return np.where(fit >= scale.lowest, worth, NOTHING)


def worth_of(sides: Sides, pairs: IntArray, worth: IntArray) -> int:
    """What some pairs, of a worth each, are worth together, first places counted."""
    who = np.divmod(pairs, len(sides[1].most))
    firsts = (
        exact_sum(side.first[np.bincount(each, minlength=len(side.first)) > 0])
        for side, each in zip(sides, who, strict=True)
    )
    return exact_sum(worth) + sum(firsts)


def exact_sum(amounts: IntArray) -> int:
    """A sum that may exceed 64 bits."""
    high, low = amounts >> 32, amounts & 0xFFFFFFFF
    return (int(high.sum()) << 32) + int(low.sum())


def places_worth(side: Places, price: IntArray) -> int:
    """``Places.worth`` for sums that may exceed 64 bits."""
    counts = np.stack([side.least, np.clip(1, side.least, side.most), side.most])
    return exact_sum((counts * price + (counts > 0) * side.first).max(axis=0))
