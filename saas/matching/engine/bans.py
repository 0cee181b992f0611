"""What forbids a pair, each rule with its sentence.

Safety first: the same person, declared conflicts, reporting lines, avoided people
and decisions already made always hold. The program's rules forbid only where the
answers they need are there, and may be turned off.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from saas.matching.engine.answers import Answered
from saas.matching.engine.people import Person
from saas.matching.engine.words import BoolArray

Kind = Literal[
    "never_again", "ended", "apart", "blocked", "partners", "asked", "drafted", "rejected"
]
Pair = tuple[str, str]
Declared = Mapping[Literal["conflict", "avoids"], Iterable[Pair]]
"""Ids of who declared a conflict with whom, and of who asked to avoid whom."""

_PERSONAL = {
    "self": ("are the same person", "{mentee} cannot be their own mentor."),
    "conflict": (
        "have a declared conflict of interest",
        "{mentee} and {mentor} have a declared conflict of interest.",
    ),
    "reporting_line": (
        "are in the same reporting line",
        "{mentee} and {mentor} are in the same reporting line.",
    ),
    "avoids": ("are avoided by one side", "{mentee} or {mentor} asked to avoid the other."),
}
_DECIDED: dict[Kind, tuple[str, str]] = {
    "never_again": (
        "are never to be matched again",
        "{mentee} and {mentor} are never to be matched again.",
    ),
    "ended": (
        "were together before",
        "{mentee} and {mentor} were partners before, and parted.",
    ),
    "apart": (
        "are kept apart by a decision of your organization",
        "{mentee} and {mentor} are kept apart by a decision of your organization.",
    ),
    "blocked": ("were blocked by the program", "The program has blocked {mentee} with {mentor}."),
    "partners": ("are already partners", "{mentee} and {mentor} are already partners."),
    "asked": (
        "were asked already",
        "{mentee} and {mentor} were asked already; their answers are still open.",
    ),
    "drafted": (
        "are proposed for them already",
        "{mentee} and {mentor} are proposed for each other already.",
    ),
    "rejected": ("were rejected earlier", "{mentee} with {mentor} was rejected earlier."),
}
_ONE_WAY: tuple[Kind, ...] = ("drafted", "rejected")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two people, by id, that an earlier decision keeps apart.

    All hold whoever would be the mentor, but "drafted" and "rejected": these are only for this
    mentee with this mentor. What was decided elsewhere in the organization is "apart": where it
    was, and what, is not for every program to know.
    """

    mentee: str
    mentor: str
    kind: Kind


class Ban(Protocol):
    """One rule that forbids pairs.

    `label` names what the rule finds, to be counted: it begins with are, have or were.
    `remedy` is what would lift it, None when nothing should.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def remedy(self) -> str | None: ...  # noqa: D102

    def forbids(self, rows: slice, cols: slice) -> BoolArray:
        """Return the forbidden pairs of some mentees (rows) and mentors (columns)."""

    def sentence(self, mentee: int, mentor: int) -> str:
        """Say why this pair is forbidden, where it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """Pairs known one by one."""

    name: str
    label: str
    says: str
    pairs: BoolArray
    answers: Answered
    remedy: str | None = None

    def forbids(self, rows: slice, cols: slice) -> BoolArray:
        """Return the pairs that are named."""
        return self.pairs[rows, cols]

    def sentence(self, mentee: int, mentor: int) -> str:
        """Fill in both names."""
        names = self.answers.mentees[mentee].name, self.answers.mentors[mentor].name
        return self.says.format(mentee=names[0], mentor=names[1])


def safety_of(answers: Answered, found: Mapping[str, Iterable[Pair]]) -> tuple[Ban, ...]:
    """Return every rule that holds whatever a program decides and that forbids anything.

    `found` are the pairs that each forbids, of these people and maybe of others.
    """
    says = _PERSONAL | {str(kind): words for kind, words in _DECIDED.items()}
    grids = {name: _grid(answers, pairs) for name, pairs in found.items()}
    return tuple(
        Named(name, *says[name], grid, answers) for name, grid in grids.items() if grid.any()
    )


def safety_pairs(
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    exclusions: Iterable[Exclusion],
    managers: Iterable[Pair],
    declared: Declared | None = None,
) -> dict[str, list[Pair]]:
    """Return by rule the pairs of ids (mentee, mentor) that may never be; some are of others.

    `managers` and `declared` are what is known beyond what these people answer.
    """
    people, exclusions, more = (*mentees, *mentors), tuple(exclusions), declared or {}
    personal = {
        "self": [(person.id, person.id) for person in mentees],
        "conflict": _declared(people, lambda person: person.conflicts, more.get("conflict", ())),
        "reporting_line": _in_line(people, managers),
        "avoids": _declared(people, lambda person: person.avoids, more.get("avoids", ())),
    }
    return personal | {str(kind): _decided(kind, exclusions) for kind in _DECIDED}


def _decided(kind: Kind, exclusions: Sequence[Exclusion]) -> list[Pair]:
    pairs = [(each.mentee, each.mentor) for each in exclusions if each.kind == kind]
    if kind not in _ONE_WAY:
        pairs += [(mentor, mentee) for mentee, mentor in pairs]
    return pairs


def _grid(answers: Answered, pairs: Iterable[Pair]) -> BoolArray:
    """Mark pairs of ids; unknown ids are left out."""
    rows = {person.id: index for index, person in enumerate(answers.mentees)}
    cols = {person.id: index for index, person in enumerate(answers.mentors)}
    grid = np.zeros((len(rows), len(cols)), bool)
    for mentee, mentor in pairs:
        if mentee in rows and mentor in cols:
            grid[rows[mentee], cols[mentor]] = True
    return grid


def _declared(
    people: Sequence[Person], ids: Callable[[Person], tuple[str, ...]], more: Iterable[Pair]
) -> list[Pair]:
    """Return what either declared of the other, in whichever role they declared it."""
    declared = {*more, *((person.id, other) for person in people for other in ids(person))}
    return sorted(declared | {(other, one) for one, other in declared})


def _in_line(people: Sequence[Person], managers: Iterable[tuple[str, str]]) -> list[Pair]:
    """Return everybody with each of their managers, however far up, in either direction."""
    bosses: dict[str, set[str]] = {}
    own = [(person.id, person.manager_id) for person in people if person.manager_id]
    for person_id, manager_id in (*managers, *own):
        bosses.setdefault(person_id, set()).add(manager_id)
    upward = [(each, boss) for each in bosses for boss in _above(each, bosses)]
    return upward + [(boss, each) for each, boss in upward]


def _above(person_id: str, bosses: dict[str, set[str]]) -> set[str]:
    """Return all managers above someone; a circle ends where it began."""
    found: set[str] = set()
    waiting = [person_id]
    while waiting:
        for boss in bosses.get(waiting.pop(), set()) - found:
            found.add(boss)
            waiting.append(boss)
    return found
