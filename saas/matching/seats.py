"""The people of a cohort, read row by row: what the engine needs of each, and no more."""

import dataclasses as dc
import uuid
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any, NamedTuple

from saas.intake.answers import Answers
from saas.intake.canonical import Known, answers_of
from saas.matching.declared import Declared, read_declared
from saas.programs import queries as programs
from saas.programs.models import Side
from saas.programs.queries import Among
from saas.programs.queries.seats import Named
from saas.scope import Scope

_NAMES = tuple(each.name for each in dc.fields(Answers))
_ALL = attrgetter(*_NAMES)


@dc.dataclass(frozen=True, slots=True)
class Seat:
    """A member's place in a cohort.

    Attributes:
        takes_requests: Whether mentees may ask: the mentor takes no break.
    """

    id: uuid.UUID
    side: Side
    member_id: uuid.UUID
    takes_requests: bool = True


class Place(NamedTuple):
    """How many partnerships a participant would have at once; the member as the engine does."""

    side: Side
    member: str
    capacity: int


class Who(NamedTuple):
    """A participant, as far as a page names them."""

    id: uuid.UUID
    name: str


@dc.dataclass(frozen=True, slots=True)
class Read:
    """What was read of a cohort.

    Attributes:
        seats: Who takes part, all or some.
        answers: What these answered, by participant.
        declared: Who is kept apart, of everybody.
        places: Of everybody who takes part, what they would take: by participant the side, the
            member and the capacity.
        members: Whose place each is or was: member by participant, withdrawn ones included.
    """

    seats: dict[uuid.UUID, Seat]
    answers: dict[uuid.UUID, Answers]
    declared: Declared
    places: dict[uuid.UUID, Place]
    members: dict[uuid.UUID, uuid.UUID]


def read_some(scope: Scope, cohort_id: uuid.UUID, among: Among) -> Read:
    """Read some people of a cohort, and of all others what rules and fits ask of them."""
    everybody = tuple(programs.named(scope, cohort_id))
    known = Known((each, each) for each in everybody)
    titles = programs.goal_titles_in(scope, cohort_id)
    seats, answers = {}, {}
    for row in programs.answering(scope, cohort_id, among):
        seats[row.id] = Seat(row.id, row.side, row.member.id, row.takes_requests)
        answers[row.id] = answers_of(row, row.member, known, titles)
    there = {
        each.place: Place(each.side, str(each.id), each.capacity)
        for each in everybody
        if each.takes_part
    }
    members = {each.place: each.id for each in everybody}
    return Read(seats, answers, read_declared(scope, cohort_id, known), there, members)


def read_seats(scope: Scope, cohort_id: uuid.UUID) -> Read:
    """Read who takes part in a cohort and what they answered, row by row, however many.

    What several people answered alike is held once.
    """
    members: dict[uuid.UUID, uuid.UUID] = {}
    known = Known(_noting(programs.named(scope, cohort_id), members))
    titles = programs.goal_titles_in(scope, cohort_id)
    seats, answers = {}, {}
    pool: dict[Any, Any] = {}
    for row in programs.answering(scope, cohort_id):
        seats[row.id] = Seat(row.id, row.side, row.member.id, row.takes_requests)
        answers[row.id] = _pooled(answers_of(row, row.member, known, titles), pool)
    there = {at: Place(seats[at].side, each.id, each.capacity) for at, each in answers.items()}
    return Read(seats, answers, read_declared(scope, cohort_id, known), there, members)


def _noting(
    everybody: Iterable[Named], members: dict[uuid.UUID, uuid.UUID]
) -> Iterator[tuple[Named, Named]]:
    """Go through what people are called, and note whose place each is."""
    for each in everybody:
        members[each.place] = each.id
        yield each, each


def _pooled(answers: Answers, pool: dict[Any, Any]) -> Answers:
    """Return the same with values that are held already."""
    values = (_once(value, pool) for value in _ALL(answers))
    return Answers(**dict(zip(_NAMES, values, strict=True)))


def _once(value: Any, pool: dict[Any, Any]) -> Any:
    if isinstance(value, tuple):
        value = tuple(pool.setdefault(each, each) for each in value)
    return pool.setdefault((type(value), value), value)
