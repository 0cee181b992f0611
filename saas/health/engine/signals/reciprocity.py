"""Help that comes back: thanks, feedback asked and used, give-backs."""

import datetime as dt
import math

from saas.health.engine.facts import Feedback
from saas.health.engine.reading import Measure
from saas.health.engine.seen import Seen
from saas.health.engine.words import Sentence

_Part = tuple[float, dt.date]
"""A value, and the newest day it is taken from."""


def measure(seen: Seen) -> Measure:
    """Measure the mean of thanks, feedback and give-backs, as far as each is recorded."""
    found = (_thanks(seen), _feedback(seen), _give_backs(seen))
    parts = [it for it in found if it is not None]
    if not parts:
        return Measure(None, Sentence("No recent thanks, feedback or give-back is noted."))
    evidence = Sentence(
        "Lately noted: thanks {thanks}, feedback asked {asked}, give-backs {give_backs}.",
        {
            "thanks": sum(map(seen.is_recent, seen.facts.thanks)),
            "asked": sum(seen.is_recent(_newest_day(it)) for it in seen.facts.feedback),
            "give_backs": sum(map(seen.is_recent, seen.facts.give_backs)),
        },
    )
    value = math.fsum(share for share, _ in parts) / len(parts)
    return Measure(value, evidence, max(newest_on for _, newest_on in parts))


def unthanked(seen: Seen) -> list[dt.date]:
    """Return the recent days of help that no thanks followed in time, or yet."""
    return [day for day in _help_days(seen) if not _is_thanked(seen, day)]


def _thanks(seen: Seen) -> _Part | None:
    """Return the share of help acknowledged since they began to note thanks, and the newest thanks.

    One thanks acknowledges all help of the weeks before it. Help so recent that thanks may still
    come is left out, and without recent thanks nothing is judged: many say it face to face.
    """
    recent = [day for day in seen.facts.thanks if seen.is_recent(day)]
    if not recent:
        return None
    reach, first = seen.policy.thresholds.thanks_days, min(recent)
    began = [day for day in _help_days(seen) if (first - day).days <= reach]
    thanked = {day: _is_thanked(seen, day) for day in began}
    due = [ok for day, ok in thanked.items() if ok or seen.age(day) > reach]
    return (sum(due) / len(due) if due else 1.0), max(recent)


def _help_days(seen: Seen) -> list[dt.date]:
    days = {*seen.held_on, *(it.on for it in seen.facts.advice)}
    return sorted(day for day in days if seen.is_recent(day))


def _is_thanked(seen: Seen, day: dt.date) -> bool:
    reach = seen.policy.thresholds.thanks_days
    return any(0 <= (thanks - day).days <= reach for thanks in seen.facts.thanks)


def _feedback(seen: Seen) -> _Part | None:
    recent = [it for it in seen.facts.feedback if seen.is_recent(_newest_day(it))]
    due = [(it, share) for it in recent if (share := _used_share(seen, it)) is not None]
    if not due:
        return None
    value = math.fsum(share for _, share in due) / len(due)
    return value, max(_newest_day(it) for it, _ in due)


def _used_share(seen: Seen, it: Feedback) -> float | None:
    """Return how much of what was due is done: 0, half or 1; None while nothing is due."""
    limits = seen.policy.thresholds
    if it.used_on is not None:
        return 1.0
    if it.answered_on is None:
        return 0.0 if seen.age(it.asked_on) > limits.answer_days else None
    return 0.5 if seen.age(it.answered_on) > limits.evidence_days else 1.0


def _newest_day(it: Feedback) -> dt.date:
    return max(day for day in (it.asked_on, it.answered_on, it.used_on) if day is not None)


def _give_backs(seen: Seen) -> _Part | None:
    """Return 1 for any recent give-back; none is no loss, for nobody owes one."""
    recent = [day for day in seen.facts.give_backs if seen.is_recent(day)]
    return (1.0, max(recent)) if recent else None
