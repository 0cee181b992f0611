"""Care for each other's time: prompt replies, arriving on time, not cancelling late."""

import datetime as dt
import math

from saas.health.engine.facts import Meeting, Reply
from saas.health.engine.reading import Measure
from saas.health.engine.seen import Seen
from saas.health.engine.words import Sentence

_Valued = tuple[dt.date, float]

_LATE_ARRIVAL = 0.5
_LATE_CANCELLATION = 0.25


def measure(seen: Seen) -> Measure:
    """Measure the mean of replies and of meetings, as far as there are any.

    The two count alike, so that a busy chat does not drown a no-show.
    """
    replies = [(it.asked_on, _reply_value(seen, it)) for it in seen.facts.replies]
    meetings = [(it.on, _meeting_value(seen, it)) for it in seen.facts.meetings]
    kinds = [[(on, v) for on, v in kind if v is not None] for kind in (replies, meetings)]
    parts = [_mean([v for _, v in kind]) for kind in kinds if kind]
    if not parts:
        return Measure(None, Sentence("No recent reply or meeting tells about courtesy."))
    return Measure(_mean(parts), _evidence(*kinds), max(on for kind in kinds for on, _ in kind))


def _evidence(replies: list[_Valued], meetings: list[_Valued]) -> Sentence:
    return Sentence(
        "Recent replies in good time: {prompt} of {replies}; "
        "meetings kept on time: {kept} of {meetings}.",
        {
            "prompt": sum(v == 1 for _, v in replies),
            "replies": len(replies),
            "kept": sum(v == 1 for _, v in meetings),
            "meetings": len(meetings),
        },
    )


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)


def _reply_value(seen: Seen, it: Reply) -> float | None:
    """Return 1 up to the prompt hours, falling to 0 at the limit; None while not due.

    A reply still waiting counts by its wait so far, in whole days.
    """
    if not seen.is_recent(it.asked_on):
        return None
    limits = seen.policy.thresholds
    hours = 24.0 * seen.age(it.asked_on) if it.hours is None else it.hours
    if it.hours is None and hours <= limits.prompt_hours:
        return None
    longest = limits.unanswered_days * 24
    return min(1.0, max(0.0, (longest - hours) / (longest - limits.prompt_hours)))


def _meeting_value(seen: Seen, it: Meeting) -> float | None:
    """Return how considerate a meeting was; None for one cancelled in good time, or long ago."""
    if it.state == "cancelled" or not seen.is_recent(it.on):
        return None
    if it.state == "held":
        return _LATE_ARRIVAL if it.late else 1.0
    return _LATE_CANCELLATION if it.state == "cancelled_late" else 0.0
