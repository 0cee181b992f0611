"""The stable door: what it promises, and a check of its proof by somebody else's arithmetic."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from saas.matching.engine import Assignment, assign
from saas.matching.engine.objective import Rewards, goals

RNG = np.random.default_rng


def market(kind: str, rows: int, columns: int, seed: int = 0) -> np.ndarray:
    """Fits that people agree on in part, with a tenth of the pairs forbidden."""
    chance = RNG(seed)
    if kind == "tied":
        fit = chance.integers(0, 4, (rows, columns)) / 4
    elif kind == "equal":
        fit = np.full((rows, columns), 0.5)
    else:
        fit = 0.6 * chance.random((1, columns)) + 0.4 * chance.random((rows, columns))
    fit[chance.random((rows, columns)) < 0.1] = np.nan
    return fit


def proved(
    found: Assignment, fit: np.ndarray, places: tuple[Any, Any], floors: tuple[float, ...] = ()
) -> None:
    """Weak duality by hand: no assignment is worth more than these prices, and this one is."""
    unit = np.rint(np.nan_to_num(fit, nan=-1.0) * 10_000).astype(np.int64)
    weights = {name: round(weight * 10_000) for name, weight in found.weights.items()}
    reached = sum((unit >= round(floor * 10_000)).astype(np.int64) for floor in floors)
    worth = unit + weights.get("pairs", 0) + weights.get("floors", 0) * reached
    u, p = (np.rint(x * 10_000).astype(np.int64) for x in (found.mentee_price, found.mentor_price))
    rows, columns = (np.broadcast_to(side, len(x)) for side, x in zip(places, (u, p), strict=True))
    assert (u >= -weights.get("mentees", 0)).all()
    assert (p >= -weights.get("mentors", 0)).all()
    chosen = np.zeros(fit.shape, bool)
    chosen[tuple(found.pairs.T)] = True
    over = worth - u[:, None] - p
    assert (over[~chosen & (unit >= 0)] <= 0).all()
    assert (over[chosen] >= 0).all()
    bound = int(over[chosen].sum()) + side_bound(u, rows, weights.get("mentees", 0))
    bound += side_bound(p, columns, weights.get("mentors", 0))
    got = int(worth[chosen].sum()) + weights.get("mentees", 0) * int(chosen.any(axis=1).sum())
    got += weights.get("mentors", 0) * int(chosen.any(axis=0).sum())
    assert bound == got


def side_bound(price: np.ndarray, room: np.ndarray, bonus: int) -> int:
    """The most that places at a price can earn, each person's first with a bonus."""
    best = 0
    for cost, count in zip(price.tolist(), room.tolist(), strict=True):
        best += max([0] + [bonus + cost * used for used in {1, count} if 0 < used <= count])
    return best


@pytest.mark.parametrize("kind", ["shared", "tied", "equal"])
@pytest.mark.parametrize(("rows", "columns"), [(60, 25), (25, 60), (400, 260)])
def test_best_fit_totals_what_another_solver_totals(kind: str, rows: int, columns: int) -> None:
    fit, room = market(kind, rows, columns), RNG(1).integers(0, 4, columns)

    found = assign(fit, room, objective="best_fit")

    unit = np.rint(np.nan_to_num(fit) * 10_000)
    repeated = np.repeat(unit, room, axis=1)
    assert (
        round(found.total * 10_000)
        == repeated[linear_sum_assignment(repeated, maximize=True)].sum()
    )
    assert found.certified
    proved(found, fit, (1, room))


@pytest.mark.parametrize("kind", ["shared", "tied", "equal"])
def test_most_people_pairs_and_totals_what_another_solver_does(kind: str) -> None:
    fit, room = market(kind, 350, 200), RNG(2).integers(0, 3, 200)
    floors = (0.3, 0.5)

    found = assign(fit, room, floors=floors)

    unit = np.rint(np.nan_to_num(fit, nan=-1) * 10_000)
    worth = unit + sum(1e7 * (unit >= round(floor * 10_000)) for floor in floors) + 1e11
    repeated = np.repeat(np.where(unit < 0, 0, worth), room, axis=1)
    best = repeated[linear_sum_assignment(repeated, maximize=True)].sum()
    mine = worth[tuple(found.pairs.T)]
    assert int(mine.sum()) == int(best)
    assert found.bound == found.total
    proved(found, fit, (1, room), floors)


@settings(max_examples=75, deadline=None, database=None)
@given(seed=st.integers(0, 2**32), kind=st.sampled_from(["shared", "tied", "equal"]))
def test_the_prices_prove_several_mentors_each(seed: int, kind: str) -> None:
    chance = RNG(seed)
    rows, columns = chance.integers(1, 9, 2)
    fit, floors = market(kind, rows, columns, seed), (0.4,)
    room, places = chance.integers(0, 4, columns), chance.integers(0, 4, rows)

    for objective in ("most_people", "best_fit", ("mentees", "mentors", "total")):
        found = assign(fit, room, mentee_capacity=places, objective=objective, floors=floors)
        proved(
            found,
            np.where(fit == 0, np.nan, fit) if objective == "best_fit" else fit,
            (places, room),
            floors,
        )


@pytest.mark.parametrize("objective", ["most_people", "best_fit", "raise_the_lowest"])
@pytest.mark.parametrize("kind", ["tied", "equal"])
def test_tied_people_in_another_order_get_the_same_pairs(objective: str, kind: str) -> None:
    fit, room = market(kind, 280, 240), RNG(3).integers(0, 3, 240)
    row, column = RNG(4).permutation(280), RNG(5).permutation(240)

    first = assign(fit, room, objective=objective)
    second = assign(
        fit[row][:, column], room[column], objective=objective, mentee_key=row, mentor_key=column
    )

    moved = np.stack([row[second.pairs[:, 0]], column[second.pairs[:, 1]]], axis=1)
    assert sorted(moved.tolist()) == first.pairs.tolist()


def test_ties_fall_alike_on_every_machine() -> None:
    found = assign(np.full((6, 6), 0.5), 1, mentee_key=range(10, 16), mentor_key=range(-3, 3))

    assert found.pairs[:, 1].tolist() == [4, 3, 1, 2, 0, 5]


def test_other_keys_settle_ties_otherwise() -> None:
    fit = np.full((30, 30), 0.5)

    drawn = {tuple(assign(fit, 1, mentee_key=range(at, at + 30)).pairs[:, 1]) for at in (0, 50)}

    assert len(drawn) == 2


def test_a_pin_is_kept_against_the_objective_and_the_minimum() -> None:
    fit = [[0.9, 0.1], [0.1, 0.8]]

    found = assign(fit, 1, objective="best_fit", minimum=0.5, pins=[[0, 1]])

    assert found.pairs.tolist() == [[0, 1]]
    assert found.total == found.bound == 0.1


def test_a_second_mentor_waits_for_everybodys_first() -> None:
    fit = [[1.0, 1.0], [0.1, np.nan]]

    found = assign(fit, 1, mentee_capacity=2)

    assert found.pairs.tolist() == [[0, 1], [1, 0]]


def test_spread_brings_in_idle_mentors_at_its_price() -> None:
    fit = [[0.9, 0.8], [0.9, 0.85]]

    assert assign(fit, 2).pairs.tolist() == [[0, 0], [1, 0]]
    assert assign(fit, 2, spread=0.04).pairs.tolist() == [[0, 0], [1, 0]]
    assert assign(fit, 2, spread=0.06).pairs.tolist() == [[0, 0], [1, 1]]


def test_a_fit_of_zero_pairs_people_but_is_no_best_fit() -> None:
    assert assign([[0.0]], 1).pairs.tolist() == [[0, 0]]
    assert assign([[0.0]], 1, objective="best_fit").pairs.tolist() == []


def test_raising_the_lowest_gives_up_total_for_the_worst_pair() -> None:
    fit = [[1.0, 0.5], [0.5, 0.1]]

    assert assign(fit, 1).pairs.tolist() == [[0, 0], [1, 1]]
    assert assign(fit, 1, objective="raise_the_lowest").pairs.tolist() == [[0, 1], [1, 0]]


def test_raising_the_lowest_counts_no_floors() -> None:
    """The third mentee holds the lowest fit down; of the others two reach 0.5, or one is at 1."""
    fit = [[1.0, 0.5, 0.2], [0.5, 0.4, 0.2], [0.2, 0.1, 0.2]]

    found = assign(fit, 1, objective="raise_the_lowest", floors=(0.5,))

    assert found.pairs.tolist() == [[0, 0], [1, 1], [2, 2]]
    assert assign(fit, 1, floors=(0.5,)).pairs.tolist() == [[0, 1], [1, 0], [2, 2]]
    assert "floors" not in found.weights


def test_fits_are_rounded_to_even_units() -> None:
    found = assign([[0.00025, np.nan], [np.nan, 0.00075]], 1)

    assert found.total == 0.0002 + 0.0008


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (2, 2)])
def test_without_people_or_allowed_pairs_there_are_no_pairs(shape: tuple[int, int]) -> None:
    for objective in ("most_people", "best_fit", "raise_the_lowest"):
        found = assign(np.full(shape, np.nan), 1, objective=objective, floors=(0.5,))

        assert found.pairs.shape == (0, 2)
        assert (found.total, found.bound, found.certified) == (0.0, 0.0, True)


def test_a_capacity_without_end_is_understood() -> None:
    found = assign(np.full((3, 2), 0.5), 2**62, mentee_capacity=2**63 - 1)

    assert len(found.pairs) == 6


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("fit", {"fit": [0.5, 0.5]}),
        ("fit", {"fit": [[1.1, 0.5]]}),
        ("fit", {"fit": [[-0.1, 0.5]]}),
        ("fit", {"fit": [[np.inf, 0.5]]}),
        ("fit", {"fit": [["good", "bad"]]}),
        ("fit", {"fit": [["0.5", "0.5"]]}),
        ("fit", {"fit": np.array([[0.5 + 1j, 0.5]])}),
        ("fit", {"fit": [[10**400, 0.5]]}),
        ("mentor_capacity", {"mentor_capacity": -1}),
        ("mentor_capacity", {"mentor_capacity": [1]}),
        ("mentor_capacity", {"mentor_capacity": [1, 1.5]}),
        ("mentor_capacity", {"mentor_capacity": True}),
        ("mentor_capacity", {"mentor_capacity": None}),
        ("mentee_capacity", {"mentee_capacity": [[1], [1]]}),
        ("objective", {"objective": "best"}),
        ("objective", {"objective": None}),
        ("objective", {"objective": 5}),
        ("objective", {"objective": [["total"]]}),
        ("objective", {"objective": ("total", "pairs")}),
        ("objective", {"objective": ("luck", "total")}),
        ("minimum", {"minimum": 1.5}),
        ("minimum", {"minimum": np.nan}),
        ("minimum", {"minimum": "high"}),
        ("minimum", {"minimum": "0.5"}),
        ("minimum", {"minimum": 10**400}),
        ("floors", {"floors": (0.2, -0.5)}),
        ("floors", {"floors": 0.5}),
        ("spread", {"spread": -1}),
        ("mentee_key", {"mentee_key": [7, 7]}),
        ("mentee_key", {"mentee_key": [7]}),
        ("mentor_key", {"mentor_key": ["a", "b"]}),
        ("pins", {"pins": [0, 1]}),
        ("pins", {"pins": [[0, 2]]}),
        ("pins", {"pins": [[-1, 0]]}),
        ("pins", {"pins": [[1, 1]]}),
        ("pins", {"pins": [[0, 0], [0, 0]]}),
        ("pins", {"pins": [[0, 0], [1, 0]]}),
        ("pins", {"pins": [[0, 0], [0, 1]]}),
        ("pins", {"pins": [[0.0, 1.0]]}),
    ],
)
def test_a_wrong_argument_is_refused_by_name(name: str, arguments: dict[str, Any]) -> None:
    right: dict[str, Any] = {"fit": [[0.5, 0.5], [0.5, np.nan]], "mentor_capacity": 1}
    asked = right | arguments

    with pytest.raises(ValueError, match=f"^{name} "):
        assign(asked.pop("fit"), asked.pop("mentor_capacity"), **asked)


def test_criteria_that_do_not_fit_one_goal_are_reached_one_after_the_other() -> None:
    criteria = ("mentees", "pairs", "floors", "total")

    plan = goals(criteria, Rewards(floors=(5_000,)), pairs=300_000, people=140_000)

    assert [name for goal in plan for name in goal.weights] == list(criteria)
    assert len(plan) > 1
    for goal in plan:
        assert sum(goal.weights.values()) < 2**44


def test_goals_reached_one_after_the_other_lead_to_the_same_pairs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fit, floors = market("tied", 70, 50), (0.3, 0.6)
    asked: dict[str, Any] = {"mentee_capacity": 2, "floors": floors, "spread": 0.1}
    at_once = assign(fit, 1, **asked)

    monkeypatch.setattr("saas.matching.engine.objective._RANGE", 0)
    stepwise = assign(fit, 1, **asked)

    assert len(at_once.weights) == 4
    assert len(stepwise.weights) == 1
    assert stepwise.pairs.tolist() == at_once.pairs.tolist()
    assert stepwise.certified
    assert stepwise.bound == at_once.bound
