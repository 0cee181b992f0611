from typing import get_args

import numpy as np
import pytest

from saas.intake.answers import Answers
from saas.matching.engine.bans import Exclusion, Kind
from saas.matching.engine.explain import forbidden_by
from saas.matching.engine.market import open_market
from saas.matching.engine.rules import Rules
from tests.matching.engine.people import ON, ann, bob, market


def forbidden(mentee: Answers, mentor: Answers, rules: Rules | None = None) -> list[str]:
    """Return the sentences of what forbids two people, having checked that the fit agrees."""
    found = market(mentee, mentor, rules)
    sentences = forbidden_by(found, 0, 0)
    assert bool(sentences) == bool(np.isnan(found.fit[0, 0]))
    return sentences


def test_two_people_who_answered_nothing_may_be_matched() -> None:
    assert forbidden(ann(), bob()) == []


def test_nobody_mentors_themselves() -> None:
    assert forbidden(ann(), ann(name="Ann L.")) == ["Ann cannot be their own mentor."]


@pytest.mark.parametrize(
    ("mentee", "mentor"),
    [(ann(conflicts=("bob",)), bob()), (ann(), bob(conflicts=("ann",)))],
)
def test_a_conflict_declared_by_either_side_forbids(mentee: Answers, mentor: Answers) -> None:
    assert forbidden(mentee, mentor) == ["Ann and Bob have a declared conflict of interest."]


@pytest.mark.parametrize(
    ("mentee", "mentor"), [(ann(avoids=("bob",)), bob()), (ann(), bob(avoids=("ann",)))]
)
def test_avoiding_by_either_side_forbids(mentee: Answers, mentor: Answers) -> None:
    assert forbidden(mentee, mentor) == ["Ann or Bob asked to avoid the other."]


def test_a_conflict_holds_in_whichever_role_it_was_declared() -> None:
    as_mentor = ann(conflicts=("bob",))
    both = market([ann(), bob()], [as_mentor, bob()])

    assert np.isnan(both.fit).all()


def test_a_reporting_line_forbids_at_any_length_in_both_directions() -> None:
    chain = [Answers(id=f"p{n}", name=f"P{n}", manager_id=f"p{n + 1}") for n in range(6)]
    top, bottom = chain[5], chain[0]

    found = market([bottom, *chain[1:3], top], [*chain[3:5], bottom])

    assert np.isnan(found.fit).all()
    assert forbidden_by(market([bottom, *chain[1:5]], [top]), 0, 0) == [
        "P0 and P5 are in the same reporting line."
    ]


def test_managers_who_take_no_part_link_a_reporting_line() -> None:
    found = open_market(
        [ann(manager_id="carl")],
        [bob()],
        Rules(),
        on=ON,
        managers=[("carl", "dana"), ("dana", "bob")],
    )

    assert np.isnan(found.fit).all()


def test_people_under_one_manager_may_be_matched() -> None:
    assert forbidden(ann(manager_id="boss"), bob(manager_id="boss")) == []


def test_a_circle_of_managers_ends() -> None:
    ring = [Answers(id=f"p{n}", name=f"P{n}", manager_id=f"p{(n + 1) % 3}") for n in range(3)]
    outside = Answers(id="out", name="Out")

    found = market(ring, [*ring, outside])

    assert np.isnan(found.fit[:, :3]).all()
    assert not np.isnan(found.fit[:, 3]).any()


def test_a_manager_named_in_only_one_of_both_files_counts() -> None:
    assert np.isnan(market([ann()], [ann(manager_id="bob"), bob()]).fit).all()


@pytest.mark.parametrize(
    ("years", "fields", "is_forbidden"),
    [
        ((5, 5), ("Law", "Tech"), True),
        ((5, 4), ("Law", "Tech"), True),
        ((5, 6), ("Law", "Tech"), False),
        ((5, 5), ("tech ", " TECH"), False),
        ((None, 5), ("Law", "Tech"), False),
        ((5, None), ("Law", "Tech"), False),
        ((5, 5), (None, "Tech"), False),
        ((5, 5), ("Law", None), False),
    ],
)
def test_eligibility_forbids_only_when_neither_alternative_can_hold(
    years: tuple[float | None, float | None],
    fields: tuple[str | None, str | None],
    is_forbidden: bool,
) -> None:
    mentee = ann(years_experience=years[0], aspired_field=fields[0])
    mentor = bob(years_experience=years[1], field=fields[1])

    assert bool(forbidden(mentee, mentor)) == is_forbidden
    assert forbidden(mentee, mentor, Rules(eligible=False)) == []


@pytest.mark.parametrize(
    ("answer", "rule"), [("languages", "common_language"), ("means", "common_means")]
)
def test_nothing_in_common_forbids_only_where_both_answered(answer: str, rule: str) -> None:
    one, other = ann(**{answer: ("A", "b")}), bob(**{answer: ("c",)})

    assert len(forbidden(one, other)) == 1
    assert forbidden(one, other, Rules(**{rule: False})) == []  # type: ignore[arg-type]
    assert forbidden(one, bob(**{answer: ("x", " B ")})) == []
    assert forbidden(one, bob()) == []
    assert forbidden(ann(**{answer: ()}), other) == []


def test_no_hour_in_common_forbids_only_with_both_zones_known() -> None:
    one = ann(time_zone="UTC", availability=((540, 600),))
    other = bob(time_zone="Asia/Tokyo", availability=((540, 600),))

    assert forbidden(one, other) == ["Ann and Bob are never free at the same time."]
    assert forbidden(one, bob(availability=((600, 660),))) == []
    assert forbidden(one, bob(time_zone="Asia/Tokyo")) == []
    assert forbidden(one, other, Rules(common_hours=False)) == []


def test_units_are_kept_apart_or_together_as_the_program_says() -> None:
    north, also_north, south = ann(unit="North"), bob(unit=" north"), bob(unit="South")

    assert forbidden(north, also_north, Rules(different_unit=True))
    assert forbidden(north, south, Rules(different_unit=True)) == []
    assert forbidden(north, south, Rules(same_unit=True))
    assert forbidden(north, bob(), Rules(same_unit=True, different_unit=False)) == []
    assert forbidden(north, also_north) == []


@pytest.mark.parametrize(("years", "is_forbidden"), [(5, True), (6, False), (7, False), (8, True)])
def test_the_gap_keeps_to_the_limits_of_the_program(years: int, is_forbidden: bool) -> None:
    rules = Rules(gap_at_least=1, gap_at_most=2)

    found = forbidden(ann(years_experience=5), bob(years_experience=years), rules)

    assert bool(found) == is_forbidden
    assert forbidden(ann(), bob(years_experience=years), rules) == []


@pytest.mark.parametrize("kind", get_args(Kind))
def test_earlier_decisions_forbid(kind: Kind) -> None:
    found = market(ann(), bob(), exclusions=[Exclusion("ann", "bob", kind)])

    assert np.isnan(found.fit[0, 0])
    assert len(forbidden_by(found, 0, 0)) == 1


@pytest.mark.parametrize(
    ("kind", "both_ways"), [(kind, kind not in ("drafted", "rejected")) for kind in get_args(Kind)]
)
def test_some_earlier_decisions_hold_in_changed_roles_too(kind: Kind, both_ways: bool) -> None:
    found = market(ann(), bob(), exclusions=[Exclusion("bob", "ann", kind)])

    assert np.isnan(found.fit[0, 0]) == both_ways


def test_what_safety_forbids_cannot_be_left_out() -> None:
    words = ("conflicts", "avoids", "manager_id", "reporting_line", "id")
    mentee = ann(conflicts=("bob",), avoids=("bob",), manager_id="bob", not_on=words)

    assert len(forbidden(mentee, bob(not_on=words))) == 3
