"""Units, sites and levels, the same or different; sites as a criterion; near fields."""

import dataclasses as dc

import pytest

from saas.matching.engine import Rules, forbidden_by, reasons, sentences
from tests.matching.engine.people import ann, bob, market, only

AT = {"unit": "in", "site": "at", "level": "at"}


@pytest.mark.parametrize("answer", AT)
@pytest.mark.parametrize(("theirs", "same", "different"), [
    ("north", True, False), ("South", False, True), (None, True, True),
])  # fmt: skip
def test_a_rule_forbids_where_both_answered_and_not_as_it_wants(
    answer: str, theirs: str | None, same: bool, different: bool
) -> None:
    people = ann(**{answer: "North"}), bob(**{answer: theirs})
    rules = [
        dc.replace(only(goals=1), **{f"{kind}_{answer}": True}) for kind in ("same", "different")
    ]

    allowed = [forbidden_by(market(*people, each), 0, 0) == [] for each in rules]

    assert allowed == [same, different]


@pytest.mark.parametrize("answer", AT)
def test_the_rule_says_what_both_answered(answer: str) -> None:
    people = ann(**{answer: "North"}), bob(**{answer: "South"}), bob(id="cy", **{answer: "North"})
    same = market(people[0], people[1], Rules(**{f"same_{answer}": True}))  # type: ignore[arg-type]
    other = market(people[0], people[2], Rules(**{f"different_{answer}": True}))  # type: ignore[arg-type]

    assert forbidden_by(same, 0, 0) == [f"The program keeps to one {answer}: North is not South."]
    assert forbidden_by(other, 0, 0) == [
        f"The program wants different {answer}s, and both are {AT[answer]} North."
    ]


def test_the_same_site_scores_and_another_does_not() -> None:
    mentors = [bob(site="ROME "), bob(id="cy", site="Oslo"), bob(id="dee")]

    found = market(ann(site="Rome"), mentors, only(place=1))

    assert found.fit[0].tolist() == [1, 0, 0.5]
    assert sentences(found, 0, 0) == ["Both are at the same site, ROME "]
    assert [each.sentence for each in reasons(found, 0, 1)] == [
        "Is at another site: Oslo, the mentee Rome"
    ]


@pytest.mark.parametrize(("field", "points"), [
    ("law", 1), ("Compliance", 0.8), ("TAX", 0.8), ("Art law", 0.4), ("Art", 0),
])  # fmt: skip
def test_the_program_says_which_fields_are_near(field: str, points: float) -> None:
    rules = dc.replace(only(field=1), near_fields=(("Law", "Compliance", "Tax"), ("Art", "Music")))

    found = market(ann(aspired_field="Law"), bob(field=field), rules)

    assert found.fit[0, 0] == points
    if points == 0.8:
        assert sentences(found, 0, 0) == [f"Works in {field}, near the aspired Law"]
