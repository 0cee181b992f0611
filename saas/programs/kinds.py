"""What each kind of program begins with; what a kind means is in docs/programs.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from saas.programs.models import Kind

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Beginning:
    """The terms and matching rules that a new program of a kind begins with.

    Attributes:
        least_mentees: The fewest mentees that a mentor can have by default.
        rules: Settings of the matching rules (saas.matching.engine) that make the kind; they
            go when a program becomes one of another kind.
        without: Terms that mean nothing here; they keep their defaults.
    """

    every_days: int = 14
    weeks: int = 26
    mentor_capacity: int = 1
    least_mentees: int = 0
    rules: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    without: frozenset[str] = frozenset()


BEGINNINGS: Mapping[Kind, Beginning] = {
    Kind.ONE_TO_ONE: Beginning(),
    Kind.GROUP: Beginning(
        mentor_capacity=5,
        least_mentees=2,
        rules={"group_hours": 1.0, "group_least": 2, "mentors_per_mentee": 1},
    ),
    Kind.PEER: Beginning(
        weeks=12,
        rules={"experience": "near", "eligible": False, "mentors_per_mentee": 1},
        without=frozenset({"mentor_capacity", "next_in_line"}),
    ),
    Kind.REVERSE: Beginning(rules={"experience": "behind"}),
    Kind.FLASH: Beginning(weeks=4, mentor_capacity=3, without=frozenset({"every_days"})),
}


def rules_for(kind: Kind, before: Kind | None, rules: Mapping[str, Any]) -> dict[str, Any]:
    """Return a program's matching rules once it is of a kind.

    Args:
        kind: What it becomes.
        before: What it was; None for a new program.
        rules: Its rules until now; what made the earlier kind goes.
    """
    gone = BEGINNINGS[before].rules if before else NOTHING
    kept = {name: value for name, value in rules.items() if name not in gone}
    return {**kept, **BEGINNINGS[kind].rules}
