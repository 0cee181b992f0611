"""Meetings held against the agreed frequency, only where the partnership logs meetings."""

from saas.health.engine.reading import Measure
from saas.health.engine.seen import Seen
from saas.health.engine.words import Sentence


def measure(seen: Seen) -> Measure:
    """Measure the share of recent days that had a meeting no longer ago than agreed."""
    every = seen.every_days
    if every is None:
        return Measure(None, Sentence("No meeting frequency is agreed, so rhythm is not judged."))
    span = max(seen.policy.thresholds.window_days, 3 * every)
    logged = [it.on for it in seen.facts.meetings if seen.age(it.on) < span]
    if not logged:
        return Measure(None, Sentence("No meeting is logged lately, so rhythm is not judged."))
    if not seen.held_on and seen.age(seen.facts.started_on) <= every:
        return Measure(None, Sentence("The first meeting is not due yet."))
    return Measure(_covered_share(seen, span, every), _evidence(seen, span), max(logged))


def _covered_share(seen: Seen, span: int, every: int) -> float:
    """Return how many of the days had a meeting, or the start, at most `every` days before.

    A count of meetings would let six in one week make up for three months of none.
    """
    last = seen.on.toordinal()
    first = max(seen.facts.started_on.toordinal(), last - span + 1)
    covered, done = 0, first - 1
    for start in sorted(day.toordinal() for day in (seen.facts.started_on, *seen.held_on)):
        until = min(start + every, last)
        covered += max(0, until - max(start - 1, done))
        done = max(done, until)
    return covered / (last - first + 1)


def _evidence(seen: Seen, span: int) -> Sentence:
    held = sum(seen.age(day) < span for day in seen.held_on)
    return Sentence(
        "Meetings held in the last {span} days: {held}; agreed: one every {every} days.",
        {"span": span, "held": held, "every": seen.every_days},
    )
