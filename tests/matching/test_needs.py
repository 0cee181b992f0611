from dataclasses import replace

import pytest

from saas.intake.asking import Asked, Condition, Expected, Outline, Section
from saas.intake.feeding import unfed
from saas.intake.kinds import FEEDS, QuestionKind
from saas.matching.engine import Rules
from saas.matching.needs import HARD, SOFT
from saas.programs.models import Audience, Kind, Program


def outline(*feeds, audience=Audience.BOTH):
    kinds = {name: kind for kind, names in FEEDS.items() for name in names}
    questions = tuple(
        Asked(id=name, label=name, kind=kinds[name], feeds=name, audience=audience)
        for name in feeds
    )
    return Outline("Form", (Section("s", "S", "", questions),))


@pytest.fixture(autouse=True)
def inside(app):
    with app.test_request_context():
        yield


def labels(form, rules=None, kind=Kind.ONE_TO_ONE):
    program = Program(name="P", rules=rules, kind=kind) if rules is not None else None
    return {each.label for each in unfed(form, program)}


def test_a_form_without_questions_feeds_nothing_that_matching_looks_at():
    assert len(labels(outline())) >= len(set(Rules().shares()) & set(SOFT))


def test_every_criterion_and_rule_of_the_engine_is_known_or_needs_no_answer():
    assert set(Rules().weights) - {"waited"} == set(SOFT)
    assert set(HARD) <= set(Rules().to_dict()) | {"group_hours", "gap_at_least", "gap_at_most"}


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (Kind.ONE_TO_ONE, "Years ahead"),
        (Kind.REVERSE, "Years behind"),
        (Kind.PEER, "Near in experience"),
    ],
)
def test_criteria_are_called_as_in_the_kind_of_program(kind, label):
    gaps = {"Years ahead", "Years behind", "Near in experience"}

    assert labels(outline(), {}, kind) & gaps == {label}


def test_what_only_one_side_is_asked_is_said():
    (found,) = [
        each
        for each in unfed(outline("skills", audience=Audience.MENTOR), None)
        if each.label == "Skills wanted and offered"
    ]

    assert found.missing == "Mentees are not asked for: Skills."


def test_what_conditions_keep_one_side_from_is_not_asked_of_it():
    (asked,) = outline("skills").questions
    before = Asked(id="a", label="A", kind=QuestionKind.YES_NO, audience=Audience.MENTEE)
    when = (Condition("a", Expected(any_of=(True,))),)
    form = Outline("Form", (Section("s", "S", "", (before, replace(asked, when=when))),))

    (found,) = [each for each in unfed(form, None) if each.label == "Skills wanted and offered"]

    assert found.missing == "Mentors are not asked for: Skills."


def test_wishes_are_fed_by_any_way_of_saying_them():
    assert "Wishes of the mentee" in labels(outline("field"))
    for name in ("wishes", "prefers", "maybe"):
        assert "Wishes of the mentee" not in labels(outline(name))


def test_a_program_that_looks_elsewhere_is_not_held_against_the_rest():
    rules = {"weights": {name: 0 for name in SOFT} | {"goals": 1}, "common_hours": False}

    found = labels(outline("goals"), rules)

    assert "Goals the mentor helps with" not in found
    assert "Times both are free" not in found
    assert "A language in common" in found


def test_consents_and_scales_feed_nothing():
    assert FEEDS[QuestionKind.CONSENT] == FEEDS[QuestionKind.SCALE] == frozenset()
