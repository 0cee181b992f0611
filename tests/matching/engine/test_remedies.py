"""What would help somebody who waits is tried, and who is next in line is told."""

import numpy as np
import pytest

from saas.intake.answers import Answers
from saas.matching.engine import Rules, propose, remedies
from saas.matching.engine.wide import open_wide, propose_wide
from tests.matching.engine.people import ON, ann, bob, market


def waiting(name: str, **answers: object) -> Answers:
    return Answers(**{"id": name.lower(), "name": name, **answers})  # type: ignore[arg-type]


def test_one_more_place_that_would_go_to_another_is_not_promised() -> None:
    people = [ann(waited=3), waiting("Cy", waited=1), waiting("Dee")]

    found = propose(market(people, bob()))

    assert [(each.mentee, each.why.split(". ")[1], each.remedy) for each in found.unmatched] == [
        ("cy", "Place 1 of 2 in line.", "One more place with Bob would make room."),
        (
            "dee",
            "Place 2 of 2 in line.",
            "One more place with Bob would go to somebody else who waits; more are needed.",
        ),
    ]


def test_a_rule_whose_lifting_leaves_no_place_is_not_promised_either() -> None:
    people = [ann(languages=("en",)), waiting("Cy", languages=("fr",))]

    found = propose(market(people, bob(languages=("en",))))

    assert found.unmatched[0].why == (
        "The one mentor is not possible: 1 has no language in common."
    )
    assert found.unmatched[0].remedy == (
        "Without asking for a common language, 1 mentor would be possible. "
        "No place would be left with them."
    )


def test_what_there_is_no_time_to_try_is_not_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remedies, "CELLS", 0)

    found = propose(market([ann(waited=1), waiting("Cy")], bob()))

    assert found.unmatched[0].remedy == "One more place with Bob could make room."


def test_those_who_fit_better_are_further_ahead_in_line() -> None:
    people = [
        ann(goals=("a",)),
        waiting("Cy", goals=("b", "c")),
        waiting("Dee", goals=("a", "c")),
        waiting("Eve", avoids=("bob",)),
    ]
    found = market(people, bob(goals=("a",)), Rules(minimum=0.0))

    line = remedies.in_line(found, np.array([[0, 0]]))

    assert line == {2: 1, 1: 2}


@pytest.mark.parametrize("weight", [0, 3])
def test_the_line_goes_by_rounds_even_where_waiting_is_left_out_of_the_fit(weight: int) -> None:
    people = [
        ann(waited=4, not_on=("waited",)),
        waiting("Cy", waited=3, goals=("a",)),
        waiting("Dee", waited=0, goals=("a",)),
    ]
    rules = Rules(weights=dict(Rules().weights, waited=weight))
    found = market(people, bob(goals=("a",), not_on=("waited",)), rules)

    assert remedies.in_line(found, np.empty((0, 2), np.int64)) == {0: 1, 1: 2, 2: 3}
    wide = open_wide(people, [bob(goals=("a",), capacity=0)], rules, on=ON)
    assert [each.place for each in propose_wide(wide).unmatched] == [1, 2, 3]
