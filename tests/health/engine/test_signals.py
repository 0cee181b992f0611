"""The eight signals, each by examples worked out by hand from docs/health.md."""

from typing import Any

import pytest

from saas.health.engine import SIGNAL_KEYS
from tests.health.engine.making import check_in, day, held, reading, value

EVERY_14 = {"every_days": 14}


def test_without_facts_no_signal_has_a_value_and_each_says_so() -> None:
    signals = reading(40).signals

    assert tuple(signals) == SIGNAL_KEYS
    assert [it.value for it in signals.values()] == [None] * 8
    assert all(str(it.evidence).endswith(".") for it in signals.values())


# Felt quality


@pytest.mark.parametrize(("rating", "expected"), [(1, 0), (2, 0.25), (3, 0.5), (4, 0.75), (5, 1)])
def test_a_rating_of_1_to_5_becomes_0_to_1(rating: int, expected: float) -> None:
    check_ins = [check_in(10, "mentee", rating)]

    assert value("felt_quality_mentee", 40, check_ins=check_ins) == expected
    assert value("felt_quality_mentor", 40, check_ins=check_ins) is None


def test_a_check_in_60_days_older_counts_half() -> None:
    check_ins = [check_in(10, "mentor", 2), check_in(70, "mentor", 5)]

    assert value("felt_quality_mentor", 80, check_ins=check_ins) == 0.75  # (1 + 0.25/2) / 1.5


def test_a_very_old_check_in_still_has_a_value() -> None:
    found = reading(3_000_000 // 10, check_ins=[check_in(10, "mentee", 4)])

    assert found.signals["felt_quality_mentee"].value == 0.75
    assert found.confidence == 0


def test_felt_quality_says_who_rated_what_and_when() -> None:
    check_ins = [check_in(10, "mentee", 2), check_in(19, "mentee", 4)]

    evidence = reading(40, check_ins=check_ins).signals["felt_quality_mentee"].evidence

    assert str(evidence) == "The mentee rated it 4 of 5 on 20 January 2026; check-ins so far: 2."


# Rhythm


@pytest.mark.parametrize(
    ("on", "days", "expected"),
    [
        (69, (14, 28, 42, 56), 1),  # kept
        (69, (15, 29, 43, 57), 1),  # a day late is no loss: the 14th day after is still covered
        (55, (28,), 30 / 56),  # days 0 to 14 and 28 to 42 of 56
        (69, (14, 15, 16, 17, 18), 33 / 70),  # five in a week do not make up for weeks of none
        (99, (20,), 20 / 90),  # the window is days 10 to 99: 10 to 14 and 20 to 34
        (0, (0,), 1),
    ],
)
def test_rhythm_is_the_share_of_days_with_a_meeting_not_too_long_ago(
    on: int, days: tuple[int, ...], expected: float
) -> None:
    found = value("rhythm", on, agreement=EVERY_14, meetings=held(*days))

    assert found == pytest.approx(expected, abs=1e-6)


def test_rhythm_needs_an_agreed_frequency() -> None:
    assert value("rhythm", 40, meetings=held(10, 20)) is None
    assert value("rhythm", 40, meetings=held(10, 20), agreement={"every_days": None}) is None


def test_rhythm_is_not_judged_where_no_meeting_is_logged() -> None:
    assert value("rhythm", 60, agreement=EVERY_14) is None


def test_rhythm_is_not_judged_once_meetings_are_no_longer_logged() -> None:
    assert value("rhythm", 98, agreement=EVERY_14, meetings=held(9)) is not None
    assert value("rhythm", 99, agreement=EVERY_14, meetings=held(9)) is None


def test_a_long_agreed_gap_widens_the_window() -> None:
    assert value("rhythm", 170, agreement={"every_days": 60}, meetings=held(0, 60, 120)) == 1


def test_a_cancelled_meeting_is_logged_but_not_held() -> None:
    cancelled = [{"on": day(10), "state": "cancelled"}]

    assert value("rhythm", 14, agreement=EVERY_14, meetings=cancelled) is None
    assert value("rhythm", 29, agreement=EVERY_14, meetings=cancelled) == 0.5


def test_a_meeting_before_the_start_counts() -> None:
    assert value("rhythm", 10, agreement=EVERY_14, meetings=held(-3)) == 1


# Goal progress


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ([{"set_on": day(0)}], None),
        ([{"set_on": day(0), "progress": 0}], None),
        ([{"set_on": day(0), "progress": 0.2}], 1),
        ([{"set_on": day(0), "progress": 0, "updated_on": day(90)}], 0.5),
        ([{"set_on": day(0), "progress": 0.5, "updated_on": day(90)}], 0.75),
        ([{"set_on": day(0), "progress": 0.5, "updated_on": day(200)}], 0.5),
        ([{"set_on": day(0), "progress": 1, "updated_on": day(200)}], 1),
        (
            [
                {"set_on": day(0), "progress": 0, "updated_on": day(90)},
                {"set_on": day(0), "progress": 1, "updated_on": day(90)},
                {"set_on": day(0)},
            ],
            0.75,
        ),
        ([{"set_on": day(0), "progress": 0.1, "updated_on": day(211)}], None),  # told too late
    ],
)
def test_goal_progress_is_read_against_the_usual_time(
    goals: list[dict[str, Any]], expected: float | None
) -> None:
    assert value("goal_progress", 210, goals=goals) == expected


# Follow-through


@pytest.mark.parametrize(
    ("advice", "expected"),
    [
        ({"on": day(26)}, None),  # 14 days: an answer is not due yet
        ({"on": day(25)}, 0),
        ({"on": day(1), "answer": "taken", "answered_on": day(10)}, 1),  # 30 days: nor is evidence
        ({"on": day(1), "answer": "taken", "answered_on": day(9)}, 0.5),
        ({"on": day(1), "answer": "adapted", "answered_on": day(9)}, 0.5),
        ({"on": day(1), "answer": "not_for_me", "answered_on": day(2)}, 1),
        ({"on": day(1), "answer": "taken", "answered_on": day(2), "evidence_on": day(40)}, 1),
        ({"on": day(1), "answer": "taken", "answered_on": day(2), "evidence_on": day(41)}, 0.5),
        ({"on": day(1), "answer": "taken", "answered_on": day(41)}, 0),  # answered too late
        ({"on": day(1), "evidence_on": day(20)}, 1),  # evidence is an answer
    ],
)
def test_follow_through_is_what_was_done_of_what_was_due(
    advice: dict[str, Any], expected: float | None
) -> None:
    assert value("follow_through", 40, advice=[advice]) == expected


def test_follow_through_is_the_mean_and_looks_back_90_days() -> None:
    advice = [
        {"on": day(0)},  # 100 days ago: left out
        {"on": day(50)},
        {"on": day(50), "answer": "taken", "answered_on": day(60)},
        {"on": day(99)},  # not due
    ]

    assert value("follow_through", 100, advice=advice) == 0.25


# Courtesy


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ({"hours": 0}, 1),
        ({"hours": 48}, 1),
        ({"hours": 108}, 0.5),
        ({"hours": 168}, 0),
        ({"hours": 400}, 0),
        ({"hours": None}, 0),  # ten days and waiting
    ],
)
def test_a_reply_is_worth_less_the_longer_it_takes(reply: dict[str, Any], expected: float) -> None:
    replies = [{"asked_on": day(30), "by": "mentor", **reply}]

    assert value("courtesy", 50, replies=replies) == expected


@pytest.mark.parametrize(("waited", "expected"), [(0, None), (2, None), (3, 0.8), (7, 0)])
def test_a_reply_still_waited_for_counts_by_the_wait_so_far(
    waited: int, expected: float | None
) -> None:
    replies = [{"asked_on": day(50 - waited), "by": "mentee", "hours": None}]

    assert value("courtesy", 50, replies=replies) == expected


@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        ({"state": "held"}, 1),
        ({"state": "held", "late": "mentee"}, 0.5),
        ({"state": "held", "late": "mentor"}, 0.5),
        ({"state": "cancelled"}, None),
        ({"state": "cancelled_late"}, 0.25),
        ({"state": "no_show_mentee"}, 0),
        ({"state": "no_show_mentor"}, 0),
    ],
)
def test_a_meeting_tells_how_time_is_kept(meeting: dict[str, Any], expected: float | None) -> None:
    assert value("courtesy", 50, meetings=[{"on": day(40), **meeting}]) == expected


def test_replies_and_meetings_count_alike_however_many() -> None:
    replies = [{"asked_on": day(it), "by": "mentor", "hours": 5} for it in range(30, 40)]
    meetings = [{"on": day(40), "state": "no_show_mentee"}]

    assert value("courtesy", 50, replies=replies, meetings=meetings) == 0.5


def test_courtesy_looks_back_90_days() -> None:
    meetings = [{"on": day(0), "state": "no_show_mentee"}]

    assert value("courtesy", 89, meetings=meetings) == 0
    assert value("courtesy", 90, meetings=meetings) is None


# Reciprocity


def test_thanks_that_are_not_noted_are_no_loss() -> None:
    assert value("reciprocity", 60, meetings=held(10, 24, 38)) is None


def test_a_first_thanks_is_no_loss_for_the_time_before_it() -> None:
    assert value("reciprocity", 85, meetings=held(5, 20, 70), thanks=[day(71)]) == 1


def test_thanks_are_the_share_of_help_acknowledged_within_30_days() -> None:
    meetings = held(10, 24, 45)  # the last one 35 days ago, unthanked
    advice = [{"on": day(24)}, {"on": day(79)}]  # the same day once; and too soon to tell

    found = value("reciprocity", 80, meetings=meetings, advice=advice, thanks=[day(30)])

    assert found == pytest.approx(2 / 3, abs=1e-6)


@pytest.mark.parametrize(
    ("feedback", "expected"),
    [
        ({"asked_on": day(46)}, None),
        ({"asked_on": day(45)}, 0),
        ({"asked_on": day(5), "answered_on": day(30)}, 1),
        ({"asked_on": day(5), "answered_on": day(29)}, 0.5),
        ({"asked_on": day(5), "answered_on": day(6), "used_on": day(20)}, 1),
    ],
)
def test_feedback_is_to_be_answered_and_used(
    feedback: dict[str, Any], expected: float | None
) -> None:
    assert value("reciprocity", 60, feedback=[feedback]) == expected


def test_a_give_back_helps_and_none_is_no_loss() -> None:
    asked = {"asked_on": day(45)}

    assert value("reciprocity", 60, give_backs=[day(20)]) == 1
    assert value("reciprocity", 60, feedback=[asked]) == 0
    assert value("reciprocity", 60, feedback=[asked], give_backs=[day(20)]) == 0.5


def test_feedback_that_is_not_due_yet_does_not_make_an_old_give_back_young() -> None:
    found = reading(60, give_backs=[day(20)], feedback=[{"asked_on": day(58)}])

    assert found.signals["reciprocity"].value == 1
    assert found.signals["reciprocity"].age_days == 40


# Foundation


@pytest.mark.parametrize(
    ("agreement", "on", "expected"),
    [
        (None, 40, None),
        ({}, 14, None),
        ({}, 15, 0),
        ({"mentee_signed_on": day(3)}, 14, 1),
        ({"mentee_signed_on": day(3)}, 15, 0.5),
        ({"mentee_signed_on": day(3), "mentor_signed_on": day(4)}, 40, 1),
        ({"mentee_signed_on": day(3), "mentor_signed_on": day(41)}, 40, 0.5),
        ({"mentee_signed_on": day(3), "mentor_signed_on": day(4), "review_on": day(40)}, 40, 1),
        ({"mentee_signed_on": day(3), "mentor_signed_on": day(4), "review_on": day(39)}, 40, 0.5),
    ],
)
def test_foundation_is_signatures_and_a_review_on_time(
    agreement: dict[str, Any] | None, on: int, expected: float | None
) -> None:
    assert value("foundation", on, agreement=agreement) == expected
