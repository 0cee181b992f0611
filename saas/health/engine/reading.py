"""What health says: a reading, its signals, its flags and what would help next."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from saas.health.engine.facts import Side
from saas.health.engine.words import Sentence

Band = Literal[
    "getting_started",
    "not_enough_information",
    "thriving",
    "steady",
    "needs_attention",
    "at_risk",
]
Owner = Literal["mentee", "mentor", "admin"]


@dataclass(frozen=True, slots=True)
class Measure:
    """What one signal finds: a value 0 to 1 (None: no data), its newest fact, and why.

    Attributes:
        newest_on: Where the fading starts; None for a state that holds until it changes.
    """

    value: float | None
    evidence: Sentence
    newest_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal in a reading; `age_days` is None for a state and for a signal without data."""

    key: str
    value: float | None
    weight: float
    evidence: Sentence
    age_days: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the signal as JSON has it."""
        return {"value": self.value, "weight": self.weight, "evidence": str(self.evidence)}


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to act on whatever the score says, who acts, and how to begin."""

    key: str
    owner: Owner
    step: str

    def to_dict(self) -> dict[str, str]:
        """Return the flag as JSON has it."""
        return {"key": self.key, "owner": self.owner, "step": self.step}


@dataclass(frozen=True, slots=True)
class NextStep:
    """What would help most next, for each role; a side's step never tells the other's answers."""

    mentee: str
    mentor: str
    admin: str

    def to_dict(self) -> dict[str, str]:
        """Return the steps as JSON has them."""
        return {"mentee": self.mentee, "mentor": self.mentor, "admin": self.admin}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a partnership is going at the end of a day.

    Attributes:
        as_of: The day it is read at: the day asked for, or the end if that was earlier.
        version: How it was computed, as "engine version.policy version".
        score: 0 to 100; None without any signal.
        confidence: 0 to 1.
        trend: Points since `trend_days` ago; None where there was no score then or is none now.
        moved_by: The signal that draws the score furthest from neutral, None without any.
    """

    id: str
    as_of: dt.date
    version: str
    score: float | None
    confidence: float
    band: Band
    trend: float | None
    signals: Mapping[str, Signal]
    flags: tuple[Flag, ...]
    next_step: NextStep
    moved_by: str | None

    def signals_for(self, side: Side) -> tuple[Signal, ...]:
        """Return the signals a side may see: all but what the other side's check-ins say."""
        other = "mentor" if side == "mentee" else "mentee"
        return tuple(it for key, it in self.signals.items() if key != f"felt_quality_{other}")

    def to_dict(self) -> dict[str, Any]:
        """Return the whole reading as JSON has it, for those who may see every signal."""
        return {
            "id": self.id,
            "score": self.score,
            "confidence": self.confidence,
            "band": self.band,
            "trend": self.trend,
            "signals": {key: it.to_dict() for key, it in self.signals.items()},
            "flags": [it.to_dict() for it in self.flags],
            "next_step": self.next_step.to_dict(),
        }
