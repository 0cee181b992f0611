"""How far they say their goals are, against the time a goal usually takes."""

import datetime as dt
import math
from dataclasses import dataclass

from saas.health.engine.facts import Goal
from saas.health.engine.reading import Measure
from saas.health.engine.seen import Seen
from saas.health.engine.words import Sentence


@dataclass(frozen=True, slots=True)
class _Told:
    """What was said about a goal, on which day, how many days after it was set."""

    progress: float
    on: dt.date
    after_days: int


def measure(seen: Seen) -> Measure:
    """Measure the mean over the goals whose progress was told."""
    told = [it for it in map(_told, seen.facts.goals) if it]
    if not told:
        words = "No goal is set yet." if not seen.facts.goals else "No goal has progress noted yet."
        return Measure(None, Sentence(words))
    days = seen.policy.thresholds.goal_days
    value = math.fsum(_value(it, days) for it in told) / len(told)
    newest_on = max(it.on for it in told)
    done = math.fsum(it.progress for it in told) / len(told)
    evidence = Sentence(
        "Goals with progress: {told} of {all}, on average {percent} % done, last noted on {day}.",
        {
            "told": len(told),
            "all": len(seen.facts.goals),
            "percent": math.floor(100 * done + 0.5),
            "day": newest_on,
        },
    )
    return Measure(value, evidence, newest_on)


def _told(goal: Goal) -> _Told | None:
    """Return what was said; a goal still at its first 0 is one nobody has rated yet."""
    if goal.progress is None or (goal.updated_on is None and not goal.progress):
        return None
    on = goal.updated_on or goal.set_on
    return _Told(goal.progress, on, (on - goal.set_on).days)


def _value(told: _Told, goal_days: int) -> float:
    """Return 1 less what is still to do, by the share of the usual time gone when it was told."""
    return 1 - (1 - told.progress) * min(1.0, told.after_days / goal_days)
