"""What holds for any facts, on any day."""

import copy
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from saas.health.engine import SIGNAL_KEYS, read
from tests.health.engine.making import after, day

LAST = 200
LISTS = (
    *("meetings", "check_ins", "goals", "advice", "replies"),
    *("thanks", "give_backs", "feedback", "staff_contacts"),
)
SIDES = st.sampled_from(["mentee", "mentor"])
OFFSETS = st.integers(-5, LAST)
DAYS = OFFSETS.map(day)


@st.composite
def in_order(draw: st.DrawFn, *names: str) -> dict[str, Any]:
    """Draw days where each is not before the first and any but the first may be missing."""
    first = draw(OFFSETS)
    later = st.none() | st.integers(first, LAST + 50).map(day)
    return {names[0]: day(first), **{name: draw(later) for name in names[1:]}}


@st.composite
def goals(draw: st.DrawFn) -> dict[str, Any]:
    return draw(in_order("set_on", "updated_on")) | {
        "progress": draw(st.none() | st.floats(0, 1, allow_nan=False))
    }


@st.composite
def advice(draw: st.DrawFn) -> dict[str, Any]:
    drawn = draw(in_order("on", "answered_on", "evidence_on"))
    answers = st.sampled_from([None, "taken", "adapted", "not_for_me"])
    return drawn | {"answer": draw(answers) if drawn["answered_on"] else None}


ITEMS: dict[str, st.SearchStrategy[Any]] = {
    "meetings": st.fixed_dictionaries(
        {
            "on": DAYS,
            "state": st.sampled_from(
                ["held", "cancelled", "cancelled_late", "no_show_mentee", "no_show_mentor"]
            ),
            "late": st.none() | SIDES,
        }
    ),
    "check_ins": st.fixed_dictionaries(
        {
            "on": DAYS,
            "by": SIDES,
            "felt_quality": st.integers(1, 5),
            "fit": st.sampled_from([None, "good", "deciding", "not_good"]),
            "met": st.sampled_from([None, True, False]),
        }
    ),
    "goals": goals(),
    "advice": advice(),
    "replies": st.fixed_dictionaries(
        {"asked_on": DAYS, "by": SIDES, "hours": st.none() | st.floats(0, 5000, allow_nan=False)}
    ),
    "thanks": DAYS,
    "give_backs": DAYS,
    "feedback": in_order("asked_on", "answered_on", "used_on"),
    "staff_contacts": DAYS,
}
AGREEMENTS = st.fixed_dictionaries(
    {
        "every_days": st.none() | st.integers(1, 90),
        "mentee_signed_on": st.none() | DAYS,
        "mentor_signed_on": st.none() | DAYS,
        "review_on": st.none() | DAYS,
    }
)
PARTNERSHIPS = st.fixed_dictionaries(
    {
        "id": st.just("p1"),
        "started_on": st.just(day(0)),
        "agreement": st.none() | AGREEMENTS,
        **{name: st.lists(ITEMS[name], max_size=5) for name in LISTS},
    }
)
WHEN = st.integers(0, LAST)
MANY = settings(max_examples=25, deadline=None)


def forget_progress_after(end: str, goals: list[dict[str, Any]]) -> None:
    for it in goals:
        if it["updated_on"] and it["updated_on"] > end:
            it.update(updated_on=None, progress=None)


def forget_days_after(end: str, item: dict[str, Any]) -> None:
    for name in item.keys() - {"on", "asked_on", "review_on"}:
        if name.endswith("_on") and item[name] and item[name] > end:
            item[name] = None
    if "answer" in item and not item["answered_on"]:
        item["answer"] = None


def reading_of(facts: dict[str, Any], on: int) -> dict[str, Any]:
    return read({"partnerships": [facts]}, None, after(on))[0]


@MANY
@given(PARTNERSHIPS, WHEN)
def test_every_number_is_in_its_range(facts: dict[str, Any], on: int) -> None:
    found = reading_of(facts, on)
    values = [it["value"] for it in found["signals"].values()]

    assert found["score"] is None or 0 <= found["score"] <= 100
    assert found["trend"] is None or -100 <= found["trend"] <= 100
    assert 0 <= found["confidence"] <= 1
    assert tuple(found["signals"]) == SIGNAL_KEYS
    assert all(value is None or 0 <= value <= 1 for value in values)
    assert (found["score"] is None) == all(value is None for value in values)


@MANY
@given(PARTNERSHIPS, WHEN)
def test_the_score_can_be_checked_by_hand(facts: dict[str, Any], on: int) -> None:
    found = reading_of(facts, on)
    known = [it for it in found["signals"].values() if it["value"] is not None]
    if not known:
        return

    total = sum(it["weight"] for it in known)
    raw = 100 * sum(it["weight"] * it["value"] for it in known) / total
    assert abs(found["score"] - (72 + found["confidence"] * (raw - 72))) < 1e-6


@MANY
@given(PARTNERSHIPS, WHEN, st.sampled_from(LISTS), st.data())
def test_a_fact_after_the_day_never_matters(
    facts: dict[str, Any], on: int, name: str, data: st.DataObject
) -> None:
    key = {"goals": "set_on", "replies": "asked_on", "feedback": "asked_on"}.get(name, "on")
    later = {"on": day(on + 1), "set_on": day(on + 1), "asked_on": day(on + 1)}
    drawn = data.draw(ITEMS[name])
    dated = {it: None for it in ("updated_on", "answer", "answered_on", "evidence_on", "used_on")}
    item = (
        later[key]
        if isinstance(drawn, str)
        else {k: dated.get(k, v) for k, v in drawn.items()} | {key: later[key]}
    )

    assert reading_of(facts | {name: [*facts[name], item]}, on) == reading_of(facts, on)


@MANY
@given(PARTNERSHIPS, WHEN)
def test_what_happens_to_a_fact_after_the_day_never_matters(facts: dict[str, Any], on: int) -> None:
    known = copy.deepcopy(facts)
    forget_progress_after(day(on), known["goals"])
    for it in (*known["advice"], *known["feedback"], known["agreement"] or {}):
        forget_days_after(day(on), it)

    assert reading_of(known, on) == reading_of(facts, on)


@MANY
@given(PARTNERSHIPS, WHEN, st.randoms())
def test_the_order_of_lists_never_matters(
    facts: dict[str, Any], on: int, chance: random.Random
) -> None:
    shuffled = copy.deepcopy(facts)
    for name in LISTS:
        chance.shuffle(shuffled[name])

    assert reading_of(shuffled, on) == reading_of(facts, on)


@MANY
@given(PARTNERSHIPS, WHEN, st.sampled_from([*LISTS, "agreement"]))
def test_a_missing_list_never_counts_as_zero(facts: dict[str, Any], on: int, name: str) -> None:
    without = reading_of({key: it for key, it in facts.items() if key != name}, on)
    feeds = {
        "agreement": ["foundation", "rhythm"],
        "meetings": ["rhythm"],
        "check_ins": ["felt_quality_mentee", "felt_quality_mentor"],
        "goals": ["goal_progress"],
        "advice": ["follow_through"],
    }

    for key in feeds.get(name, []):
        assert without["signals"][key]["value"] is None


@MANY
@given(PARTNERSHIPS, WHEN, st.sampled_from(LISTS), st.data())
def test_more_facts_never_lower_the_confidence_of_a_day(
    facts: dict[str, Any], on: int, name: str, data: st.DataObject
) -> None:
    more = facts | {name: [*facts[name], data.draw(ITEMS[name])]}

    assert reading_of(more, on)["confidence"] >= reading_of(facts, on)["confidence"]


@MANY
@given(PARTNERSHIPS, WHEN, st.integers(0, 300))
def test_an_ended_partnership_is_read_as_of_its_end(
    facts: dict[str, Any], end: int, later: int
) -> None:
    ended = facts | {"ended_on": day(end)}

    assert reading_of(ended, end + later) == reading_of(facts, end)


@MANY
@given(PARTNERSHIPS, WHEN, st.lists(ITEMS["check_ins"], max_size=5))
def test_no_side_can_tell_the_others_answers_from_its_step(
    facts: dict[str, Any], on: int, other_answers: list[dict[str, Any]]
) -> None:
    for side in ("mentee", "mentor"):
        own = [it for it in facts["check_ins"] if it["by"] == side]
        others = [it for it in other_answers if it["by"] != side]
        steps = {
            reading_of(facts | {"check_ins": check_ins}, on)["next_step"][side]
            for check_ins in (own, own + others)
        }

        assert len(steps) == 1


@MANY
@given(PARTNERSHIPS, WHEN)
def test_what_clears_a_flag_clears_it(facts: dict[str, Any], on: int) -> None:
    well = {
        "met": True,
        "fit": "good",
        "on": day(on),
        "felt_quality": 5,
    }
    earlier = {name: [] for name in ("check_ins", "meetings")}
    for name in earlier:
        earlier[name] = [it for it in facts[name] if it["on"] < day(on)]
    cleared = facts | {
        "check_ins": [*earlier["check_ins"], *(well | {"by": it} for it in ("mentee", "mentor"))],
        "meetings": [*earlier["meetings"], {"on": day(on), "state": "held"}],
        "replies": [it | {"hours": 0} for it in facts["replies"]],
    }

    assert {it["key"] for it in reading_of(cleared, on)["flags"]} <= {"sharp_fall"}
