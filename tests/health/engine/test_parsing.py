import copy
import json
import math
from pathlib import Path
from typing import Any

import pytest

from saas.health.engine import FactsError, parse, read
from tests.health.engine.making import after, day, raw

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "health-facts.json"

WRONG = [
    ({"mood": 1}, "mood is not a known key"),
    ({"a b\n": 1}, '"a b\\n" is not a known key'),
    ({"started_on": "2026-02-30"}, 'started_on must be a day such as 2026-01-31, not "2026-02-30"'),
    ({"started_on": "20260130"}, 'started_on must be a day such as 2026-01-31, not "20260130"'),
    ({"started_on": None}, "started_on must be a day such as 2026-01-31, not null"),
    ({"started_on": 5}, "started_on must be a day such as 2026-01-31, not 5"),
    ({"ended_on": day(-1)}, "ended_on is 2025-12-31, before started_on (2026-01-01)"),
    ({"agreement": []}, "agreement must be an object, not []"),
    (
        {"agreement": {"every_days": 0}},
        "agreement.every_days must be a whole number of 1 or more, not 0",
    ),
    (
        {"agreement": {"every_days": 7.5}},
        "agreement.every_days must be a whole number of 1 or more, not 7.5",
    ),
    (
        {"agreement": {"every_days": True}},
        "agreement.every_days must be a whole number of 1 or more, not true",
    ),
    ({"agreement": {"signed": 1}}, "agreement.signed is not a known key"),
    ({"meetings": {}}, "meetings must be a list, not {}"),
    ({"meetings": None}, "meetings must be a list, not null"),
    ({"meetings": [7]}, "meetings[0] must be an object, not 7"),
    ({"meetings": [{"on": day(1)}]}, "meetings[0].state is missing"),
    (
        {"meetings": [{"on": day(1), "state": "planned"}]},
        "meetings[0].state must be held, cancelled, cancelled_late, no_show_mentee or "
        'no_show_mentor, not "planned"',
    ),
    (
        {"meetings": [{"on": day(1), "state": "held", "late": "both"}]},
        'meetings[0].late must be mentee or mentor, not "both"',
    ),
    (
        {"meetings": [{"on": day(1), "state": "held", "late": ["mentee"]}]},
        'meetings[0].late must be mentee or mentor, not ["mentee"]',
    ),
    (
        {"check_ins": [{"on": day(1), "by": "admin", "felt_quality": 3}]},
        'check_ins[0].by must be mentee or mentor, not "admin"',
    ),
    (
        {"check_ins": [{"on": day(1), "by": "mentee", "felt_quality": 6}]},
        "check_ins[0].felt_quality must be a whole number from 1 to 5, not 6",
    ),
    (
        {"check_ins": [{"on": day(1), "by": "mentee", "felt_quality": 0}]},
        "check_ins[0].felt_quality must be a whole number from 1 to 5, not 0",
    ),
    (
        {"check_ins": [{"on": day(1), "by": "mentee", "felt_quality": True}]},
        "check_ins[0].felt_quality must be a whole number from 1 to 5, not true",
    ),
    (
        {"check_ins": [{"on": day(1), "by": "mentee", "felt_quality": 4.5}]},
        "check_ins[0].felt_quality must be a whole number from 1 to 5, not 4.5",
    ),
    ({"check_ins": [{"on": day(1), "by": "mentee"}]}, "check_ins[0].felt_quality is missing"),
    (
        {"check_ins": [{"on": day(1), "by": "mentee", "felt_quality": 3, "fit": "bad"}]},
        'check_ins[0].fit must be good, deciding or not_good, not "bad"',
    ),
    (
        {"check_ins": [{"on": day(1), "by": "mentee", "felt_quality": 3, "met": "yes"}]},
        'check_ins[0].met must be true or false, not "yes"',
    ),
    (
        {"goals": [{"set_on": day(1), "progress": 1.01}]},
        "goals[0].progress must be a number from 0 to 1, not 1.01",
    ),
    (
        {"goals": [{"set_on": day(1), "progress": -0.1}]},
        "goals[0].progress must be a number from 0 to 1, not -0.1",
    ),
    (
        {"goals": [{"set_on": day(1), "progress": False}]},
        "goals[0].progress must be a number from 0 to 1, not false",
    ),
    (
        {"goals": [{"set_on": day(1), "progress": math.nan}]},
        "goals[0].progress must be a number from 0 to 1, not NaN",
    ),
    (
        {"goals": [{"set_on": day(9), "updated_on": day(8)}]},
        "goals[0].updated_on is 2026-01-09, before set_on (2026-01-10)",
    ),
    (
        {"advice": [{"on": day(1), "answer": "no", "answered_on": day(2)}]},
        'advice[0].answer must be taken, adapted or not_for_me, not "no"',
    ),
    (
        {"advice": [{"on": day(1), "answer": "taken"}]},
        "advice[0].answered_on is missing although there is an answer",
    ),
    (
        {"advice": [{"on": day(1), "answer": "taken", "answered_on": day(0)}]},
        "advice[0].answered_on is 2026-01-01, before on (2026-01-02)",
    ),
    (
        {"advice": [{"on": day(1), "evidence_on": day(0)}]},
        "advice[0].evidence_on is 2026-01-01, before on (2026-01-02)",
    ),
    (
        {"replies": [{"asked_on": day(1), "by": None}]},
        "replies[0].by must be mentee or mentor, not null",
    ),
    (
        {"replies": [{"asked_on": day(1), "by": "mentee", "hours": -1}]},
        "replies[0].hours must be a number of 0 or more, not -1",
    ),
    (
        {"replies": [{"asked_on": day(1), "by": "mentee", "hours": math.inf}]},
        "replies[0].hours must be a number of 0 or more, not Infinity",
    ),
    (
        {"replies": [{"asked_on": day(1), "by": "mentee", "hours": 10**400}]},
        f"replies[0].hours must be a number of 0 or more, not 1{'0' * 36}...",
    ),
    ({"thanks": [day(1), 7]}, "thanks[1] must be a day such as 2026-01-31, not 7"),
    ({"give_backs": [True]}, "give_backs[0] must be a day such as 2026-01-31, not true"),
    (
        {"feedback": [{"asked_on": day(5), "answered_on": day(4)}]},
        "feedback[0].answered_on is 2026-01-05, before asked_on (2026-01-06)",
    ),
    (
        {"feedback": [{"asked_on": day(5), "used_on": day(4)}]},
        "feedback[0].used_on is 2026-01-05, before asked_on (2026-01-06)",
    ),
    ({"staff_contacts": "today"}, 'staff_contacts must be a list, not "today"'),
]


@pytest.mark.parametrize(("facts", "sentence"), WRONG)
def test_wrong_facts_are_refused_in_one_sentence(facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FactsError) as caught:
        parse({"partnerships": [raw(), raw(**facts) | {"id": "p2"}]})

    assert str(caught.value) == f'Partnership "p2": {sentence}.'


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (None, "The facts: it must be an object, not null."),
        ([], "The facts: it must be an object, not []."),
        ({}, "The facts: partnerships is missing."),
        ({"pairs": []}, "The facts: pairs is not a known key."),
        ({"partnerships": {}}, "The facts: partnerships must be a list, not {}."),
        ({"partnerships": [3]}, "Partnership number 1: it must be an object, not 3."),
        ({"partnerships": [{}]}, "Partnership number 1: id is missing."),
        (
            {"partnerships": [raw(), raw(id=7)]},
            "Partnership number 2: id must be a text that is not empty, not 7.",
        ),
        (
            {"partnerships": [raw(id=" ")]},
            'Partnership number 1: id must be a text that is not empty, not " ".',
        ),
        ({"partnerships": [raw(), raw()]}, 'Partnership "p1": id stands there twice.'),
        ({"partnerships": [{"id": "p1"}]}, 'Partnership "p1": started_on is missing.'),
        ({"partnerships": [{5: 1}]}, "Partnership number 1: 5 is not a known key."),
    ],
)
def test_facts_wrong_as_a_whole_are_refused_in_one_sentence(facts: object, sentence: str) -> None:
    with pytest.raises(FactsError) as caught:
        parse(facts)

    assert str(caught.value) == sentence


def test_a_partnership_that_starts_after_the_day_is_refused() -> None:
    with pytest.raises(FactsError) as caught:
        read({"partnerships": [raw()]}, None, after(-1))

    assert str(caught.value) == (
        'Partnership "p1": started_on is 2026-01-01, after the day to read (2025-12-31).'
    )


def test_facts_after_the_day_are_checked_too() -> None:
    with pytest.raises(FactsError, match=r"felt_quality"):
        read(
            {"partnerships": [raw(check_ins=[{"on": day(90), "by": "mentee", "felt_quality": 9}])]},
            None,
            after(10),
        )


def test_no_partnership_gives_no_reading() -> None:
    assert read({"partnerships": []}, None, after(0)) == []


def test_every_list_may_be_empty_or_absent() -> None:
    lists = (
        *("meetings", "check_ins", "goals", "advice", "replies"),
        *("thanks", "give_backs", "feedback", "staff_contacts"),
    )
    empty = {key: [] for key in lists}

    assert parse({"partnerships": [raw()]}) == parse(
        {"partnerships": [raw(**empty, ended_on=None, agreement=None)]}
    )


def test_reading_leaves_the_facts_as_they_were() -> None:
    facts = json.loads(EXAMPLE.read_text())
    before = copy.deepcopy(facts)

    read(facts, None, "2026-03-01")

    assert facts == before


def test_a_day_to_read_that_is_no_day_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^The day to read must be a day such as 2026-01-31"):
        read({"partnerships": []}, None, "soon")
