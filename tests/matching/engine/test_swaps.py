"""What a swap costs: exact by solving again, at least what the prices say, whoever moves named."""

import dataclasses as dc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.matching.engine import (
    Market,
    Rules,
    SwapError,
    cost_at_least,
    solve,
    swap,
    swap_sentences,
    what_if,
)
from saas.matching.engine.assign import Assignment
from saas.matching.engine.solving import settle
from tests.matching.engine.people import ann, bob, crowd, market, only

OBJECTIVES = ("most_people", "best_fit", "raise_the_lowest")


def possible(found: Market) -> list[tuple[int, int]]:
    fits, roomy = found.fit, found.mentee_places()[:, None] * found.mentor_places() > 0
    return [(int(row), int(col)) for row, col in np.argwhere(~np.isnan(fits) & roomy)]


def worth(market: Market, assignment: Assignment, pairs: np.ndarray) -> float:
    """The objective of some pairs, in the unit of the weights."""
    weights, fits = assignment.weights, market.fit[tuple(pairs.T)]
    floors = sum(int((fits >= floor).sum()) for floor in market.rules.floors)
    return float(
        fits.sum()
        + weights.get("mentees", 0) * len(np.unique(pairs[:, 0]))
        + weights.get("pairs", 0) * len(pairs)
        + weights.get("floors", 0) * floors
    )


def lowest(market: Market, assignment: Assignment) -> float:
    """The lowest fit of a pair, which no weight stands for."""
    return float(np.fmin.reduce(market.fit[tuple(assignment.pairs.T)], initial=1.0))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from(OBJECTIVES))
def test_the_cost_is_what_solving_with_the_two_pinned_loses(seed: int, objective: str) -> None:
    mentees, mentors = crowd(seed, 6, 5)
    mentees = [dc.replace(each, waited=None) for each in mentees]
    found, best = settle(market(mentees, mentors, Rules(objective=objective)))
    for asked in possible(found)[:8]:
        _, pinned = settle(found, [asked])

        told = swap(found, best.pairs, asked)

        assert told.cost == pytest.approx(best.total - pinned.total, abs=1e-9)
        assert asked in [tuple(pair) for pair in told.pairs.tolist()]
        lost = worth(found, best, best.pairs) - worth(told.market, best, pinned.pairs)
        reached = objective != "raise_the_lowest" or lowest(found, pinned) >= lowest(found, best)
        if reached and told.market.opened == found.opened:
            assert cost_at_least(found, best, asked) <= lost + 1e-4
        gains = sum(each.gain for each in told.moves)
        assert gains == pytest.approx(-told.cost, abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 100_000))
def test_no_other_way_of_putting_the_two_together_moves_fewer_people(seed: int) -> None:
    """Of all that are as good; counted against any that a random order of ties finds."""
    found = market(*crowd(seed, 7, 5), only(goals=1))
    best = solve(found)
    for asked in possible(found)[:4]:
        told = swap(found, best.pairs, asked)
        kept = len({tuple(each) for each in best.pairs.tolist()}
                   & {tuple(each) for each in told.pairs.tolist()})  # fmt: skip
        any_other = solve(found, [asked])
        others = len({tuple(each) for each in best.pairs.tolist()}
                     & {tuple(each) for each in any_other.pairs.tolist()})  # fmt: skip
        assert kept >= others


def three() -> Market:
    """Ann and Cy want Bob; Ann fits Dee nearly as well, Cy does not."""
    mentees = [ann(goals=("a", "b")), ann(id="cy", name="Cy", goals=("a", "c"))]
    mentors = [bob(goals=("a", "c")), bob(id="dee", name="Dee", goals=("a",))]
    return market(mentees, mentors, only(goals=1))


def test_a_swap_says_whose_place_it_takes_and_who_moves_where() -> None:
    found = three()
    best = solve(found)

    told = swap(found, best.pairs, (0, 0))

    assert (told.cost, told.served) == (0.5, 0)
    assert [(each.mentee, each.kind) for each in told.moves] == [("cy", "loses"), ("ann", "moves")]
    assert swap_sentences(found, (0, 0), told) == [
        "The total fit would be 0.50 lower.",
        "Cy gives up the place with Bob for Dee (fit 1.00 to 0.50).",
    ]


def test_a_swap_that_leaves_somebody_out_says_so() -> None:
    mentees = [ann(aspired_field="Law"), ann(id="cy", name="Cy", aspired_field="Art")]
    found = market(mentees, [bob(field="Law")], only(field=1))

    told = swap(found, solve(found).pairs, (1, 0))

    assert (told.cost, told.served) == (1, 0)
    assert swap_sentences(found, (1, 0), told)[1:] == [
        "Ann gives up the place with Bob and would have nobody (fit 1.00 before)."
    ]


def test_what_is_proposed_already_needs_no_swap() -> None:
    found = three()

    told = swap(found, solve(found).pairs, (1, 0))

    assert swap_sentences(found, (1, 0), told) == ["Cy and Bob are proposed for each other."]


def flexible() -> Market:
    """Ann asked for Bob only, and would take Dee where she cannot have him; Cy asked for nobody."""
    mentees = [
        ann(goals=("a",), yes=("bob",), only_named="anyone"),
        ann(id="cy", name="Cy", goals=("b",)),
    ]
    return market(mentees, [bob(goals=("a",)), bob(id="dee", name="Dee", goals=("a", "b"))])


def test_who_loses_whom_they_named_takes_another_as_in_a_run() -> None:
    found, best = settle(flexible())
    assert best.pairs.tolist() == [[0, 0], [1, 1]]

    told = swap(found, best.pairs, (1, 0))

    assert told.pairs.tolist() == [[0, 1], [1, 0]]
    assert (told.served, told.market.opened) == (0, {0})
    assert told.pairs.tolist() == settle(found, [(1, 0)])[1].pairs.tolist()
    assert swap_sentences(found, (1, 0), told)[1].startswith(
        "Ann gives up the place with Bob for Dee"
    )


def test_who_has_whom_they_named_is_swapped_with_nobody_else() -> None:
    found, best = settle(flexible())

    with pytest.raises(SwapError, match="A rule forbids Ann with Dee"):
        swap(found, best.pairs, (0, 1))


def test_a_swap_opens_nobody_whom_it_does_not_move() -> None:
    """Eve has a place left beside whom she named; a run would not open her either."""
    eve = ann(id="eve", name="Eve", goals=("b",), yes=("dee",), only_named="anyone", capacity=2)
    people = flexible()
    found = market([*people.mentees, eve], [*people.mentors, bob(id="zoe", name="Zoe", capacity=0)])

    told = swap(found, np.array([[0, 0]]), (1, 0))

    assert told.market.opened == {0}


def test_a_forbidden_swap_and_one_against_a_pin_are_refused_in_words() -> None:
    found = market([ann(avoids=("bob",)), ann(id="cy", name="Cy")], bob())

    with pytest.raises(SwapError, match="A rule forbids Ann with Bob"):
        swap(found, solve(found).pairs, (0, 0))
    pinned = three()
    with pytest.raises(SwapError, match="Bob has no place left that is not pinned"):
        swap(pinned, solve(pinned).pairs, (0, 0), [(1, 0)])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from(OBJECTIVES))
def test_what_if_is_a_new_run_under_the_changed_rules(seed: int, objective: str) -> None:
    mentees, mentors = crowd(seed, 8, 6)
    mentees = [dc.replace(each, only_named=None) for each in mentees]
    found = market(mentees, mentors)
    pairs = solve(found).pairs
    for rules in (
        Rules(objective=objective),
        Rules(eligible=False, weights={**Rules().weights, "goals": 90}),
        Rules(mentees_per_mentor=1, different_unit=True, minimum=0.3),
    ):
        told = what_if(found, pairs, rules)

        fresh = market(mentees, mentors, rules)
        again = solve(fresh)
        assert np.array_equal(told.market.fit, fresh.fit, equal_nan=True)
        assert told.assignment.total == again.total
        assert len(told.assignment.pairs) == len(again.pairs)
        moved = {each.mentee for each in told.moves}
        for row, person in enumerate(found.mentees):
            old = pairs[pairs[:, 0] == row].tolist()
            new = told.assignment.pairs[told.assignment.pairs[:, 0] == row].tolist()
            assert (old != new) == (person.id in moved)


def test_whom_a_run_opens_depends_on_the_rules_it_has() -> None:
    """Bob's only place is Ann's by one weight and Cy's by another; Ann is then opened."""
    mentees = [
        ann(goals=("a",), skills=("x",), yes=("bob",), only_named="anyone"),
        ann(id="cy", name="Cy", goals=("c",), skills=("y",), avoids=("dee",)),
    ]
    mentors = [bob(goals=("c",), skills=("x",)), bob(id="dee", name="Dee")]
    by_goals, by_skills = (
        dc.replace(only(**{each: 1}), objective="best_fit") for each in ("goals", "skills")
    )
    found, best = settle(market(mentees, mentors, by_goals))
    assert best.pairs.tolist() == [[0, 1], [1, 0]]

    back = what_if(found, best.pairs, by_skills)

    assert back.assignment.pairs.tolist() == [[0, 0]]
    assert back.market.opened == set()
    told = {each.mentee: (each.fit_before, each.fit_after) for each in back.moves}
    assert told == {"ann": (0.5, 1.0), "cy": (0.0, 0.0)}


def test_the_same_rules_change_nothing_and_a_forbidden_pin_is_named() -> None:
    found, best = settle(market(*crowd(3, 12, 8)))
    pairs = best.pairs

    assert what_if(found, pairs, found.rules).moves == ()
    strict = Rules(minimum=0.0, different_unit=True)
    pins = [(int(row), int(col)) for row, col in pairs]
    broken = what_if(found, pairs, strict, pins).broken
    assert broken == tuple(
        pin for pin in pins if found.mentees[pin[0]].unit
        and found.mentees[pin[0]].unit == found.mentors[pin[1]].unit
    )  # fmt: skip
