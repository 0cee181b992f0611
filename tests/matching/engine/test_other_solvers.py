"""What HiGHS reaches by every objective, on thousands of small markets.

Each criterion is a linear program of its own and is held from then on. The assignments are the
corners of the first program, and holding a criterion at its best keeps to a face of it: so programs
in whole numbers are needed for the lowest fit and for stability alone. Many markets are solved as
one program, side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag, vstack

from saas.matching.engine import stable
from tests.matching.engine.cases import NOBODY, ORDERS, UNITS, Case

TOGETHER = 60
OBJECTIVES = {name: order for name, order in ORDERS.items() if name != "raise_the_lowest"}


def drawn(chance: np.random.Generator) -> Case:
    """A market with few distinct fits (many ties) or many, and all that can be asked of it."""
    rows, columns = chance.integers(1, 8), chance.integers(1, 7)
    grain = chance.choice([1, 2, 5, UNITS])
    units = chance.integers(0, grain + 1, (rows, columns)) * UNITS // grain
    units[chance.random(units.shape) < chance.choice([0.0, 0.2, 0.6])] = -1
    pins = chance.permutation(np.argwhere(units >= 0))[: chance.choice([0, 0, 1, 3])]
    taken = [np.bincount(pins[:, side], minlength=size) for side, size in enumerate(units.shape)]
    mentees = np.maximum(chance.integers(0, chance.choice([2, 4]), rows), taken[0])
    standing = chance.permutation(np.argwhere(units >= 0))[: chance.choice([0, 3])]
    return Case(
        units,
        np.maximum(chance.integers(0, 4, columns), taken[1]),
        mentees,
        int(chance.choice([0, 0, 3_000])),
        tuple(chance.integers(0, UNITS + 1, chance.integers(3)).tolist()),
        int(chance.choice([0, 500, 20_000])),
        pins,
        chance.integers(0, chance.choice([1, 2_000]), units.shape),
        standing,
    )


def limits(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Rows that may come to so much at most.

    Variables are all pairs, then for each mentee and for each mentor whether they have anybody:
    they cannot have more pairs than places, nor anybody without a pair.
    """
    rows, columns = case.units.shape
    mentee = np.kron(np.eye(rows), np.ones(columns))
    mentor = np.kron(np.ones(rows), np.eye(columns))
    pairs = np.vstack([mentee, mentor])
    people = rows + columns
    matrix = np.block([[pairs, np.zeros((people, people))], [-pairs, np.eye(people)]])
    return matrix, np.concatenate([case.mentees, case.mentors, np.zeros(people)])


def value(case: Case, criterion: str) -> np.ndarray:
    """What each variable adds to a criterion."""
    people = {name: np.zeros(size) for name, size in zip(SIDES, case.units.shape, strict=True)}
    if criterion in people:
        people[criterion][:] = 1
    if criterion == "total":
        people["mentors"][:] = case.spread
    pairs = np.zeros(case.units.size)
    if criterion in case.worth():
        # Forbidden pairs are kept out by their bounds.
        pairs = (case.worth()[criterion] * (case.units >= 0)).ravel().astype(float)
    return np.concatenate([pairs, *people.values()])


SIDES = ("mentees", "mentors")


def bounds(case: Case, allowed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """From where to where each variable may go: pins are in, forbidden pairs are out."""
    people = sum(case.units.shape)
    return (
        np.concatenate([case.pinned.ravel(), np.zeros(people)]),
        np.concatenate([allowed.ravel(), np.ones(people)]),
    )


def best(cases: Sequence[Case], objective: Any) -> list[list[int]]:
    """What HiGHS reaches by each criterion of an objective in order, and then of what stands."""
    rows, most = zip(*map(limits, cases), strict=True)
    held, least = [block_diag(rows, format="csr")], [np.concatenate(most)]
    allowed = [case.allowed(objective) for case in cases]
    reached: list[list[int]] = [[] for _ in cases]
    for criterion in (*ORDERS[objective], "standing"):
        if criterion == "lowest":
            for at, case in enumerate(cases):
                reached[at].append(raised(case, reached[at]))
                allowed[at] = allowed[at] & ((case.units >= reached[at][-1]) | case.pinned)
            continue
        values = [value(case, criterion) for case in cases]
        edges = [bounds(case, may) for case, may in zip(cases, allowed, strict=True)]
        solved = milp(
            -np.concatenate(values),
            constraints=LinearConstraint(vstack(held), -np.inf, np.concatenate(least)),
            bounds=Bounds(*(np.concatenate(side) for side in zip(*edges, strict=True))),
        )
        assert solved.success, solved.message
        parts = np.split(solved.x, np.cumsum([len(each) for each in values])[:-1])
        now = [round(float(each @ part)) for each, part in zip(values, parts, strict=True)]
        for mine, more in zip(reached, now, strict=True):
            mine.append(more)
        held.append(-block_diag([each[None] for each in values], format="csr"))
        least.append(-np.array(now, float))
    return reached


def raised(case: Case, reached: Sequence[int]) -> int:
    """The highest lowest fit, pins aside, with mentees and pairs as many as can be: in integers."""
    matrix, most = limits(case)
    mentees, pairs = value(case, "mentees"), value(case, "pairs")
    lower, upper = bounds(case, case.allowed("raise_the_lowest"))
    free = np.flatnonzero((upper[: case.units.size] > 0) & ~case.pinned.ravel())
    # The level exceeds the fit of a pair only where the pair is not chosen.
    under = np.zeros((len(free), matrix.shape[1]))
    under[np.arange(len(free)), free] = NOBODY
    rows = np.vstack([matrix, -mentees[None], -pairs[None], under])
    level = np.concatenate([np.zeros(len(matrix) + 2), np.ones(len(free))])
    most = np.concatenate([most, [-each for each in reached], case.units.ravel()[free] + NOBODY])
    solved = milp(
        np.append(np.zeros(matrix.shape[1]), -1.0),
        constraints=LinearConstraint(np.column_stack([rows, level]), -np.inf, most),
        bounds=Bounds(np.append(lower, 0), np.append(upper, NOBODY)),
        integrality=1,
    )
    return round(-solved.fun)


def measured(case: Case, pairs: np.ndarray, objective: Any) -> list[int]:
    reached = case.reached(case.marked(pairs)[None].astype(int))
    return [int(reached[name][0]) for name in (*ORDERS[objective], "standing")]


def agree(cases: Sequence[Case], objective: Any) -> None:
    for case, expected in zip(cases, best(cases, objective), strict=True):
        found = case.solved(objective)
        assert case.keeps_the_rules(found.pairs, objective)
        assert measured(case, found.pairs, objective) == expected, case
        assert found.certified
        assert found.bound == found.total


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("objective", OBJECTIVES, ids=str)
def test_highs_reaches_no_more(objective: Any, seed: int) -> None:
    chance = np.random.default_rng(seed)

    agree([drawn(chance) for _ in range(TOGETHER)], objective)


@pytest.mark.parametrize("seed", range(2))
def test_highs_raises_the_lowest_no_higher(seed: int) -> None:
    chance = np.random.default_rng(1_000 + seed)

    agree([drawn(chance) for _ in range(TOGETHER)], "raise_the_lowest")


def other_stable(case: Case, pairs: np.ndarray) -> int:
    """In how many pairs a stable assignment can differ from some pairs at most, in whole numbers.

    For every pair that is allowed and not chosen, one of its two must have their places filled
    by others whom they would not give up for it.
    """
    allowed = (case.units >= case.minimum) & ~case.pinned
    cells = np.flatnonzero(allowed)
    row, column = np.divmod(cells, case.units.shape[1])
    fit = case.units.ravel()[cells]
    room = case.mentees - case.pinned.sum(axis=1), case.mentors - case.pinned.sum(axis=0)
    count, rows, most = len(cells), [], []
    for who, places in zip((row, column), room, strict=True):
        rows.append((who[None] == np.arange(len(places))[:, None]) @ np.eye(count, 3 * count))
        most.append(places)
    for side, who in enumerate((row, column)):
        better = (
            (who[:, None] == who[None]) & (fit[None] >= fit[:, None]) & ~np.eye(count, dtype=bool)
        )
        full = np.zeros((count, 3 * count))
        full[:, :count] = -better.astype(float)
        full[np.arange(count), (1 + side) * count + np.arange(count)] = room[side][who]
        rows.append(full)
        most.append(np.zeros(count))
    rows.append(-np.tile(np.eye(count), 3))
    most.append(-np.ones(count))
    chosen = case.marked(pairs).ravel()[cells]
    solved = milp(
        np.concatenate([np.where(chosen, 1.0, -1.0), np.zeros(2 * count)]),
        constraints=LinearConstraint(np.vstack(rows), -np.inf, np.concatenate(most)),
        bounds=Bounds(0, 1),
        integrality=1,
    )
    return round(chosen.sum() - solved.fun)


@pytest.mark.parametrize("seed", range(2))
def test_of_different_fits_there_is_one_stable_assignment(seed: int) -> None:
    chance = np.random.default_rng(2_000 + seed)
    for _ in range(60):
        case = drawn(chance)
        distinct = chance.permutation(UNITS)[: case.units.size].reshape(case.units.shape)
        case.units[:] = np.where(case.units < 0, -1, distinct)

        found = stable(
            case.fit,
            case.mentors,
            mentee_capacity=case.mentees,
            minimum=case.minimum / UNITS,
            pins=case.pins,
        )

        assert case.keeps_the_rules(found.pairs, "stable")
        if ((case.units >= case.minimum) & ~case.pinned).any():
            assert other_stable(case, found.pairs) == 0
        assert round(found.bound * UNITS) == best([_bare(case)], "best_fit")[0][0]


def _bare(case: Case) -> Case:
    """The same without what counts beside the fits."""
    return Case(case.units, case.mentors, case.mentees, case.minimum, pins=case.pins)
