"""Groups: sizes and shared times hold, and no choice of groups is better."""

import dataclasses as dc
import datetime as dt
import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.intake.answers import Answers
from saas.matching.engine import (
    PinError,
    Rules,
    SwapError,
    alternatives,
    propose,
    solve,
    swap,
    what_if,
)
from saas.matching.engine.market import Market
from saas.matching.engine.meeting import shared_week
from tests.matching.engine.people import ON, ann, bob, market

HOUR, DAY, WEEK = 60, 1440, 10_080
SLOTS = [(day * DAY + hour * HOUR, day * DAY + (hour + 2) * HOUR)
         for day, hour in ((0, 9), (0, 10), (3, 18), (6, 23))]  # fmt: skip
GROUPS = Rules(group_hours=1.0, group_least=2, common_hours=False, eligible=False,
               weights={"goals": 1}, floors=(0.5,))  # fmt: skip


def person(dice: random.Random, name: str, capacity: int) -> Answers:
    free = dice.choice((None, *(tuple(dice.sample(SLOTS, count)) for count in (1, 1, 2))))
    return Answers(
        id=name, name=name.upper(), goals=tuple(dice.sample("abcd", dice.randint(1, 3))),
        time_zone="UTC", availability=free, capacity=capacity,
        group_least=dice.choice((None, None, 1, 3)) if name[0] == "m" else None,
        avoids=("m0",) if name[0] == "e" and dice.random() < 0.2 else (),
    )  # fmt: skip


def drawn(seed: int) -> tuple[list[Answers], list[Answers]]:
    dice = random.Random(seed)  # noqa: S311
    return (
        [person(dice, f"e{at}", dice.choice((1, 1, 1, 0))) for at in range(5)],
        [person(dice, f"m{at}", dice.randint(1, 4)) for at in range(3)],
    )


def share_an_hour(people: list[Answers]) -> bool:
    """Look at every half hour of the week."""

    def free(one: Answers, start: int) -> bool:
        return one.availability is None or any(
            low <= start + turn and start + turn + HOUR <= high
            for low, high in one.availability for turn in (0, WEEK)
        )  # fmt: skip

    return any(all(free(one, start) for one in people) for start in range(0, WEEK, 30))


def groups_of(found: Market, col: int) -> list[frozenset[int]]:
    """Every group that a mentor may have, none among them."""
    mentor = found.mentors[col]
    least = mentor.group_least or found.rules.group_least
    least_fit = 1e-4 if found.rules.objective == "best_fit" else 0.0
    may = [
        row
        for row, person in enumerate(found.mentees)
        if person.capacity and found.fit[row, col] >= least_fit
    ]
    groups = [
        frozenset(some)
        for size in range(least, mentor.capacity + 1)
        for some in itertools.combinations(may, size)
        if share_an_hour([mentor, *(found.mentees[row] for row in some)])
    ]
    return [frozenset(), *groups]


def score(found: Market, choice: tuple[frozenset[int], ...]) -> tuple[int, ...]:
    fits = [round(found.fit[row, col] * 10_000) for col, some in enumerate(choice) for row in some]
    measured = {
        "mentees": len(fits),
        "mentors": sum(bool(some) for some in choice),
        "floors": sum(fit >= 5_000 for fit in fits),
        "total": sum(fits),
    }
    orders = {
        "most_people": ("mentees", "floors", "total"),
        "both_sides": ("mentees", "mentors", "floors", "total"),
        "best_fit": ("total",),
    }
    return tuple(measured[name] for name in orders[found.rules.objective])


@pytest.mark.parametrize("objective", ["most_people", "both_sides", "best_fit"])
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1_000_000))
def test_no_choice_of_groups_is_better(objective: str, seed: int) -> None:
    found = market(*drawn(seed), dc.replace(GROUPS, objective=objective))
    possible = [groups_of(found, col) for col in range(3)]
    best = max(
        score(found, choice)
        for choice in itertools.product(*possible)
        if sum(map(len, choice)) == len(frozenset().union(*choice))
    )

    told = solve(found)

    chosen = tuple(frozenset(told.pairs[told.pairs[:, 1] == col, 0].tolist()) for col in range(3))
    assert all(some in groups for some, groups in zip(chosen, possible, strict=True))
    assert score(found, chosen) == best
    assert (told.certified, told.bound) == (True, told.total)


def test_the_order_of_rows_changes_no_group() -> None:
    for seed in range(12):
        mentees, mentors = drawn(seed)
        straight = propose(market(mentees, mentors, GROUPS))
        turned = propose(market(mentees[::-1], mentors[::-1], GROUPS))

        assert set(straight.proposals) == set(turned.proposals)


def test_a_group_is_told_when_it_meets() -> None:
    free = ((DAY + 17 * HOUR, DAY + 19 * HOUR),)
    at = {"time_zone": "Europe/Berlin", "availability": free, "goals": ("a",)}
    mentees = [ann(**at), ann(**{**at, "id": "cy", "time_zone": "UTC"})]

    found = propose(market(mentees, bob(**at, capacity=3), GROUPS, on=dt.date(2026, 1, 5)))

    assert [each.reasons[0] for each in found.proposals] == [
        "The group of 2 could meet Tue 18:00–19:00 (Europe/Berlin)",
        "The group of 2 could meet Tue 17:00–18:00 (UTC)",
    ]


@pytest.mark.parametrize(("zone", "together"), [("Europe/Berlin", True), ("UTC", False)])
def test_a_weekly_time_is_one_of_the_mentors_clock_through_summer_time(
    zone: str, together: bool
) -> None:
    """Berlin's clocks change in the second week; one hour together there stays one hour."""
    hour = ((DAY + 17 * HOUR, DAY + 18 * HOUR),)
    at = {"time_zone": "Europe/Berlin", "availability": hour}
    mentees = [ann(**at), ann(**{**at, "id": "cy", "time_zone": zone})]
    if zone == "UTC":
        mentees[1] = dc.replace(mentees[1], availability=((DAY + 16 * HOUR, DAY + 17 * HOUR),))

    found = propose(market(mentees, bob(**at, capacity=2), GROUPS))

    assert len(found.proposals) == (2 if together else 0)
    if together:
        assert found.proposals[0].reasons[0] == (
            "The group of 2 could meet Tue 17:00–18:00 (Europe/Berlin)"
        )


def test_a_mentor_without_hours_lives_by_a_clock_all_the_same() -> None:
    at = {"time_zone": "Europe/Berlin", "availability": ((DAY + 17 * HOUR, DAY + 18 * HOUR),)}
    mentees = [ann(**at), ann(**{**at, "id": "cy"})]

    found = propose(market(mentees, bob(time_zone="Europe/Berlin", capacity=2), GROUPS))

    assert len(found.proposals) == 2


def test_without_a_time_for_enough_people_there_is_no_group() -> None:
    early, late = ((0, 60),), ((600, 660),)
    mentees = [ann(time_zone="UTC", availability=early), ann(id="cy", time_zone="UTC",
                                                           availability=late)]  # fmt: skip
    mentor = bob(time_zone="UTC", availability=(*early, *late), capacity=2)

    found = propose(market(mentees, mentor, GROUPS))

    assert found.proposals == ()
    assert found.unmatched[0].why == (
        "No group of a possible mentor that shares a weekly time has a place left. "
        "Place 1 of 2 in line."
    )


def test_pins_hold_or_are_refused_in_words() -> None:
    goals = {"goals": ("a",)}
    mentees = [ann(id=f"e{at}", **goals) for at in range(3)]
    mentors = [bob(**goals, capacity=2), bob(id="cy", capacity=2)]

    found = propose(market(mentees, mentors, GROUPS), [("e0", "cy")])

    assert ("e0", "cy") in {(each.mentee, each.mentor) for each in found.proposals}
    with pytest.raises(PinError, match="No groups that share a weekly time can keep"):
        propose(market(mentees, [bob(capacity=1)], GROUPS), [("e0", "bob")])


def test_a_swap_that_no_group_can_keep_is_refused_and_what_if_leaves_its_pin_out() -> None:
    found = market([ann(), ann(id="cy")], [bob(capacity=2), bob(id="dee", capacity=1)], GROUPS)
    best = solve(found)

    with pytest.raises(SwapError, match="No groups that share a weekly time"):
        swap(found, best.pairs, (0, 1))
    told = what_if(found, best.pairs, dc.replace(GROUPS, group_least=2, minimum=0.1), [(0, 1)])
    assert told.broken == ((0, 1),)
    assert [each.objective for each in alternatives(found)] == [
        "most_people", "both_sides", "best_fit",
    ]  # fmt: skip


def test_nobody_is_no_group() -> None:
    assert len(solve(market([], [], GROUPS)).pairs) == 0
    assert np.isnan(market(ann(avoids=("bob",)), bob(), GROUPS).fit).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(("UTC", "Europe/Berlin", "Asia/Kolkata")))
def test_a_group_that_meets_already_takes_only_whom_a_time_of_all_of_it_suits(
    seed: int, zone: str
) -> None:
    dice = random.Random(seed)  # noqa: S311
    mentor, *members = (
        dc.replace(person(dice, name, 3), time_zone=zone, avoids=()) for name in ("m0", "e0", "e1")
    )
    newcomer = dc.replace(person(dice, "e2", 1), time_zone=zone, avoids=())
    shared = shared_week([mentor, *members], HOUR, ON)
    known = {} if shared is None else {"time_zone": shared[0], "availability": shared[1]}
    whole = dc.replace(mentor, group_of=2, capacity=1, **known)

    outcome = propose(market([newcomer], [whole], GROUPS))

    if share_an_hour([mentor, *members]):
        assert bool(outcome.proposals) == share_an_hour([mentor, *members, newcomer])
    for each in outcome.proposals:
        assert "group of 3" in each.reasons[0]
