"""Facts from JSON: strict, so that a typing mistake is never read as silence."""

import json
from collections.abc import Callable, Mapping
from typing import Any, get_args

from saas.health.engine import facts
from saas.health.engine.checks import (
    Check,
    Shape,
    WrongError,
    day,
    many,
    nullable,
    number,
    one_of,
    text,
    whole,
    yes_no,
)
from saas.health.engine.facts import Partnership


class FactsError(ValueError):
    """The facts cannot be read; its text is one sentence with the partnership and the field."""

    def __init__(self, where: str, wrong: WrongError) -> None:
        super().__init__(f"{where}: {wrong.field or 'it'} {wrong.reason}.")
        self.field = wrong.field


def parse(raw: object) -> tuple[Partnership, ...]:
    """Return every partnership of `{"partnerships": [...]}`.

    Raises:
        FactsError: At the first thing that is not as documented.
    """
    try:
        listed = _FACTS(raw)
    except WrongError as wrong:
        raise FactsError("The facts", wrong) from None
    partnerships = tuple(_partnership(place, it) for place, it in enumerate(listed, start=1))
    _refuse_duplicates(partnerships)
    return partnerships


def named(partnership_id: str) -> str:
    """Return how a sentence calls a partnership."""
    return f"Partnership {json.dumps(partnership_id)}"


def _partnership(place: int, raw: object) -> Partnership:
    try:
        made: Partnership = _PARTNERSHIP(raw)
    except WrongError as wrong:
        known = isinstance(raw, Mapping) and isinstance(raw.get("id"), str) and raw["id"].strip()
        where = named(raw["id"]) if known else f"Partnership number {place}"  # type: ignore[index]
        raise FactsError(where, wrong) from None
    return made


def _refuse_duplicates(partnerships: tuple[Partnership, ...]) -> None:
    seen = set()
    for it in partnerships:
        if it.id in seen:
            raise FactsError(named(it.id), WrongError("stands there twice", "id"))
        seen.add(it.id)


def _anything(value: object) -> object:
    return value


def _in_order(first: str, *later: str) -> Callable[[Any], None]:
    """Make a rule that the later days, where given, are not before the first."""

    def rule(made: Any) -> None:
        start = getattr(made, first)
        for name in later:
            it = getattr(made, name)
            if it is not None and it < start:
                raise WrongError(f"is {it}, before {first} ({start})", name)

    return rule


def _advice_rule(made: facts.Advice) -> None:
    if made.answer is not None and made.answered_on is None:
        raise WrongError("is missing although there is an answer", "answered_on")
    _in_order("on", "answered_on", "evidence_on")(made)


_maybe_day = nullable(day)
_side = one_of(*facts.SIDES)

_AGREEMENT = Shape(
    facts.Agreement,
    optional={
        "every_days": nullable(whole(1)),
        "mentee_signed_on": _maybe_day,
        "mentor_signed_on": _maybe_day,
        "review_on": _maybe_day,
    },
)
_MEETING = Shape(
    facts.Meeting,
    required={"on": day, "state": one_of(*get_args(facts.MeetingState))},
    optional={"late": nullable(_side)},
)
_CHECK_IN = Shape(
    facts.CheckIn,
    required={"on": day, "by": _side, "felt_quality": whole(1, 5)},
    optional={"fit": nullable(one_of(*get_args(facts.Fit))), "met": nullable(yes_no)},
)
_GOAL = Shape(
    facts.Goal,
    required={"set_on": day},
    optional={"progress": nullable(number(0, 1)), "updated_on": _maybe_day},
    rule=_in_order("set_on", "updated_on"),
)
_ADVICE = Shape(
    facts.Advice,
    required={"on": day},
    optional={
        "answer": nullable(one_of(*get_args(facts.Answer))),
        "answered_on": _maybe_day,
        "evidence_on": _maybe_day,
        "to": _side,
    },
    rule=_advice_rule,
)
_REPLY = Shape(
    facts.Reply,
    required={"asked_on": day, "by": _side},
    optional={"hours": nullable(number(0))},
)
_FEEDBACK = Shape(
    facts.Feedback,
    required={"asked_on": day},
    optional={"answered_on": _maybe_day, "used_on": _maybe_day},
    rule=_in_order("asked_on", "answered_on", "used_on"),
)
_DAYS: Check[Any] = many(day)
_PARTNERSHIP = Shape(
    Partnership,
    required={"id": text, "started_on": day},
    optional={
        "ended_on": _maybe_day,
        "agreement": nullable(_AGREEMENT),
        "meetings": many(_MEETING),
        "check_ins": many(_CHECK_IN),
        "goals": many(_GOAL),
        "advice": many(_ADVICE),
        "replies": many(_REPLY),
        "thanks": _DAYS,
        "give_backs": _DAYS,
        "feedback": many(_FEEDBACK),
        "staff_contacts": _DAYS,
        "one_meeting": yes_no,
        "in_group": yes_no,
    },
    rule=_in_order("started_on", "ended_on"),
)
_FACTS = Shape(lambda partnerships: partnerships, required={"partnerships": many(_anything)})
