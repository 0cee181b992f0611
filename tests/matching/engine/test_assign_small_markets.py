"""Every objective against all assignments that there are, on hundreds of small markets.

Thousands more are proved by another solver, in `test_other_solvers`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matching.engine.cases import ORDERS, Case

SHAPES = [(1, 1), (1, 4), (4, 1), (2, 2), (2, 3), (3, 2), (3, 3), (2, 5), (4, 3), (3, 4)]
SUBSETS = {
    cells: (np.arange(1 << cells)[:, None] >> np.arange(cells)) & 1
    for cells in {rows * columns for rows, columns in SHAPES}
}


def assignments(case: Case, objective: Any) -> np.ndarray:
    """Every assignment within the rules, as rows of 0 and 1 over the pairs."""
    subsets = SUBSETS[case.units.size]
    grid = subsets.reshape(-1, *case.units.shape)
    fine = (grid.sum(axis=2) <= case.mentees).all(axis=1)
    fine &= (grid.sum(axis=1) <= case.mentors).all(axis=1)
    fine &= (subsets <= case.allowed(objective).ravel()).all(axis=1)
    fine &= (subsets >= case.pinned.ravel()).all(axis=1)
    return grid[fine]


def scores(case: Case, objective: Any, grid: np.ndarray) -> list[tuple[int, ...]]:
    """Each assignment's achievement by each criterion, in order."""
    reached = case.reached(grid)
    return list(zip(*(reached[name].tolist() for name in ORDERS[objective]), strict=True))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Markets with few distinct fits (many ties) or many, and all that can be asked of them."""
    rows, columns = draw(st.sampled_from(SHAPES))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    scale = draw(st.sampled_from([10_000, 5_000, 2_500, 1_000, 1]))
    units = chance.integers(0, 10_000 // scale + 1, (rows, columns)) * scale
    units[chance.random((rows, columns)) < draw(st.sampled_from([0.0, 0.2, 0.5]))] = -1
    mentors = chance.integers(0, 4, columns)
    mentees = chance.integers(0, 1 + draw(st.integers(1, 2)), rows)
    floors = tuple(chance.integers(0, 10_001, draw(st.integers(0, 2))).tolist())
    spread = int(draw(st.sampled_from([0, 0, 500, 20_000])))
    minimum = int(draw(st.sampled_from([0, 0, 3_000])))
    bonus = chance.integers(0, draw(st.sampled_from([1, 1, 2_000])), (rows, columns))
    case = Case(units, mentors, mentees, minimum, floors, spread, bonus=bonus)
    if not draw(st.booleans()):
        return case
    pins = chance.permutation(np.argwhere(units >= 0))[: draw(st.integers(1, 3))]
    rooms = np.bincount(pins[:, 0], minlength=rows), np.bincount(pins[:, 1], minlength=columns)
    mentees, mentors = np.maximum(mentees, rooms[0]), np.maximum(mentors, rooms[1])
    return Case(units, mentors, mentees, minimum, floors, spread, pins, bonus)


@pytest.mark.parametrize("objective", ORDERS, ids=str)
@settings(max_examples=50, deadline=None, database=None)
@given(case=cases())
def test_no_assignment_is_better(objective: Any, case: Case) -> None:
    grid = assignments(case, objective)
    best = max(scores(case, objective, grid))

    found = case.solved(objective)

    chosen = np.zeros((1, *case.units.shape), int)
    chosen[0][tuple(found.pairs.T)] = 1
    assert (grid == chosen).all(axis=(1, 2)).any()
    assert scores(case, objective, chosen) == [best]
    assert found.certified
    assert found.bound == found.total == int((chosen[0] * case.units).sum()) / 10_000
    assert found.pairs.tolist() == sorted(found.pairs.tolist())


@pytest.mark.parametrize("objective", ORDERS, ids=str)
@settings(max_examples=15, deadline=None, database=None)
@given(case=cases(), seed=st.integers(0, 2**32))
def test_the_same_people_in_another_order_get_the_same_pairs(
    objective: Any, case: Case, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    rows, columns = case.units.shape
    mentee_key, mentor_key = chance.integers(-(2**62), 2**62, rows), chance.permutation(columns)
    first = case.solved(objective, mentee_key=mentee_key, mentor_key=mentor_key)
    row, column = chance.permutation(rows), chance.permutation(columns)
    moved = Case(
        case.units[row][:, column],
        case.mentors[column],
        case.mentees[row],
        case.minimum,
        case.floors,
        case.spread,
        np.stack([np.argsort(row)[case.pins[:, 0]], np.argsort(column)[case.pins[:, 1]]], axis=1),
        np.broadcast_to(case.bonus, case.units.shape)[row][:, column],
    )

    second = moved.solved(objective, mentee_key=mentee_key[row], mentor_key=mentor_key[column])

    back = {(int(row[i]), int(column[j])) for i, j in second.pairs}
    assert back == {(int(i), int(j)) for i, j in first.pairs}


@settings(max_examples=50, deadline=None, database=None)
@given(case=cases())
def test_serving_the_most_mentees_costs_no_pair(case: Case) -> None:
    """Why it does not matter which of the two comes first; see docs/adr/0013."""
    grid = assignments(case, "most_people")

    found = case.solved("most_people")

    assert len(found.pairs) == case.reached(grid)["pairs"].max()
    assert len(np.unique(found.pairs[:, 0])) == case.reached(grid)["mentees"].max()
