"""What became of advice: answered, and then shown to be used."""

import datetime as dt
import math

from saas.health.engine.facts import Advice
from saas.health.engine.reading import Measure
from saas.health.engine.seen import Seen
from saas.health.engine.words import Sentence


def measure(seen: Seen) -> Measure:
    """Measure the mean over recent advice of what was done of what was due."""
    recent = [it for it in seen.facts.advice if seen.is_recent(_newest_day(it))]
    done = [(it, share) for it in recent if (share := done_share(seen, it)) is not None]
    if not done:
        words = "No advice needs an answer yet." if recent else "No recent advice is noted."
        return Measure(None, Sentence(words))
    value = math.fsum(share for _, share in done) / len(done)
    due = [it for it, _ in done]
    return Measure(value, _evidence(due), max(map(_newest_day, due)))


def done_share(seen: Seen, it: Advice) -> float | None:
    """Return how much of what was due is done: 0, half or 1; None while nothing is due.

    Evidence is an answer too. Advice that is "not for me" was considered, which is all it asks.
    """
    limits = seen.policy.thresholds
    if it.evidence_on is not None:
        return 1.0
    if it.answered_on is None:
        return 0.0 if seen.age(it.on) > limits.answer_days else None
    evidence_due = it.answer != "not_for_me" and seen.age(it.answered_on) > limits.evidence_days
    return 0.5 if evidence_due else 1.0


def _newest_day(it: Advice) -> dt.date:
    return max(day for day in (it.on, it.answered_on, it.evidence_on) if day is not None)


def _evidence(due: list[Advice]) -> Sentence:
    return Sentence(
        "Recent advice: {count}; answered: {answered}; with evidence: {shown}.",
        {
            "count": len(due),
            "answered": sum(bool(it.answered_on or it.evidence_on) for it in due),
            "shown": sum(it.evidence_on is not None for it in due),
        },
    )
