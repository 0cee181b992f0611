"""What forbids a pair, each rule with its sentence.

Safety first: the same person, declared conflicts, reporting lines, avoided people
and decisions already made always hold. The program's rules forbid only where the
answers they need are there, and may be turned off.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from saas.matching.engine.answers import Answered
from saas.matching.engine.people import Person
from saas.matching.engine.words import BoolArray

Kind = Literal["never_again", "blocked", "partners", "rejected"]

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
    "blocked": ("were blocked by the program", "The program has blocked {mentee} with {mentor}."),
    "partners": ("are already partners", "{mentee} and {mentor} are already partners."),
    "rejected": ("were rejected earlier", "{mentee} with {mentor} was rejected earlier."),
}
_WHOEVER_MENTORS = ("never_again", "blocked")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two people, by id, that an earlier decision keeps apart.

    "never_again" and "blocked" hold whoever would be the mentor; "partners" and
    "rejected" only for this mentee with this mentor.
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


def safety_of(
    answers: Answered, exclusions: Iterable[Exclusion], managers: Iterable[tuple[str, str]]
) -> tuple[Ban, ...]:
    """Return every rule that holds whatever a program decides and that forbids anything."""
    personal = _personal(answers, _in_line(answers, managers))
    safety = (*personal, *_decided(answers, tuple(exclusions)))
    return tuple(ban for ban in safety if ban.pairs.any())


def _personal(answers: Answered, in_line: BoolArray) -> list[Named]:
    conflicts = _declared(answers, lambda person: person.conflicts)
    avoids = _declared(answers, lambda person: person.avoids)
    itself = _grid(answers, ((person.id, person.id) for person in answers.mentees))
    found = {"self": itself, "conflict": conflicts, "reporting_line": in_line, "avoids": avoids}
    return [Named(name, *_PERSONAL[name], pairs, answers) for name, pairs in found.items()]


def _decided(answers: Answered, exclusions: Sequence[Exclusion]) -> list[Named]:
    bans = []
    for kind, (label, says) in _DECIDED.items():
        pairs = [(each.mentee, each.mentor) for each in exclusions if each.kind == kind]
        if kind in _WHOEVER_MENTORS:
            pairs += [(mentor, mentee) for mentee, mentor in pairs]
        bans.append(Named(kind, label, says, _grid(answers, pairs), answers))
    return bans


def _grid(answers: Answered, pairs: Iterable[tuple[str, str]]) -> BoolArray:
    """Mark pairs of ids (mentee, mentor); unknown ids are left out."""
    rows = {person.id: index for index, person in enumerate(answers.mentees)}
    cols = {person.id: index for index, person in enumerate(answers.mentors)}
    grid = np.zeros((len(rows), len(cols)), bool)
    for mentee, mentor in pairs:
        if mentee in rows and mentor in cols:
            grid[rows[mentee], cols[mentor]] = True
    return grid


def _declared(answers: Answered, ids: Callable[[Person], tuple[str, ...]]) -> BoolArray:
    """Mark what either declared of the other, in whichever role they declared it."""
    people = (*answers.mentees, *answers.mentors)
    declared = [(person.id, other) for person in people for other in ids(person)]
    return _grid(answers, declared + [(other, one) for one, other in declared])


def _in_line(answers: Answered, managers: Iterable[tuple[str, str]]) -> BoolArray:
    """Mark everybody with each of their managers, however far up, in either direction."""
    bosses: dict[str, set[str]] = {}
    people = (*answers.mentees, *answers.mentors)
    own = [(person.id, person.manager_id) for person in people if person.manager_id]
    for person_id, manager_id in (*managers, *own):
        bosses.setdefault(person_id, set()).add(manager_id)
    upward = [(each, boss) for each in bosses for boss in _above(each, bosses)]
    return _grid(answers, upward + [(boss, each) for each, boss in upward])


def _above(person_id: str, bosses: dict[str, set[str]]) -> set[str]:
    """Return all managers above someone; a circle ends where it began."""
    found: set[str] = set()
    waiting = [person_id]
    while waiting:
        for boss in bosses.get(waiting.pop(), set()) - found:
            found.add(boss)
            waiting.append(boss)
    return found
