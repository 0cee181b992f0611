"""The same optimum as other solvers find, on thousands of small markets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp

from saas.matching.engine import assign

SHAPES = [(5, 5), (8, 4), (4, 9), (12, 6), (7, 12)]


def drawn(seed: int, scale: int, blocked: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fits in units (-1 forbidden) with few or many ties, and places of both sides."""
    chance = np.random.default_rng(seed)
    rows, columns = SHAPES[seed % len(SHAPES)]
    units = chance.integers(0, 10_000 // scale + 1, (rows, columns)) * scale
    units[chance.random((rows, columns)) < blocked] = -1
    return units, chance.integers(0, 3, rows), chance.integers(0, 4, columns)


def fits(units: np.ndarray) -> np.ndarray:
    return np.where(units < 0, np.nan, units / 10_000)


MARKETS = given(
    st.integers(0, 2**32), st.sampled_from([1, 2_500, 10_000]), st.sampled_from([0.0, 0.3, 0.7])
)


@settings(max_examples=600, deadline=None, database=None)
@MARKETS
def test_one_each_is_the_assignment_of_scipy(seed: int, scale: int, blocked: float) -> None:
    """A pair is worth more than all fits together, so that the most pairs come first."""
    units, _, _ = drawn(seed, scale, blocked)
    more = 10_000 * min(units.shape) + 1
    row, column = linear_sum_assignment(np.where(units < 0, 0, units + more), maximize=True)
    theirs = units[row, column]

    found = assign(fits(units), 1)

    assert found.certified
    assert len(found.pairs) == int((theirs >= 0).sum())
    assert round(found.total * 10_000) == int(theirs[theirs >= 0].sum())


CRITERIA = {
    "most_people": ("mentees", "pairs", "total"),
    "both_sides": ("mentees", "mentors", "total"),
    "best_fit": ("total",),
}


def highest(
    units: np.ndarray, places: tuple[np.ndarray, np.ndarray], criteria: tuple[str, ...]
) -> list[int]:
    """What HiGHS reaches by one criterion after the other, each held from then on.

    Variables are all pairs, then for each mentee and each mentor whether they have anybody.
    """
    rows, columns = units.shape
    cells = units.size
    pair = np.arange(cells).reshape(rows, columns)
    size = cells + rows + columns
    limits, most = [], []
    for side, (who, place) in enumerate(((pair, places[0]), (pair.T, places[1]))):
        for at, (ones, room) in enumerate(zip(who, place, strict=True)):
            line = np.zeros(size)
            line[ones] = 1
            served = np.zeros(size)
            served[cells + side * rows + at] = 1
            limits += [line, served - line]
            most += [room, 0]
    upper = np.concatenate([(units.ravel() >= 0).astype(float), np.ones(rows + columns)])
    value = {
        "pairs": np.r_[np.ones(cells), np.zeros(rows + columns)],
        "mentees": np.r_[np.zeros(cells), np.ones(rows), np.zeros(columns)],
        "mentors": np.r_[np.zeros(cells + rows), np.ones(columns)],
        "total": np.r_[units.ravel().clip(0), np.zeros(rows + columns)],
    }
    reached: list[int] = []
    held = [LinearConstraint(np.array(limits), -np.inf, np.array(most))]
    for name in criteria:
        solved = milp(-value[name], constraints=held, integrality=1, bounds=Bounds(0, upper))
        reached.append(round(-solved.fun))
        held.append(LinearConstraint(value[name], reached[-1] - 0.5, np.inf))
    return reached


@pytest.mark.parametrize("objective", CRITERIA)
@settings(max_examples=60, deadline=None, database=None)
@MARKETS
def test_every_objective_reaches_what_highs_reaches(
    objective: str, seed: int, scale: int, blocked: float
) -> None:
    units, mentees, mentors = drawn(seed, scale, blocked)

    found = assign(fits(units), mentors, mentee_capacity=mentees, objective=objective)

    measured = {
        "mentees": len(np.unique(found.pairs[:, 0])),
        "mentors": len(np.unique(found.pairs[:, 1])),
        "pairs": len(found.pairs),
        "total": round(found.total * 10_000),
    }
    criteria = CRITERIA[objective]
    assert [measured[name] for name in criteria] == highest(units, (mentees, mentors), criteria)
    assert found.certified
