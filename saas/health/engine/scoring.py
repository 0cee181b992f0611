"""From signals to one number, how sure it is, and its band."""

import math
from collections.abc import Iterable, Mapping

from saas.health.engine.policy import Policy
from saas.health.engine.reading import Band, Measure, Signal
from saas.health.engine.seen import Seen

# Numbers are rounded before they are used, so that a printed reading can be checked by hand.
DIGITS = 6


def weigh(seen: Seen, measures: Iterable[tuple[str, Measure]]) -> dict[str, Signal]:
    """Return the signals by key: each measure with its weight and age."""
    return {key: _signal(seen, key, measure) for key, measure in measures}


def _signal(seen: Seen, key: str, it: Measure) -> Signal:
    value = None if it.value is None else round(it.value, DIGITS)
    age = None if it.value is None or it.newest_on is None else seen.age(it.newest_on)
    return Signal(key, value, seen.policy.weights[key], it.evidence, age)


def confidence(signals: Mapping[str, Signal], policy: Policy) -> float:
    """Return the share of all weight that has data, each signal's faded by its age.

    Of the signals that can have any: two who meet once have fewer of them.
    """
    half_life = policy.thresholds.fade_half_life_days
    known = math.fsum(
        it.weight * 0.5 ** ((it.age_days or 0) / half_life)
        for it in signals.values()
        if it.value is not None
    )
    everything = math.fsum(it.weight for it in signals.values())
    return round(known / everything, DIGITS) if everything else 0.0


def score(signals: Mapping[str, Signal], policy: Policy, sure: float) -> float | None:
    """Return 0 to 100, drawn towards neutral as confidence falls; None without any signal."""
    known = [it for it in signals.values() if it.value is not None and it.weight]
    if not known:
        return None
    total = math.fsum(it.weight for it in known)
    raw = 100 * math.fsum(it.weight * (it.value or 0) for it in known) / total
    neutral = policy.thresholds.neutral_score
    return round(neutral + sure * (raw - neutral), DIGITS)


def pulls_on(signals: Mapping[str, Signal], policy: Policy) -> dict[str, float]:
    """Return how strongly each signal with data draws the score up (+) or down (-)."""
    neutral = policy.thresholds.neutral_score / 100
    return {
        it.key: it.weight * (it.value - neutral)
        for it in signals.values()
        if it.value is not None and it.weight
    }


def moved_by(signals: Mapping[str, Signal], policy: Policy) -> str | None:
    """Return the signal that draws the score furthest from neutral; the first of equals."""
    pulls = pulls_on(signals, policy)
    return max(pulls, key=lambda key: abs(pulls[key])) if pulls else None


def band(seen: Seen, points: float | None, sure: float) -> Band:
    """Return the first band that applies."""
    limits = seen.policy.thresholds
    if seen.age(seen.facts.started_on) < limits.getting_started_days:
        return "getting_started"
    if points is None or sure < limits.enough_confidence:
        return "not_enough_information"
    return _by_score(math.floor(points + 0.5), seen.policy)


def _by_score(points: int, policy: Policy) -> Band:
    if points >= policy.bands.thriving:
        return "thriving"
    if points >= policy.bands.steady:
        return "steady"
    return "needs_attention" if points >= policy.bands.needs_attention else "at_risk"
