from typing import Any

import pytest

from saas.health.engine import SIGNAL_KEYS, Policy, PolicyError, parse_policy, read
from tests.health.engine.making import after, check_in, held, raw, reading


def test_the_built_in_weights_are_the_documented_ones() -> None:
    assert dict(Policy().weights) == {
        "felt_quality_mentee": 25,
        "felt_quality_mentor": 20,
        "rhythm": 20,
        "goal_progress": 10,
        "follow_through": 10,
        "courtesy": 5,
        "reciprocity": 5,
        "foundation": 5,
    }


def test_what_a_policy_leaves_out_keeps_its_default() -> None:
    policy = parse_policy({"weights": {"rhythm": 0}, "bands": {"thriving": 90}})

    assert policy.weights["rhythm"] == 0
    assert policy.weights["foundation"] == 5
    assert (policy.bands.thriving, policy.bands.steady) == (90, 60)
    assert policy.thresholds == Policy().thresholds


def test_a_policy_survives_the_way_through_json() -> None:
    policy = parse_policy({"version": 7, "weights": {"courtesy": 12.5}})

    assert parse_policy(policy.to_dict()) == policy


@pytest.mark.parametrize(
    ("raw_policy", "sentence"),
    [
        ([], "The policy: it must be an object, not []."),
        ({"weight": {}}, "The policy: weight is not a known key."),
        ({"version": 0}, "The policy: version must be a whole number of 1 or more, not 0."),
        ({"weights": {"luck": 5}}, "The policy: weights.luck is not a known key."),
        (
            {"weights": {"rhythm": -1}},
            "The policy: weights.rhythm must be a number from 0 to 1000, not -1.",
        ),
        ({"weights": dict.fromkeys(SIGNAL_KEYS, 0)}, "The policy: weights must not all be 0."),
        (
            {"bands": {"steady": 101}},
            "The policy: bands.steady must be a number from 0 to 100, not 101.",
        ),
        (
            {"bands": {"steady": 85}},
            "The policy: bands must fall from thriving over steady to needs_attention.",
        ),
        (
            {"thresholds": {"window_days": 0}},
            "The policy: thresholds.window_days must be a whole number from 1 to 36500, not 0.",
        ),
        (
            {"thresholds": {"low_rating": True}},
            "The policy: thresholds.low_rating must be a whole number from 1 to 5, not true.",
        ),
        (
            {"thresholds": {"unanswered_days": 2}},
            "The policy: thresholds.prompt_hours must be less than the hours of unanswered_days.",
        ),
    ],
)
def test_a_wrong_policy_is_refused_in_one_sentence(raw_policy: object, sentence: str) -> None:
    with pytest.raises(PolicyError) as caught:
        parse_policy(raw_policy)

    assert str(caught.value) == sentence


def test_weights_need_not_add_up_to_100() -> None:
    facts: dict[str, Any] = {"check_ins": [check_in(40, "mentee", 5)], "meetings": held(39)}
    doubled = {key: 2 * weight for key, weight in Policy().weights.items()}

    plain, twice = reading(40, **facts), reading(40, {"weights": doubled}, **facts)

    assert (plain.score, plain.confidence) == (twice.score, twice.confidence)


def test_a_signal_with_weight_0_is_shown_and_moves_nothing() -> None:
    facts: dict[str, Any] = {"check_ins": [check_in(40, "mentee", 5), check_in(40, "mentor", 1)]}

    found = reading(40, {"weights": {"felt_quality_mentor": 0}}, **facts)

    assert found.signals["felt_quality_mentor"].value == 0
    assert (
        found.score
        == reading(
            40, {"weights": {"felt_quality_mentor": 0}}, check_ins=facts["check_ins"][:1]
        ).score
    )


def test_a_reading_tells_how_it_was_computed() -> None:
    assert reading(40).version == "3.1"
    assert reading(40, {"version": 3}).version == "3.3"


def test_read_takes_a_policy_in_each_of_its_forms() -> None:
    facts = {"partnerships": [raw(check_ins=[check_in(40, "mentee", 5)])]}

    readings = [
        read(facts, policy, after(40)) for policy in (None, {}, Policy(), Policy().to_dict())
    ]

    assert all(it == readings[0] for it in readings)
