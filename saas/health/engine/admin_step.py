"""What would help most next from the program: a person doing something, or nothing yet."""

from collections.abc import Mapping

from saas.health.engine.flags import STEPS
from saas.health.engine.reading import Band, Flag, Signal
from saas.health.engine.scoring import pulls_on
from saas.health.engine.seen import Seen

# The flag to act on first, when there are several.
_URGENCY = (
    "not_a_good_fit",
    "low_rating",
    "no_first_meeting",
    "long_gap",
    "sharp_fall",
    "sides_apart",
    "unanswered",
)
_FOR_ADMIN: Mapping[str, str] = {
    **STEPS,
    "unanswered": "Remind the side whose answer is waited for, kindly, and ask whether they can.",
}
_SIGNAL_STEPS: Mapping[str, str] = {
    "felt_quality_mentee": "Ask the mentee what would make the meetings more useful.",
    "felt_quality_mentor": "Ask the mentor what would make the meetings more rewarding.",
    "rhythm": "Ask both whether the agreed frequency still fits their weeks.",
    "goal_progress": "Ask both whether their goals are still the right ones.",
    "follow_through": "Ask the mentee how the advice is working out.",
    "courtesy": "Ask both how they keep each other's time, and whether reminders would help.",
    "reciprocity": "Suggest that the mentee tells the mentor what difference the help made.",
    "foundation": "Ask both to look at their agreement and sign it.",
}
_ONE_SIDED = {_SIGNAL_STEPS["felt_quality_mentee"], _SIGNAL_STEPS["felt_quality_mentor"]}
_ASK_BOTH = "Send both a check-in: there is too little to say how it is going."
_SAY_HELLO = "Say hello to both: no contact from the program is noted lately."
_NOTHING = "Nothing is needed from you now."


def step_for_admin(
    seen: Seen, band: Band, flags: tuple[Flag, ...], signals: Mapping[str, Signal]
) -> str:
    """Return the most urgent flag's step, or else what the band asks for."""
    if flags:
        return _FOR_ADMIN[min((it.key for it in flags), key=_URGENCY.index)]
    if band == "not_enough_information":
        return _ASK_BOTH
    if band in ("needs_attention", "at_risk"):
        pulls = pulls_on(signals, seen.policy)
        return _SIGNAL_STEPS[min(pulls, key=lambda key: pulls[key])]
    return _NOTHING if _has_been_in_touch(seen) else _SAY_HELLO


def without_a_side(step: str) -> str:
    """Return an admin's step for whoever may not learn which of the two it comes from."""
    return STEPS["low_rating"] if step in _ONE_SIDED else step


def _has_been_in_touch(seen: Seen) -> bool:
    days = (seen.facts.started_on, *seen.facts.staff_contacts)
    return seen.age(max(days)) <= seen.policy.thresholds.staff_contact_days
