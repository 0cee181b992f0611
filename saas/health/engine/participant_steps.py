"""What would help most next, in kind words, for the mentee and for the mentor.

A step comes from what both can see and from the side's own check-ins alone: never from the other
side's, nor from the score, through which they would show.
"""

from collections.abc import Callable, Mapping

from saas.health.engine.facts import Side
from saas.health.engine.seen import Seen
from saas.health.engine.signals.follow_through import done_share
from saas.health.engine.signals.foundation import is_overdue
from saas.health.engine.signals.reciprocity import unthanked

_BOTH: Mapping[str, str] = {
    "unhappy": "You told us it is not going as you hoped. Tell your program what would help.",
    "waiting": "Something is waiting for your answer. A short reply is enough.",
    "answer": "Say what you made of the advice you got: taken, adapted, or not for you.",
    "unsigned": "Read your agreement and sign it, or say what you would like to change.",
    "gap": (
        "It has been a while since the last meeting noted here. If you met elsewhere, note it; "
        "if not, suggest a time."
    ),
    "review": "Look at your agreement together the next time you meet: does it still fit?",
    "check_in": "Tell us how it is going. It takes one click, and the other side does not see it.",
    "goal_stale": "Note how far your goals have come since you last looked at them.",
}
_WORDS: Mapping[Side, Mapping[str, str]] = {
    "mentee": {
        **_BOTH,
        "once": "Suggest two or three times for your meeting; your mentor will be glad.",
        "group": (
            "Look at when all of your group are free, and tell your mentor which time suits you "
            "for the first meeting."
        ),
        "first": "Suggest two or three times for your first meeting; your mentor will be glad.",
        "show": "Show your mentor what came of the advice you took, however small.",
        "feedback": "Say what you changed after the feedback you got.",
        "goal_missing": "Write down one goal for your time together, and talk it over.",
        "thank": "Tell your mentor what difference their help made.",
        "well": "Keep going as you are, and ask for feedback on something you are working on.",
    },
    "mentor": {
        **_BOTH,
        "once": "Offer two or three times for your meeting, so that it is easy to choose.",
        "group": "Look at when all of your group are free, and offer a time for the first meeting.",
        "first": "Offer two or three times for your first meeting, so that it is easy to choose.",
        "show": "Show your mentee what came of the advice you took, however small.",
        "feedback": "Your mentee asked for feedback. A few honest sentences are enough.",
        "goal_missing": "Ask your mentee which one goal matters most to them now.",
        "well": "Keep going as you are, and say what you see your mentee doing well.",
    },
}


def step_for(seen: Seen, side: Side) -> str:
    """Return the first step that applies to a side."""
    words = _WORDS[side]
    return next(
        words[key] for key, applies in _RULES.items() if key in words and applies(seen, side)
    )


def _is_unhappy(seen: Seen, side: Side) -> bool:
    rating = seen.latest_rating(side)
    is_low = rating is not None and rating <= seen.policy.thresholds.low_rating
    return is_low or seen.says_not_good(side)


def _never_met(seen: Seen, side: Side) -> bool:
    return not seen.held_on and all(it.met is False for it in seen.check_ins_by(side))


def _has_not_signed(seen: Seen, side: Side) -> bool:
    it = seen.facts.agreement
    return it is not None and (it.mentee_signed_on, it.mentor_signed_on)[side == "mentor"] is None


def _has_advice_to_answer(seen: Seen, side: Side) -> bool:
    return any(
        it.to == side and it.answered_on is None and it.evidence_on is None
        for it in seen.facts.advice
    )


def _has_advice_to_show(seen: Seen, side: Side) -> bool:
    return any(it.to == side and done_share(seen, it) == 0.5 for it in seen.facts.advice)


def _has_feedback_to_do(seen: Seen, side: Side) -> bool:
    """Say whether the mentor has some to give, or the mentee some to use."""
    for it in seen.facts.feedback:
        if it.used_on is None and (it.answered_on is None) == (side == "mentor"):
            return True
    return False


def _has_stale_goal(seen: Seen, _side: Side) -> bool:
    told_on = [it.updated_on or it.set_on for it in seen.facts.goals if it.progress != 1]
    return any(seen.age(day) > seen.policy.thresholds.check_in_days for day in told_on)


def _owes_check_in(seen: Seen, side: Side) -> bool:
    days = [it.on for it in seen.check_ins_by(side)] or [seen.facts.started_on]
    return seen.age(max(days)) >= seen.policy.thresholds.check_in_days


_RULES: Mapping[str, Callable[[Seen, Side], bool]] = {
    "unhappy": _is_unhappy,
    "waiting": lambda seen, side: seen.waits_for(side),
    "once": lambda seen, side: seen.facts.one_meeting and _never_met(seen, side),
    "group": lambda seen, side: seen.facts.in_group and _never_met(seen, side),
    "first": _never_met,
    "unsigned": _has_not_signed,
    "gap": lambda seen, _side: seen.has_long_gap(),
    "answer": _has_advice_to_answer,
    "feedback": _has_feedback_to_do,
    "check_in": _owes_check_in,
    "review": lambda seen, _side: is_overdue(seen),
    "goal_missing": lambda seen, _side: not seen.facts.goals and not seen.facts.one_meeting,
    "show": _has_advice_to_show,
    "goal_stale": _has_stale_goal,
    "thank": lambda seen, _side: bool(unthanked(seen)),
    "well": lambda _seen, _side: True,
}
