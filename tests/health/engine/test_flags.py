from typing import Any

import pytest

from tests.health.engine.making import check_in, day, flags, held, reading

MET = [{"on": day(1), "state": "held"}]


def test_a_partnership_that_goes_well_has_no_flag() -> None:
    assert flags(20, meetings=held(3, 17), check_ins=[check_in(15, "mentee", 4)]) == []


@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_a_low_rating_stands_until_the_same_side_rates_higher(side: str) -> None:
    other = "mentor" if side == "mentee" else "mentee"
    low, higher = check_in(5, side, 2), check_in(9, side, 3)

    assert flags(10, meetings=MET, check_ins=[low]) == [("low_rating", "admin")]
    assert flags(10, meetings=MET, check_ins=[low, higher]) == []
    assert flags(10, meetings=MET, check_ins=[low, check_in(9, other, 3)]) == [
        ("low_rating", "admin")
    ]


def test_two_ratings_of_one_day_are_read_as_the_lower() -> None:
    check_ins = [check_in(5, "mentee", 2), check_in(5, "mentee", 5)]

    assert flags(10, meetings=MET, check_ins=check_ins) == [("low_rating", "admin")]
    assert flags(10, meetings=MET, check_ins=check_ins[::-1]) == [("low_rating", "admin")]


def test_not_a_good_fit_stands_until_the_same_side_says_otherwise() -> None:
    said = check_in(5, "mentor", 4, fit="not_good")

    assert flags(10, meetings=MET, check_ins=[said]) == [("not_a_good_fit", "admin")]
    assert flags(10, meetings=MET, check_ins=[said, check_in(8, "mentor", 4)]) != []
    assert flags(10, meetings=MET, check_ins=[said, check_in(8, "mentee", 4, fit="good")]) != []
    assert flags(10, meetings=MET, check_ins=[said, check_in(8, "mentor", 4, fit="deciding")]) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, True),
        ({"meetings": [{"on": day(3), "state": "cancelled"}]}, True),
        ({"meetings": [{"on": day(15), "state": "held"}]}, True),  # after the day
        ({"meetings": [{"on": day(14), "state": "held"}]}, False),
        ({"check_ins": [check_in(10, "mentor", 4)]}, False),
        ({"check_ins": [check_in(10, "mentor", 4, met=True)]}, False),
        ({"check_ins": [check_in(10, "mentor", 4, met=False)]}, True),
    ],
)
def test_no_first_meeting_is_flagged_14_days_after_the_start(
    facts: dict[str, Any], *, expected: bool
) -> None:
    assert flags(13, **facts) == []
    assert flags(14, **facts) == ([("no_first_meeting", "admin")] if expected else [])


def test_a_long_gap_is_twice_the_agreed_one_since_a_meeting_was_held() -> None:
    facts: dict[str, Any] = {"agreement": {"every_days": 14}, "meetings": held(5)}
    cancelled = {"on": day(30), "state": "cancelled"}

    assert flags(32, **facts) == []
    assert flags(33, **facts) == [("long_gap", "admin")]
    assert flags(33, **facts | {"meetings": [*held(5), cancelled]}) == [("long_gap", "admin")]
    assert flags(33, **facts | {"meetings": held(5, 30)}) == []


def test_there_is_no_long_gap_without_an_agreed_one_or_a_first_meeting() -> None:
    met = [check_in(10, "mentee", 4)]

    assert flags(80, meetings=held(5)) == []
    assert flags(80, agreement={"every_days": 14}, check_ins=met) == []


def test_sides_two_points_apart_are_flagged_by_their_newest_ratings() -> None:
    mentee, mentor = check_in(5, "mentee", 3), check_in(6, "mentor", 5)

    assert flags(10, meetings=MET, check_ins=[mentee, mentor]) == [("sides_apart", "admin")]
    assert flags(10, meetings=MET, check_ins=[mentee, mentor, check_in(8, "mentee", 4)]) == []


def test_a_fall_of_20_in_30_days_is_flagged() -> None:
    def fallen(rating: int) -> list[dict[str, Any]]:
        early = [check_in(30, side, 5) for side in ("mentee", "mentor")]
        return early + [check_in(60, side, rating) for side in ("mentee", "mentor")]

    steep, gentle = reading(60, check_ins=fallen(3)), reading(60, check_ins=fallen(4))

    assert steep.trend is not None
    assert gentle.trend is not None
    assert -20 < steep.trend < gentle.trend < 0
    assert "sharp_fall" not in [it.key for it in steep.flags]
    policy = {"thresholds": {"fall_points": -steep.trend}}
    assert "sharp_fall" in [it.key for it in reading(60, policy, check_ins=fallen(3)).flags]
    assert ("sharp_fall", "admin") in flags(60, check_ins=fallen(1), meetings=held(30, 50))


@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_a_message_unanswered_past_the_limit_belongs_to_who_owes_the_answer(side: str) -> None:
    def asked(hours: float | None) -> dict[str, Any]:
        return {"meetings": MET, "replies": [{"asked_on": day(3), "by": side, "hours": hours}]}

    assert flags(10, **asked(None)) == []
    assert flags(11, **asked(None)) == [("unanswered", side)]
    assert flags(11, **asked(100)) == []


def test_an_answer_counts_once_it_has_come() -> None:
    # Asked on day 3 and 216 hours later is the first moment of day 12.
    replies = [{"asked_on": day(3), "by": "mentor", "hours": 216}]

    assert flags(11, meetings=MET, replies=replies) == [("unanswered", "mentor")]
    assert flags(12, meetings=MET, replies=replies) == []


def test_each_side_that_owes_an_answer_has_its_own_flag() -> None:
    replies = [{"asked_on": day(1), "by": side} for side in ("mentor", "mentee", "mentor")]

    assert flags(20, meetings=MET, replies=replies) == [
        ("unanswered", "mentee"),
        ("unanswered", "mentor"),
    ]


def test_flags_are_shown_whatever_the_band_and_in_the_documented_order() -> None:
    found = reading(
        16,
        check_ins=[
            check_in(5, "mentee", 1, fit="not_good", met=False),
            check_in(5, "mentor", 5, met=False),
        ],
        replies=[{"asked_on": day(1), "by": "mentor"}],
    )

    assert found.band == "getting_started"
    assert [it.key for it in found.flags] == [
        *("low_rating", "not_a_good_fit", "no_first_meeting", "sides_apart", "unanswered")
    ]


def test_thresholds_are_the_programs_to_change() -> None:
    policy = {"thresholds": {"first_meeting_days": 5, "low_rating": 3}}

    found = reading(5, policy, check_ins=[check_in(4, "mentee", 3, met=False)])

    assert [it.key for it in found.flags] == ["low_rating", "no_first_meeting"]
