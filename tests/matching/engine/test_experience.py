import dataclasses as dc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.matching.engine.explain import forbidden_by, reasons
from saas.matching.engine.rules import Rules, RulesError
from tests.matching.engine.people import ann, bob, crowd, market, only


def told(mentee_years: float, mentor_years: float, experience: str) -> tuple[float, str]:
    rules = dc.replace(only(experience=1), experience=experience)
    found = market(ann(years_experience=mentee_years), bob(years_experience=mentor_years), rules)
    return float(found.fit[0, 0]), reasons(found, 0, 0)[0].sentence


@pytest.mark.parametrize(
    ("mentee", "mentor", "score", "sentence"),
    [
        (20, 1, 0.75, "Is 19 years behind in experience"),
        (10, 4, 1, "Is 6 years behind in experience"),
        (5, 4, 0.25, "Is 1 year behind in experience"),
        (4, 12, 0, "Has no less experience than the mentee"),
    ],
)
def test_in_reverse_the_mentor_is_behind(
    mentee: float, mentor: float, score: float, sentence: str
) -> None:
    assert told(mentee, mentor, "behind") == (pytest.approx(score), sentence)


@pytest.mark.parametrize(
    ("one", "other", "score", "sentence"),
    [
        (5, 5, 1, "Just as much experience"),
        (5, 9, 1, "4 years apart in experience"),
        (12, 3, 0.5, "9 years apart in experience"),
        (1, 30, 0, "29 years apart in experience"),
    ],
)
def test_near_each_other_counts_the_same_both_ways(
    one: float, other: float, score: float, sentence: str
) -> None:
    assert told(one, other, "near") == (pytest.approx(score), sentence)
    assert told(other, one, "near") == (pytest.approx(score), sentence)


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_reverse_is_the_mirror_of_ahead_in_what_it_forbids(seed: int) -> None:
    mentees, mentors = (
        [dc.replace(each, field="Law", aspired_field="Finance") for each in side]
        for side in crowd(seed, 8, 8)
    )
    bare = dc.replace(only(experience=1), eligible=True, gap_at_least=1, gap_at_most=9)
    ahead = market(mentees, mentors, bare)
    turned = [dc.replace(each, years_experience=_turned(each)) for each in (*mentees, *mentors)]
    behind = market(turned[:8], turned[8:], dc.replace(bare, experience="behind"))

    assert np.array_equal(ahead.fit, behind.fit, equal_nan=True)


def _turned(person: object) -> float | None:
    years = person.years_experience  # type: ignore[attr-defined]
    return None if years is None else 50 - years


def test_in_reverse_more_experience_in_another_field_is_not_eligible() -> None:
    mentee = ann(years_experience=3, aspired_field="Law")
    mentor = bob(years_experience=9, field="Finance")
    rules = Rules(experience="behind")

    found = market(mentee, mentor, rules)

    assert forbidden_by(found, 0, 0) == [
        "Bob neither has less experience than Ann nor works in Law."
    ]
    assert not forbidden_by(market(mentee, mentor, Rules(experience="near")), 0, 0)


def test_limits_are_years_apart_where_people_should_be_near() -> None:
    rules = Rules(experience="near", gap_at_most=5)

    found = market(ann(years_experience=20), bob(years_experience=2), rules)

    assert forbidden_by(found, 0, 0) == ["They are 18 apart; the program asks for at most 5."]


def test_another_word_for_experience_is_refused() -> None:
    with pytest.raises(RulesError, match="experience must be one of ahead, behind, near"):
        Rules.from_dict({"experience": "beside"})
