"""How good it feels to one side, from their check-ins, the newest counting most."""

import math
from collections.abc import Sequence

from saas.health.engine.facts import CheckIn, Side
from saas.health.engine.reading import Measure
from saas.health.engine.seen import Seen
from saas.health.engine.words import Sentence

_SILENT = {
    "mentee": "The mentee has not checked in yet.",
    "mentor": "The mentor has not checked in yet.",
}
_SAID = {
    "mentee": "The mentee rated it {rating} of 5 on {day}; check-ins so far: {count}.",
    "mentor": "The mentor rated it {rating} of 5 on {day}; check-ins so far: {count}.",
}


def of_mentee(seen: Seen) -> Measure:
    """Measure what the mentee's check-ins say."""
    return _measure(seen, "mentee")


def of_mentor(seen: Seen) -> Measure:
    """Measure what the mentor's check-ins say."""
    return _measure(seen, "mentor")


def _measure(seen: Seen, side: Side) -> Measure:
    said = seen.check_ins_by(side)
    if not said:
        return Measure(None, Sentence(_SILENT[side]))
    newest_on = max(it.on for it in said)
    evidence = Sentence(
        _SAID[side],
        {"rating": seen.latest_rating(side), "day": newest_on, "count": len(said)},
    )
    half_life = seen.policy.thresholds.felt_half_life_days
    return Measure(_faded_mean(said, half_life), evidence, newest_on)


def _faded_mean(said: Sequence[CheckIn], half_life: int) -> float:
    """Return the mean rating, 1 to 5 as 0 to 1.

    Ages count from the newest check-in rather than from today: the mean is the same, and no
    weight can vanish altogether.
    """
    newest_on = max(it.on for it in said)
    weights = [0.5 ** ((newest_on - it.on).days / half_life) for it in said]
    ratings = [(it.felt_quality - 1) / 4 for it in said]
    weighted = [weight * rating for weight, rating in zip(weights, ratings, strict=True)]
    return math.fsum(weighted) / math.fsum(weights)
