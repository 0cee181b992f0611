"""The settings of a program's rules one by one: what each may be, and how it is read."""

import math
from collections.abc import Callable, Mapping
from typing import Any

_LARGEST = 1_000_000
_MOST_NEAR = 200
OBJECTIVES = ("most_people", "both_sides", "best_fit", "raise_the_lowest", "stable")
EXPERIENCES = ("ahead", "behind", "near")
"""Where a program wants the mentor: ahead in years, behind (reverse mentoring), or near (peers)."""
POOL_OBJECTIVES = ("most_people", "best_fit")
GROUP_OBJECTIVES = ("most_people", "both_sides", "best_fit")
WEIGHTS: Mapping[str, float] = {
    "experience": 18,
    "field": 18,
    "goals": 20,
    "support": 10,
    "skills": 10,
    "hours": 8,
    "means": 3,
    "place": 3,
    "mentee_wish": 7,
    "mentor_wish": 3,
    "waited": 3,
}
ALIKE = ("unit", "site", "level")
"""Answers that a program may want to be the same on both sides, or different."""
WAITED = "waited"
"""No part of the fit: what it weighs against the others is added on top for who waited."""


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


def _experience(key: str, value: object) -> str:
    if value not in EXPERIENCES:
        raise ValueError(f"{key} must be one of {', '.join(EXPERIENCES)}, not {value!r}.")
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


def _near_fields(key: str, value: object) -> tuple[tuple[str, ...], ...]:
    sentence = f'{key} must be a list of lists of fields, such as [["Law", "Compliance"]].'
    if not isinstance(value, list | tuple) or len(value) > _MOST_NEAR:
        raise ValueError(sentence)
    for group in value:
        if not isinstance(group, list | tuple) or not 2 <= len(group) <= _MOST_NEAR:
            raise ValueError(sentence)
        if not all(isinstance(each, str) and each.strip() for each in group):
            raise ValueError(sentence)
    return tuple(tuple(each.strip() for each in group) for group in value)


READERS: Mapping[str, Callable[[str, object], Any]] = {
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
    "no_forbids": _switch,
    "different_unit": _switch,
    "same_unit": _switch,
    "different_site": _switch,
    "same_site": _switch,
    "different_level": _switch,
    "same_level": _switch,
    "experience": _experience,
    "gap_at_least": _gap,
    "gap_at_most": _gap,
    "best_gap": _best_gap,
    "widest_gap": _gap,
    "gap_unit": _unit_word,
    "enough_hours": _hours,
    "near_fields": _near_fields,
    "group_hours": _hours,
    "group_least": _count,
    "weights": _weights,
}
