"""Facts in, readings out: pure, without a clock or a database."""

import datetime as dt
from collections.abc import Iterable, Iterator

from saas.health.engine import flags, scoring
from saas.health.engine.admin_step import step_for_admin
from saas.health.engine.checks import WrongError
from saas.health.engine.facts import Partnership
from saas.health.engine.parsing import FactsError, named
from saas.health.engine.participant_steps import step_for
from saas.health.engine.policy import Policy
from saas.health.engine.reading import NextStep, Reading, Signal
from saas.health.engine.seen import Seen, see
from saas.health.engine.signals import measures

# Raised whenever the same facts and policy would read otherwise; stored on each reading.
VERSION = 3


def read_one(partnership: Partnership, policy: Policy, on: dt.date) -> Reading:
    """Read one partnership at the end of a day, or at the end of its own last day if earlier.

    Raises:
        FactsError: It starts after the day.
    """
    _refuse_future(partnership, on)
    seen = see(partnership, min(on, partnership.ended_on or on), policy)
    signals, sure, score = _scored(seen)
    trend = _trend(seen, score)
    raised = flags.find(seen, trend)
    band = scoring.band(seen, score, sure)
    return Reading(
        id=partnership.id,
        as_of=seen.on,
        version=f"{VERSION}.{policy.version}",
        score=score,
        confidence=sure,
        band=band,
        trend=trend,
        signals=signals,
        flags=raised,
        next_step=NextStep(
            mentee=step_for(seen, "mentee"),
            mentor=step_for(seen, "mentor"),
            admin=step_for_admin(seen, band, raised, signals),
        ),
        moved_by=scoring.moved_by(signals, policy),
    )


def read_each(
    partnerships: Iterable[Partnership], policy: Policy, on: dt.date
) -> Iterator[Reading]:
    """Read many, one at a time, in their order."""
    return (read_one(it, policy, on) for it in partnerships)


def _refuse_future(partnership: Partnership, on: dt.date) -> None:
    if partnership.started_on > on:
        reason = f"is {partnership.started_on}, after the day to read ({on})"
        raise FactsError(named(partnership.id), WrongError(reason, "started_on"))


def _scored(seen: Seen) -> tuple[dict[str, Signal], float, float | None]:
    signals = scoring.weigh(seen, measures(seen))
    sure = scoring.confidence(signals, seen.policy)
    return signals, sure, scoring.score(signals, seen.policy, sure)


def _trend(seen: Seen, score: float | None) -> float | None:
    """Return the change since today's facts as they stood `trend_days` ago."""
    days = seen.policy.thresholds.trend_days
    if score is None or seen.age(seen.facts.started_on) < days:
        return None
    then_on = dt.date.fromordinal(seen.on.toordinal() - days)
    then = _scored(see(seen.facts, then_on, seen.policy))[2]
    return None if then is None else round(score - then, scoring.DIGITS) + 0.0
