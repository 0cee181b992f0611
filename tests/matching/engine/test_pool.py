"""Pools of peers: two and two, nobody twice, and no choice of pairs is better."""

import dataclasses as dc
import random
from collections.abc import Iterator
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.intake.answers import Answers
from saas.matching.engine import Exclusion, forbidden_by, pool
from saas.matching.engine.market import Market, open_market
from saas.matching.engine.proposals import Outcome, propose
from saas.matching.engine.rules import POINTS, Rules
from saas.matching.engine.solving import solve
from tests.matching.engine.people import ON, crowd

PEERS = Rules(experience="near", eligible=False, common_hours=False, floors=(0.4, 0.6))


def peers(seed: int, number: int, rules: Rules = PEERS) -> Market:
    return opened([dc.replace(each, waited=None) for each in crowd(seed, number, 1)[0]], rules)


def opened(people: list[Answers], rules: Rules = PEERS) -> Market:
    return open_market(people, people, rules, on=ON, pool=True)


def every_choice(rows: list[int]) -> Iterator[list[tuple[int, int]]]:
    """Every way to put some of these people together, two and two."""
    if not rows:
        yield []
        return
    first, *rest = rows
    yield from every_choice(rest)
    for at, other in enumerate(rest):
        for choice in every_choice(rest[:at] + rest[at + 1 :]):
            yield [(first, other), *choice]


def best(market: Market) -> tuple[int, int, int]:
    """The most pairs, then floors, then total of any choice."""
    free = np.flatnonzero(market.mentee_places() > 0).tolist()
    return max(
        (len(choice), sum(f >= floor for f in fits for floor in market.rules.floors), units(fits))
        for choice in every_choice(free)
        if not np.isnan(fits := [market.fit[pair] for pair in choice]).any()
    )


def units(fits: list[float]) -> int:
    return round(sum(fits) * POINTS)


def reached(market: Market) -> tuple[int, int, int]:
    found = solve(market)
    fits = [market.fit[row, col] for row, col in found.pairs.tolist() if row < col]
    floors = sum(fit >= floor for fit in fits for floor in market.rules.floors)
    assert found.total == pytest.approx(sum(fits), abs=1e-6)
    return len(fits), floors, units(fits)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 8))
def test_no_choice_of_pairs_is_better(seed: int, number: int) -> None:
    market = peers(seed, number)

    assert reached(market) == best(market)
    assert solve(market).certified


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_nobody_is_in_two_pairs_or_with_themselves_and_the_fit_is_the_same_both_ways(
    seed: int,
) -> None:
    market = peers(seed, 15)

    outcome = propose(market)

    told = [each for pair in outcome.proposals for each in (pair.mentee, pair.mentor)]
    assert len(told) == len(set(told))
    assert {each.mentee for each in outcome.unmatched} == {
        person.id for person in market.mentees
    } - set(told)
    assert np.array_equal(market.fit, market.fit.T, equal_nan=True)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_same_people_in_another_order_get_the_same_pairs(seed: int) -> None:
    people = list(peers(seed, 12).mentees)
    turned = random.Random(seed).sample(people, len(people))  # noqa: S311

    def told(outcome: Outcome) -> set[tuple[str, str, float]]:
        return {(each.mentee, each.mentor, each.fit) for each in outcome.proposals}

    assert told(propose(opened(people))) == told(propose(opened(turned)))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_a_pin_is_kept_and_what_stands_yields_only_to_a_real_gain(seed: int) -> None:
    market = peers(seed, 8)
    allowed = [(row, col) for row, col in np.argwhere(market.fit >= 0).tolist() if row < col]
    places = market.mentee_places()
    allowed = [(row, col) for row, col in allowed if places[row] and places[col]]
    if not allowed:
        return
    pin = random.Random(seed).choice(allowed)  # noqa: S311

    found = solve(market, [pin])

    assert list(pin) in found.pairs.tolist()
    assert list(reversed(pin)) in found.pairs.tolist()
    standing = [(int(row), int(col)) for row, col in found.pairs]
    assert np.array_equal(solve(market, [pin], standing).pairs, found.pairs)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_with_fewer_pairs_looked_at_a_result_says_how_far_it_may_be(seed: int) -> None:
    market = peers(seed, 14)
    whole = solve(market)

    with patch.object(pool, "MOST_EDGES", 10):
        part = solve(market)

    assert part.bound >= part.total
    if part.certified:
        assert (len(part.pairs), part.total) == (len(whole.pairs), whole.total)


def test_best_fit_leaves_out_who_fits_nobody() -> None:
    rules = dc.replace(PEERS, objective="best_fit", minimum=0.5)
    market = peers(3, 10, rules)

    found = solve(market)

    assert (market.fit[tuple(found.pairs.T)] >= 0.5).all()


def test_a_rule_is_said_once_whichever_way_round_it_forbids():
    ann, bob = (
        dc.replace(each, name=name, conflicts=(), avoids=(), languages=(name,))
        for each, name in zip(crowd(3, 2, 1)[0], ("Ann", "Bob"), strict=True)
    )
    rejected = Exclusion(bob.id, ann.id, "rejected")
    people = [ann, dc.replace(bob, conflicts=(ann.id,))]
    market = open_market(people, people, PEERS, on=ON, pool=True, exclusions=[rejected])

    assert forbidden_by(market, 0, 1) == [
        "Ann and Bob have a declared conflict of interest.",
        "Bob with Ann was rejected earlier.",
        "They have no language in common: Ann Ann; Bob Bob.",
    ]


def test_who_waits_is_told_of_the_others_alone():
    ann, bob = (
        dc.replace(each, name=name, conflicts=(), avoids=(), languages=("en",))
        for each, name in zip(crowd(3, 2, 1)[0], ("Ann", "Bob"), strict=True)
    )

    declared = propose(opened([ann, dc.replace(bob, conflicts=(ann.id,))]))
    alone = propose(opened([ann]))

    assert [each.why for each in declared.unmatched] == [
        "The one mentor is not possible: 1 has a declared conflict of interest."
    ] * 2
    assert [each.why for each in alone.unmatched] == ["There are no mentors."]
