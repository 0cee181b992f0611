from typing import Any

import pytest

from saas.health.engine import read
from tests.health.engine.making import check_in, day, held, raw, reading


def everything(on: int, rating: int) -> dict[str, Any]:
    """Facts for all eight signals, the newest of each on the day itself."""
    return {
        "agreement": {"every_days": 14, "mentee_signed_on": day(1), "mentor_signed_on": day(1)},
        "check_ins": [check_in(on, side, rating) for side in ("mentee", "mentor")],
        "meetings": held(*range(0, on + 1, 10), on),
        "goals": [{"set_on": day(0), "progress": 1, "updated_on": day(on)}],
        "advice": [{"on": day(5), "evidence_on": day(on)}],
        "thanks": [day(on)],
    }


def test_fresh_facts_for_every_signal_are_full_confidence() -> None:
    found = reading(60, **everything(60, 5))

    assert (found.score, found.confidence, found.band) == (100, 1, "thriving")


def test_a_missing_signal_lowers_confidence_and_rescales_the_rest() -> None:
    found = reading(40, check_ins=[check_in(40, "mentee", 5)])

    assert found.confidence == 0.25
    assert found.score == 72 + 0.25 * (100 - 72)


def test_signals_weigh_by_their_weights() -> None:
    found = reading(40, check_ins=[check_in(40, "mentee", 5), check_in(40, "mentor", 1)])

    raw_score = 100 * 25 / 45
    assert found.confidence == 0.45
    assert found.score == pytest.approx(72 + 0.45 * (raw_score - 72), abs=1e-6)


def test_confidence_halves_every_90_days() -> None:
    check_ins = [check_in(10, "mentee", 5)]

    sure = [reading(on, check_ins=check_ins).confidence for on in (10, 100, 190)]

    assert sure == [0.25, 0.125, 0.0625]


def test_the_agreement_is_a_state_that_does_not_fade() -> None:
    agreement = {"mentee_signed_on": day(1), "mentor_signed_on": day(1)}

    assert reading(400, agreement=agreement).confidence == 0.05


def test_without_any_signal_there_is_no_score() -> None:
    found = reading(40)

    assert (found.score, found.confidence, found.band) == (None, 0, "not_enough_information")
    assert (found.trend, found.moved_by) == (None, None)


def test_the_first_21_days_are_getting_started_whatever_the_score() -> None:
    assert reading(20, **everything(20, 1)).band == "getting_started"
    assert reading(21, **everything(21, 5)).band == "thriving"


def test_half_the_confidence_is_enough_information() -> None:
    both = [check_in(40, side, 5) for side in ("mentee", "mentor")]
    agreement = {"mentee_signed_on": day(1), "mentor_signed_on": day(1)}

    assert reading(40, check_ins=both).band == "not_enough_information"
    assert reading(40, check_ins=both, agreement=agreement).band == "thriving"


@pytest.mark.parametrize(
    ("neutral", "band"),
    [
        (80, "thriving"),
        (79.5, "thriving"),
        (79.49, "steady"),
        (59.5, "steady"),
        (59.49, "needs_attention"),
        (39.5, "needs_attention"),
        (39.49, "at_risk"),
        (0, "at_risk"),
    ],
)
def test_the_band_goes_by_the_score_rounded_to_a_whole_number(neutral: float, band: str) -> None:
    # With all weight but a hair on a signal that has no data, the score is the neutral one.
    thresholds = {"neutral_score": neutral, "enough_confidence": 0}
    policy = {"weights": {"felt_quality_mentor": 1e-9}, "thresholds": thresholds}

    found = reading(40, policy, check_ins=[check_in(40, "mentor", 5)])

    assert found.score == neutral
    assert found.band == band


def test_the_trend_is_todays_facts_as_they_stood_30_days_ago() -> None:
    before = [check_in(20, "mentee", 5)]
    facts = [*before, check_in(55, "mentee", 2)]

    found, then = reading(60, check_ins=facts), reading(30, check_ins=before)

    assert found.score is not None
    assert then.score is not None
    assert found.trend == pytest.approx(found.score - then.score, abs=1e-6)


def test_there_is_no_trend_with_under_two_readings() -> None:
    early, late = [check_in(1, "mentee", 5)], [check_in(31, "mentee", 5)]

    assert reading(29, check_ins=early).trend is None  # it had not begun 30 days ago
    assert reading(60, check_ins=late).trend is None  # nothing was known 30 days ago
    assert reading(31, check_ins=early).trend is not None
    assert reading(30, check_ins=[check_in(0, "mentee", 5)]).trend is not None


def test_the_signal_that_moved_the_score_is_named() -> None:
    check_ins = [check_in(40, "mentee", 4), check_in(40, "mentor", 1)]

    assert reading(40, check_ins=check_ins).moved_by == "felt_quality_mentor"


def test_an_ended_partnership_is_read_as_of_its_end() -> None:
    facts: dict[str, Any] = {"check_ins": [check_in(20, "mentee", 2), check_in(70, "mentee", 5)]}

    at_end, later = reading(60, **facts), reading(400, ended_on=day(60), **facts)

    assert later == at_end


def test_an_end_still_to_come_is_not_known_yet() -> None:
    assert reading(60, ended_on=day(61)) == reading(60)


def test_staff_contact_is_never_in_the_score() -> None:
    facts = everything(60, 4)

    assert reading(60, **facts, staff_contacts=[day(50)]).score == reading(60, **facts).score


def test_a_reading_in_json_has_exactly_the_documented_keys() -> None:
    found = read({"partnerships": [raw(check_ins=[check_in(9, "mentee", 1)])]}, None, day(40))[0]

    assert list(found) == [
        *("id", "score", "confidence", "band", "trend", "signals", "flags", "next_step")
    ]
    assert {tuple(it) for it in found["signals"].values()} == {("value", "weight", "evidence")}
    assert [tuple(it) for it in found["flags"]] == [("key", "owner", "step")]
    assert tuple(found["next_step"]) == ("mentee", "mentor", "admin")
