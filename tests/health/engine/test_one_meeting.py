from saas.health.engine import SIGNAL_KEYS
from tests.health.engine.making import check_in, held, reading

KNOWN = ("felt_quality_mentee", "felt_quality_mentor", "courtesy", "reciprocity")


def test_after_one_meeting_only_what_can_be_known_is_read() -> None:
    assert tuple(reading(3, one_meeting=True).signals) == KNOWN
    assert tuple(reading(3).signals) == SIGNAL_KEYS


def test_all_of_it_is_full_confidence() -> None:
    found = reading(
        30,
        one_meeting=True,
        meetings=held(30),
        check_ins=[check_in(30, side, 5) for side in ("mentee", "mentor")],
        thanks=["2026-01-31"],
    )

    assert (found.score, found.confidence, found.band) == (100, 1, "thriving")


def test_weights_that_leave_nothing_to_know_are_no_confidence() -> None:
    weights = {**dict.fromkeys(SIGNAL_KEYS, 0), "rhythm": 1}
    found = reading(30, {"weights": weights}, one_meeting=True, meetings=held(30))

    assert (found.score, found.confidence) == (None, 0)
