"""What a program may change about health: weights, bands and thresholds, under a version."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from saas.health.engine.checks import Shape, WrongError, number, whole

DEFAULT_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "felt_quality_mentee": 25,
        "felt_quality_mentor": 20,
        "rhythm": 20,
        "goal_progress": 10,
        "follow_through": 10,
        "courtesy": 5,
        "reciprocity": 5,
        "foundation": 5,
    }
)
SIGNAL_KEYS = tuple(DEFAULT_WEIGHTS)


class PolicyError(ValueError):
    """The policy cannot be used; its text is one sentence that names the field."""

    def __init__(self, wrong: WrongError) -> None:
        super().__init__(f"The policy: {wrong.field or 'it'} {wrong.reason}.")
        self.field = wrong.field


@dataclass(frozen=True, slots=True)
class Bands:
    """The lowest whole-number score of each band; below the last it is at risk."""

    thriving: float = 80
    steady: float = 60
    needs_attention: float = 40


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where waiting ends and worry starts; docs/health.md says what each one does."""

    getting_started_days: int = 21
    enough_confidence: float = 0.5
    neutral_score: float = 72
    trend_days: int = 30
    window_days: int = 90
    felt_half_life_days: int = 60
    fade_half_life_days: int = 90
    goal_days: int = 180
    answer_days: int = 14
    evidence_days: int = 30
    thanks_days: int = 30
    signing_days: int = 14
    prompt_hours: int = 48
    unanswered_days: int = 7
    low_rating: int = 2
    first_meeting_days: int = 14
    gap_factor: float = 2
    apart_points: int = 2
    fall_points: float = 20
    check_in_days: int = 30
    staff_contact_days: int = 30


@dataclass(frozen=True, slots=True)
class Policy:
    """How a program reads health; `version` is the program's own count of its changes."""

    version: int = 1
    weights: Mapping[str, float] = field(default_factory=lambda: DEFAULT_WEIGHTS)
    bands: Bands = field(default_factory=Bands)
    thresholds: Thresholds = field(default_factory=Thresholds)

    def to_dict(self) -> dict[str, Any]:
        """Return the whole policy as JSON has it, defaults included."""
        return {
            "version": self.version,
            "weights": dict(self.weights),
            "bands": _as_dict(self.bands),
            "thresholds": _as_dict(self.thresholds),
        }


def parse_policy(raw: object) -> Policy:
    """Return the policy of a JSON object; what it leaves out keeps its default.

    Raises:
        PolicyError: At the first thing that is not as documented.
    """
    try:
        policy: Policy = _POLICY(raw)
    except WrongError as wrong:
        raise PolicyError(wrong) from None
    return policy


def _as_dict(it: Bands | Thresholds) -> dict[str, Any]:
    return {one.name: getattr(it, one.name) for one in fields(it)}


def _make_weights(**given: float) -> Mapping[str, float]:
    weights = {**DEFAULT_WEIGHTS, **given}
    if not sum(weights.values()):
        raise WrongError("must not all be 0")
    return MappingProxyType(weights)


def _bands_rule(bands: Bands) -> None:
    if not bands.thriving > bands.steady > bands.needs_attention:
        raise WrongError("must fall from thriving over steady to needs_attention")


def _thresholds_rule(made: Thresholds) -> None:
    if made.prompt_hours >= made.unanswered_days * 24:
        raise WrongError("must be less than the hours of unanswered_days", "prompt_hours")


# A century: longer than any partnership, and short enough that no arithmetic overflows.
_DAYS = whole(1, 36_500)
_SHARE_OF_100 = number(0, 100)
_OTHER_CHECKS: Mapping[str, Any] = {
    "enough_confidence": number(0, 1),
    "neutral_score": _SHARE_OF_100,
    "prompt_hours": whole(1, 876_000),
    "low_rating": whole(1, 5),
    "gap_factor": number(1, 100),
    "apart_points": whole(1, 4),
    "fall_points": number(1, 100),
}

_POLICY = Shape(
    Policy,
    optional={
        "version": whole(1),
        "weights": Shape(_make_weights, optional=dict.fromkeys(SIGNAL_KEYS, number(0, 1000))),
        "bands": Shape(
            Bands,
            optional={one.name: _SHARE_OF_100 for one in fields(Bands)},
            rule=_bands_rule,
        ),
        "thresholds": Shape(
            Thresholds,
            optional={one.name: _OTHER_CHECKS.get(one.name, _DAYS) for one in fields(Thresholds)},
            rule=_thresholds_rule,
        ),
    },
)
