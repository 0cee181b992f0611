"""The summary of a result, and groups of which no single person can be read."""

import dataclasses as dc

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.intake.answers import Answers
from saas.matching.engine import Rules, by_group, fairness, solve
from tests.matching.engine.people import bob, crowd, market, only


def wanting(goals_met: list[int], **answers: list[object]) -> list[Answers]:
    """Mentees of whose four goals so many are met."""
    words = ("a", "b", "c", "d"), ("w", "x", "y", "z")
    return [
        Answers(
            id=f"e{at}", name=f"E{at}", goals=(*words[0][:met], *words[1][met:]),
            **{name: values[at] for name, values in answers.items()},  # type: ignore[arg-type]
        )
        for at, met in enumerate(goals_met)
    ]  # fmt: skip


def helping(places: int) -> Answers:
    return bob(goals=("a", "b", "c", "d"), capacity=places)


def test_the_spread_and_the_floors_are_those_of_the_proposals() -> None:
    rules = dc.replace(only(goals=1), floors=(0.5, 0.75))
    found = market(wanting([4, 3, 2, 1, 0]), helping(5), rules)

    summary = fairness(found, solve(found).pairs)

    assert dc.astuple(summary.spread) == (0, 0.25, 0.5, 0.75, 1, 0.5)  # type: ignore[arg-type]
    assert [(each.fit, each.under, each.share) for each in summary.floors] == [
        (0.5, 2, 0.4),
        (0.75, 3, 0.6),
    ]
    assert summary.badly_off == ((4, 0), (3, 0))
    assert (summary.served, summary.wanting) == (5, 5)


def test_nothing_proposed_has_no_spread() -> None:
    found = market(wanting([1]), bob(capacity=0))

    summary = fairness(found, solve(found).pairs)

    assert (summary.spread, summary.served, summary.badly_off) == (None, 0, ())
    assert [each.under for each in summary.floors] == [0, 0]


def test_groups_of_five_are_compared_and_smaller_ones_put_together() -> None:
    units: list[object] = ["North"] * 6 + ["south "] * 5 + ["West"] * 2 + [None] * 3
    found = market(wanting([4] * 6 + [2] * 10, unit=units), helping(16), only(goals=1))

    groups = by_group(found, solve(found).pairs, "unit")

    assert [(each.name, each.people, each.served) for each in groups] == [
        ("North", 6, 6),
        ("south ", 5, 5),
        ("Others", 5, 5),
    ]
    assert [each.spread and each.spread.median for each in groups] == [1, 0.5, 0.5]


def test_a_small_rest_hides_behind_the_smallest_group() -> None:
    units: list[object] = ["North"] * 7 + ["South"] * 5 + ["West"]
    found = market(wanting([4] * 13, unit=units), helping(13), only(goals=1))

    groups = by_group(found, solve(found).pairs, "unit")

    assert [(each.name, each.people) for each in groups] == [("North", 7), ("Others", 6)]


def test_a_side_of_fewer_than_five_is_not_told_apart() -> None:
    found = market(wanting([4] * 4, unit=["North"] * 4), helping(4))

    assert by_group(found, solve(found).pairs, "unit") == ()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["unit", "field", "languages"]))
def test_no_group_is_small_and_each_served_person_is_counted(seed: int, answer: str) -> None:
    found = market(*crowd(seed, 25, 12), Rules())
    pairs = solve(found).pairs

    for side in ("mentee", "mentor"):
        groups = by_group(found, pairs, answer, side)  # type: ignore[arg-type]
        assert all(5 <= each.people >= each.served for each in groups)
    if answer != "languages":
        assert sum(each.served for each in by_group(found, pairs, answer)) == len(
            np.unique(pairs[:, 0])
        )
