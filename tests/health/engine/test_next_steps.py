from typing import Any

import pytest

from tests.health.engine.making import check_in, day, held, reading

SIGNED = {"every_days": 14, "mentee_signed_on": day(1), "mentor_signed_on": day(1)}
GOAL = {"set_on": day(38), "progress": 0.5, "updated_on": day(38)}
WELL: dict[str, Any] = {
    "agreement": SIGNED,
    "meetings": held(10, 24, 38),
    "check_ins": [check_in(30, side, 5) for side in ("mentee", "mentor")],
    "goals": [GOAL],
    "thanks": [day(39)],
}

STEPS = [
    ({}, "Keep going as you are", "Keep going as you are"),
    ({"meetings": [], "check_ins": []}, "Suggest two or three times", "Offer two or three times"),
    ({"agreement": SIGNED | {"mentor_signed_on": None}}, "Keep going", "Read your agreement"),
    ({"agreement": SIGNED | {"mentee_signed_on": None}}, "Read your agreement", "Keep going"),
    ({"meetings": held(10)}, "It has been a while", "It has been a while"),
    ({"agreement": SIGNED | {"review_on": day(39)}}, "Look at your", "Look at your"),
    ({"replies": [{"asked_on": day(9), "by": "mentor"}]}, "Keep going", "Something is waiting"),
    ({"advice": [{"on": day(38)}]}, "Say what you made of the advice", "Keep going"),
    (
        {"advice": [{"on": day(1), "answer": "taken", "answered_on": day(2)}]},
        "Show your mentor what came of the advice",
        "Keep going",
    ),
    ({"feedback": [{"asked_on": day(38)}]}, "Keep going", "Your mentee asked for feedback"),
    (
        {"feedback": [{"asked_on": day(30), "answered_on": day(31)}]},
        "Say what you changed",
        "Keep going",
    ),
    ({"goals": []}, "Write down one goal", "Ask your mentee which one goal"),
    ({"goals": [{"set_on": day(2)}]}, "Note how far", "Note how far"),
    ({"thanks": []}, "Tell your mentor what difference", "Keep going"),
    (
        {"check_ins": [check_in(5, "mentee", 5), check_in(30, "mentor", 5)]},
        "Tell us how it is going",
        "Keep going",
    ),
]


@pytest.mark.parametrize(("change", "mentee", "mentor"), STEPS)
def test_each_side_gets_the_step_that_helps_most(
    change: dict[str, Any], mentee: str, mentor: str
) -> None:
    step = reading(40, **WELL | change).next_step

    assert step.mentee.startswith(mentee)
    assert step.mentor.startswith(mentor)


@pytest.mark.parametrize("answer", [{"felt_quality": 1}, {"felt_quality": 5, "fit": "not_good"}])
def test_who_is_unhappy_is_asked_what_would_help_and_the_other_hears_nothing(
    answer: dict[str, Any],
) -> None:
    unhappy = {"on": day(39), "by": "mentee", **answer}

    step = reading(40, **WELL | {"check_ins": [*WELL["check_ins"], unhappy]}).next_step

    assert step.mentee.startswith("You told us it is not going as you hoped.")
    assert step.mentor == reading(40, **WELL).next_step.mentor


@pytest.mark.parametrize(
    ("change", "admin"),
    [
        ({}, "Say hello to both"),
        ({"staff_contacts": [day(10)]}, "Nothing is needed from you now."),
        ({"check_ins": []}, "Send both a check-in"),
        ({"meetings": held(10)}, "Ask both, with one click, whether they met elsewhere."),
        ({"replies": [{"asked_on": day(9), "by": "mentor"}]}, "Remind the side"),
        (
            {"check_ins": [check_in(39, "mentee", 2, fit="not_good")], "meetings": held(10)},
            "Talk with each of them apart, and offer",
        ),
        (
            {"check_ins": [check_in(39, side, 3) for side in ("mentee", "mentor")], "goals": []},
            "Ask the mentee what would make the meetings more useful.",
        ),
    ],
)
def test_the_admin_gets_the_most_urgent_step(change: dict[str, Any], admin: str) -> None:
    policy = {"weights": {"rhythm": 5}, "bands": {"steady": 75}}

    assert reading(40, policy, **WELL | change).next_step.admin.startswith(admin)


def test_a_side_sees_no_signal_of_the_other_sides_answers() -> None:
    found = reading(40, **WELL)

    for_mentee = {it.key for it in found.signals_for("mentee")}
    for_mentor = {it.key for it in found.signals_for("mentor")}

    assert set(found.signals) - for_mentee == {"felt_quality_mentor"}
    assert set(found.signals) - for_mentor == {"felt_quality_mentee"}


@pytest.mark.parametrize(
    ("fact", "mentee", "mentor"),
    [
        ("one_meeting", "Suggest two or three times for your meeting;", "Offer two or three"),
        ("in_group", "Look at when all of your group are free", "Look at when all of your group"),
    ],
)
def test_who_has_not_met_is_told_how_their_kind_of_program_meets(
    fact: str, mentee: str, mentor: str
) -> None:
    step = reading(5, **{fact: True}).next_step

    assert step.mentee.startswith(mentee)
    assert step.mentor.startswith(mentor)
    assert ("first meeting" in step.mentor) is (fact == "in_group")


@pytest.mark.parametrize(
    "advice",
    [{"on": day(38)}, {"on": day(1), "answer": "taken", "answered_on": day(2)}],
)
def test_advice_is_for_whom_it_was_given_to(advice: dict[str, Any]) -> None:
    to_mentee = reading(40, **WELL | {"advice": [advice]}).next_step
    to_mentor = reading(40, **WELL | {"advice": [advice | {"to": "mentor"}]}).next_step

    assert "advice" in to_mentee.mentee
    assert "advice" not in to_mentee.mentor
    assert "advice" in to_mentor.mentor
    assert "the advice" not in to_mentor.mentee
