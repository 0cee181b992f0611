"""Who was left out before goes first between equals, and only between equals."""

import pytest

from saas.intake.answers import Answers
from saas.matching.engine import Rules, propose
from tests.matching.engine.people import bob, market


def mentee(name: str, **answers: object) -> Answers:
    return Answers(**{"id": name, "name": name, "goals": ("a", "b"), **answers})  # type: ignore[arg-type]


@pytest.mark.parametrize("objective", ["most_people", "best_fit", "raise_the_lowest"])
@pytest.mark.parametrize("patient", ["x", "y"])
def test_of_two_who_fit_alike_whoever_waited_gets_the_place(objective: str, patient: str) -> None:
    people = [mentee(each, waited=1 if each == patient else None) for each in ("x", "y")]

    found = propose(market(people, bob(goals=("a", "b")), Rules(objective=objective)))

    assert [each.mentee for each in found.proposals] == [patient]
    assert found.proposals[0].fit == 1
    assert found.proposals[0].reasons[-1] == "Waited 1 round before"
    assert found.assignment.certified


def test_whoever_waited_longer_goes_before_whoever_waited() -> None:
    people = [mentee("x", waited=1), mentee("y", waited=2), mentee("z")]

    found = propose(market(people, bob(goals=("a", "b"), capacity=2)))

    assert sorted(each.mentee for each in found.proposals) == ["x", "y"]


def test_waiting_does_not_outweigh_a_far_better_fit() -> None:
    people = [mentee("x", waited=3, goals=("c", "d")), mentee("y")]

    found = propose(market(people, bob(goals=("a", "b"))))

    assert [each.mentee for each in found.proposals] == ["y"]


def test_without_weight_waiting_counts_for_nothing() -> None:
    weights = dict(Rules().weights, waited=0)

    found = market([mentee("x", waited=3)], bob(), Rules(weights=weights))

    assert found.priority.max() == 0
