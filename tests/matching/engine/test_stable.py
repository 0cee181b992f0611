"""Deferred acceptance, its price, and the objectives side by side."""

import dataclasses as dc

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.matching.engine import Rules, alternatives, blocking, propose, solve, stable
from saas.matching.engine.settings import OBJECTIVES
from tests.matching.engine.people import crowd, market


def deferred(fit: np.ndarray, lot: np.ndarray) -> set[tuple[int, int]]:
    """Mentees ask one after the other, mentors keep the best so far: word by word, one each."""
    order = {
        row: sorted(
            np.flatnonzero(~np.isnan(fit[row])), key=lambda col: (-fit[row, col], lot[row, col])
        )
        for row in range(len(fit))
    }
    holds: dict[int, int] = {}
    asking = list(order)
    while asking:
        row = asking.pop()
        if not order[row]:
            continue
        col = order[row].pop(0)
        other = holds.get(col)
        if other is None or (-fit[row, col], lot[row, col]) < (-fit[other, col], lot[other, col]):
            holds[col] = row
            row = -1 if other is None else other
        if row >= 0:
            asking.append(row)
    return {(int(row), int(col)) for col, row in holds.items()}


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_it_is_what_asking_and_keeping_comes_to(seed: int, ties: bool) -> None:
    chance = np.random.default_rng(seed)
    fit = chance.integers(0, 5 if ties else 10_000, (5, 4)) / 10_000
    fit[chance.random((5, 4)) < 0.3] = np.nan

    found = stable(fit, 1)

    if len(np.unique(fit[~np.isnan(fit)])) == (~np.isnan(fit)).sum():
        assert {tuple(each) for each in found.pairs.tolist()} == deferred(fit, np.zeros((5, 4)))
    assert found.total <= found.bound
    assert found.certified == (found.total == found.bound)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 100_000))
def test_nobody_is_left_who_would_rather_have_each_other(seed: int) -> None:
    found = market(*crowd(seed, 9, 6), Rules(objective="stable", minimum=0.2))

    pairs = solve(found).pairs

    assert blocking(found, pairs, material=1e-4) == ()


def test_pins_hold_and_the_order_of_rows_does_not_matter() -> None:
    for seed in range(20):
        mentees, mentors = crowd(seed, 9, 6)
        rules = Rules(objective="stable")
        straight = propose(market(mentees, mentors, rules))
        turned = propose(market(mentees[::-1], mentors[::-1], rules))
        pairs = {(each.mentee, each.mentor) for each in straight.proposals}
        assert pairs == {(each.mentee, each.mentor) for each in turned.proposals}

        pinned = solve(straight.market, [(0, 1)] if ("e0", "m1") in pairs else [])
        assert len(pinned.pairs) == len(straight.proposals)


def test_the_objectives_stand_side_by_side_with_what_each_is_best_at() -> None:
    for seed in range(10):
        mentees, mentors = crowd(seed, 20, 10)
        mentees = [dc.replace(each, only_named=None, waited=None) for each in mentees]

        by = {each.objective: each for each in alternatives(market(mentees, mentors))}

        assert tuple(by) == OBJECTIVES
        most = max(each.served for each in by.values())
        assert by["most_people"].served == by["raise_the_lowest"].served == most
        assert by["best_fit"].total == max(each.total for each in by.values())
        assert by["raise_the_lowest"].lowest >= (by["most_people"].lowest or 0)
        assert by["stable"].blocking == 0
        assert by["both_sides"].mentors >= by["most_people"].mentors


def test_a_market_of_nobody_has_no_lowest() -> None:
    assert {each.lowest for each in alternatives(market([], []))} == {None}
