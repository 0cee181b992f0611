import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from saas.intake.answers import Answers
from saas.matching.engine.proposals import PinError, propose
from saas.matching.engine.rules import Rules
from tests.matching.engine.people import ann, bob, crowd, market


def most_served(fit: np.ndarray, places: np.ndarray, wanting: np.ndarray) -> int:
    """Count the mentees that any assignment can serve: one copy of a mentor for each place."""
    allowed = np.repeat(~np.isnan(fit), places, axis=1) & (wanting > 0)[:, None]
    return int((maximum_bipartite_matching(csr_array(allowed), perm_type="column") >= 0).sum())


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_a_run_serves_as_many_as_any_assignment_and_explains_the_rest(seed: int) -> None:
    mentees, mentors = crowd(seed, 12, 6)
    found = market(mentees, mentors)

    outcome = propose(found)

    served = {each.mentee for each in outcome.proposals}
    assert len(served) == most_served(
        outcome.market.fit, found.mentor_places(), found.mentee_places()
    )
    assert {each.mentee for each in outcome.unmatched} == {each.id for each in mentees} - served
    assert all(each.reasons for each in outcome.proposals)
    assert all(each.why.endswith(".") for each in outcome.unmatched)
    assert not any("did not use it" in each.why for each in outcome.unmatched)
    assert outcome.assignment.certified


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_same_people_in_another_order_get_the_same_proposals(seed: int) -> None:
    mentees, mentors = crowd(seed, 9, 6)
    dice = random.Random(seed)  # noqa: S311

    straight = propose(market(mentees, mentors))
    turned = propose(market(dice.sample(mentees, 9), dice.sample(mentors, 6)))

    assert set(straight.proposals) == set(turned.proposals)
    assert set(straight.unmatched) == set(turned.unmatched)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_unmatched_would_have_had_a_place_with_the_mentors_named(seed: int) -> None:
    mentees, mentors = crowd(seed, 12, 4)
    mentees = [Answers(**{**_fields(each), "only_named": None}) for each in mentees]
    before = propose(market(mentees, mentors))

    for left in before.unmatched:
        if left.remedy and left.remedy.startswith("One more place"):
            more = [
                Answers(**{**_fields(each), "capacity": each.capacity + 1})
                if each.name in left.remedy.split()
                else each
                for each in mentors
            ]
            assert "would make room" in left.remedy or "go to somebody else" in left.remedy
            if "would make room" in left.remedy:
                after = propose(market(mentees, more))
                assert len(after.unmatched) < len(before.unmatched)


def _fields(person: Answers) -> dict[str, object]:
    return {name: getattr(person, name) for name in Answers.__dataclass_fields__}


def test_a_pin_is_kept_although_another_pair_fits_better() -> None:
    mentors = [bob(goals=("x",)), Answers(id="cy", name="Cy", goals=("a",))]
    found = market(ann(goals=("a",)), mentors)

    free, pinned = propose(found), propose(found, [("ann", "bob")])

    assert [each.mentor for each in free.proposals] == ["cy"]
    assert [each.mentor for each in pinned.proposals] == ["bob"]


@pytest.mark.parametrize(
    ("pin", "says"),
    [
        (("ann", "zoe"), "The pin of ann with zoe names somebody not in this run"),
        (("ann", "bob"), "A pin cannot be kept. Ann and Bob have a declared conflict"),
    ],
)
def test_a_pin_that_cannot_be_kept_is_refused_in_words(pin: tuple[str, str], says: str) -> None:
    with pytest.raises(PinError, match=says):
        propose(market(ann(conflicts=("bob",)), bob()), [pin])


def test_more_pins_than_places_are_refused_in_words() -> None:
    people = [ann(), Answers(id="cy", name="Cy")]

    with pytest.raises(PinError, match="Bob is pinned 2 times but has a capacity of 1"):
        propose(market(people, bob()), [("ann", "bob"), ("cy", "bob")])


@pytest.mark.parametrize("objective", ["most_people", "best_fit", "raise_the_lowest"])
def test_every_objective_gives_a_proved_result(objective: str) -> None:
    mentees, mentors = crowd(5, 15, 8)

    outcome = propose(market(mentees, mentors, Rules(objective=objective)))

    assert outcome.proposals
    assert outcome.assignment.certified


def test_nobody_with_nobody_is_an_empty_outcome() -> None:
    outcome = propose(market([], []))

    assert (outcome.proposals, outcome.unmatched) == ((), ())


def test_a_spread_leaves_fewer_mentors_idle() -> None:
    people = [ann(goals=("a",)), Answers(id="cy", name="Cy", goals=("a",))]
    mentors = [bob(goals=("a",), capacity=2), Answers(id="dee", name="Dee", goals=("b",))]

    together = propose(market(people, mentors, Rules(weights={"goals": 1})))
    spread = propose(market(people, mentors, Rules(weights={"goals": 1}, spread=1.0, floors=())))

    assert {each.mentor for each in together.proposals} == {"bob"}
    assert {each.mentor for each in spread.proposals} == {"bob", "dee"}
