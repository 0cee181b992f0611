"""What one program decides about its matching: rules, weights, objective, limits."""

import dataclasses as dc
import math
import tomllib
from collections.abc import Callable, Mapping
from typing import Any

_LARGEST = 1_000_000
OBJECTIVES = ("most_people", "best_fit", "raise_the_lowest")
WEIGHTS: Mapping[str, float] = {
    "experience": 18,
    "field": 18,
    "goals": 20,
    "support": 10,
    "skills": 10,
    "hours": 8,
    "means": 3,
    "mentee_wish": 7,
    "mentor_wish": 3,
    "waited": 3,
}
WAITED = "waited"
"""No part of the fit: what it weighs against the others is added on top for who waited."""
POINTS = 10_000
"""Fits and scores are whole numbers of one ten-thousandth."""
WHOLE = 100_000
"""Weights are whole numbers that add up to this; times POINTS it still fits in 32 bits twice."""


class RulesError(ValueError):
    """Program rules that cannot be used; `sentences` has one for each mistake."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One program's decisions; gaps are the mentor's years minus the mentee's.

    Attributes:
        floors: Fits that a run tries to lift as many pairs to as it can.
        best_gap: From where to where a gap scores fully.
        widest_gap: From here on a gap scores a fifth.
        gap_unit: What experience counts, in the singular: "year", or "grade" where grades are.
        enough_hours: Common hours in a week that score fully.
        spread: What it is worth in fit, for a mentor, to have anybody: fewer are left idle.
        steadiness: What it is worth in fit, while matching again, to keep a proposal that stands.
        mentees_per_mentor: Lowers every mentor's own number of places, or None.
        eligible: Forbid a mentor with neither more experience nor the aspired field.
    """

    objective: str = "most_people"
    minimum: float = 0.0
    floors: tuple[float, ...] = (0.35, 0.5)
    spread: float = 0.0
    steadiness: float = 0.03
    mentors_per_mentee: int = 1
    mentees_per_mentor: int | None = None
    eligible: bool = True
    common_language: bool = True
    common_means: bool = True
    common_hours: bool = True
    different_unit: bool = False
    same_unit: bool = False
    gap_at_least: float | None = None
    gap_at_most: float | None = None
    best_gap: tuple[float, float] = (4.0, 14.0)
    widest_gap: float = 30.0
    gap_unit: str = "year"
    enough_hours: float = 2.0
    weights: Mapping[str, float] = dc.field(default_factory=lambda: dict(WEIGHTS))

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values; `from_dict` gives the same rules back."""
        return {key: _plain(value) for key in _FIELDS if (value := getattr(self, key)) is not None}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> "Rules":
        """Read rules from plain values; what is not given keeps its default.

        Raises:
            RulesError: With one sentence for each mistake.
        """
        values: dict[str, Any] = {}
        sentences = [
            f"The rules have no setting “{key}”; there are {', '.join(_FIELDS)}."
            for key in given
            if key not in _FIELDS
        ]
        for key in _FIELDS.keys() & given.keys():
            try:
                values[key] = _FIELDS[key](key, given[key])
            except ValueError as error:
                sentences.append(str(error))
        if sentences:
            raise RulesError(sorted(sentences))
        return _agreeing(cls(**values))

    @classmethod
    def from_toml(cls, text: str) -> "Rules":
        """Read rules from the text of a TOML file; raises RulesError like `from_dict`."""
        try:
            given = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            raise RulesError([f"This is not TOML: {error}."]) from error
        return cls.from_dict(given)

    def shares(self) -> dict[str, int]:
        """Return each criterion's weight, exactly WHOLE in all; unused ones missing."""
        weights = {name: weight for name, weight in self.weights.items() if name != WAITED}
        total = sum(weights.values())
        exact = {name: WHOLE * weight / total for name, weight in weights.items() if weight}
        shares = {name: math.floor(value) for name, value in exact.items()}
        by_rest = sorted(exact, key=lambda name: (shares[name] - exact[name], name))
        for name in by_rest[: WHOLE - sum(shares.values())]:
            shares[name] += 1
        return {name: share for name, share in shares.items() if share}

    def priority(self) -> int:
        """Return the points that a proposal counts for more when its mentee waited fully."""
        others = sum(weight for name, weight in self.weights.items() if name != WAITED)
        return min(POINTS, round(POINTS * self.weights.get(WAITED, 0) / others))


def _agreeing(rules: Rules) -> Rules:
    """Return the rules, or refuse those of which two contradict each other."""
    sentences = []
    if rules.different_unit and rules.same_unit:
        sentences.append("different_unit and same_unit exclude each other; turn one off.")
    least, most = rules.gap_at_least, rules.gap_at_most
    if least is not None and most is not None and least > most:
        sentences.append("gap_at_least is above gap_at_most, so nobody could be matched.")
    if rules.widest_gap < rules.best_gap[1]:
        sentences.append("widest_gap is under the end of best_gap; make it at least as large.")
    if sentences:
        raise RulesError(sentences)
    return rules


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _number(key: str, value: object, least: float = -math.inf, most: float = math.inf) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{key} must be a number, not {value!r}.")
    if not least <= value <= most or abs(value) > _LARGEST:
        bounds = f"from {least:g} to {most:g}" if math.isfinite(most) else f"of at least {least:g}"
        raise ValueError(f"{key} must be a number {bounds}, not {value!r}.")
    return float(value)


def _share(key: str, value: object) -> float:
    return _number(key, value, 0, 1)


def _gap(key: str, value: object) -> float:
    return _number(key, value, -100, 100)


def _hours(key: str, value: object) -> float:
    return _number(key, value, 0.25, 168)


def _switch(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{key} must be true or false, not {value!r}.")
    return value


def _unit_word(key: str, value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= 30:
        raise ValueError(f'{key} must be one word, such as "year" or "grade", not {value!r}.')
    return value.strip()


def _count(key: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 10_000:
        raise ValueError(f"{key} must be a whole number from 1 to 10000, not {value!r}.")
    return value


def _objective(key: str, value: object) -> str:
    if value not in OBJECTIVES:
        raise ValueError(f"{key} must be one of {', '.join(OBJECTIVES)}, not {value!r}.")
    return str(value)


def _floors(key: str, value: object) -> tuple[float, ...]:
    if not isinstance(value, list | tuple) or len(value) > 2:
        raise ValueError(f"{key} must be a list of at most two numbers from 0 to 1.")
    return tuple(sorted(_share(key, each) for each in value))


def _best_gap(key: str, value: object) -> tuple[float, float]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"{key} must be a list of two numbers, such as [4, 14].")
    first, last = (_number(key, each, 0, 100) for each in value)
    if first > last:
        raise ValueError(f"{key} must go from the smaller gap to the larger one.")
    return first, last


def _weights(key: str, value: object) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{key} must be a table of numbers, such as goals = 20.")
    for name in value:
        if name not in WEIGHTS:
            raise ValueError(f"There is no criterion “{name}”; there are {', '.join(WEIGHTS)}.")
    weights = {
        name: _number(f"{key}.{name}", value.get(name, default), 0, 1_000_000)
        for name, default in WEIGHTS.items()
    }
    if not any(weight for name, weight in weights.items() if name != WAITED):
        raise ValueError("All weights are 0; give at least one criterion a weight.")
    return weights


_FIELDS: Mapping[str, Callable[[str, object], Any]] = {
    "objective": _objective,
    "minimum": _share,
    "floors": _floors,
    "spread": _share,
    "steadiness": _share,
    "mentors_per_mentee": _count,
    "mentees_per_mentor": _count,
    "eligible": _switch,
    "common_language": _switch,
    "common_means": _switch,
    "common_hours": _switch,
    "different_unit": _switch,
    "same_unit": _switch,
    "gap_at_least": _gap,
    "gap_at_most": _gap,
    "best_gap": _best_gap,
    "widest_gap": _gap,
    "gap_unit": _unit_word,
    "enough_hours": _hours,
    "weights": _weights,
}
