"""The people of a cohort, read row by row: what the engine needs of each, and no more."""

import dataclasses as dc
import uuid
from operator import attrgetter
from typing import Any, NamedTuple

from saas.intake.answers import Answers
from saas.intake.canonical import Known, answers_of
from saas.programs import queries as programs
from saas.programs.models import Side
from saas.programs.queries import Among
from saas.scope import Scope

_NAMES = tuple(each.name for each in dc.fields(Answers))
_ALL = attrgetter(*_NAMES)


@dc.dataclass(frozen=True, slots=True)
class Seat:
    """A member's place in a cohort.

    Attributes:
        takes_requests: Whether mentees may ask: the mentor takes no break, the member was not
            removed.
    """

    id: uuid.UUID
    side: Side
    member_id: uuid.UUID
    takes_requests: bool = True


class Who(NamedTuple):
    """A participant, as far as a page names them."""

    id: uuid.UUID
    name: str


@dc.dataclass(frozen=True, slots=True)
class Others:
    """What rules ask of people who were not read.

    Attributes:
        there: The ids of all mentees and of all mentors, as the engine knows them.
        managers: Ids of everybody who named a manager, and of that manager.
    """

    there: tuple[frozenset[str], frozenset[str]]
    managers: tuple[tuple[str, str], ...]


def read_some(
    scope: Scope, cohort_id: uuid.UUID, among: Among
) -> tuple[dict[uuid.UUID, Seat], dict[uuid.UUID, Answers], Others]:
    """Read some people of a cohort, and of all others what they are called and who manages whom."""
    everybody = tuple(programs.named(scope, cohort_id))
    known = Known((each, each) for each in everybody)
    seats, answers = {}, {}
    for row in programs.answering(scope, cohort_id, among):
        seats[row.id] = Seat(row.id, row.side, row.member.id, row.takes_requests)
        answers[row.id] = answers_of(row, row.member, known)
    there = [frozenset(str(each.id) for each in everybody if each.side is side)
             for side in (Side.MENTEE, Side.MENTOR)]  # fmt: skip
    managers = tuple(
        (str(member), manager)
        for member, typed in programs.managed(scope, cohort_id)
        for manager in known.sure_of([typed])
    )
    return seats, answers, Others((there[0], there[1]), managers)


def read_seats(
    scope: Scope, cohort_id: uuid.UUID
) -> tuple[dict[uuid.UUID, Seat], dict[uuid.UUID, Answers]]:
    """Read who takes part in a cohort and what they answered, in two queries, however many.

    What several people answered alike is held once.
    """
    known = Known((each, each) for each in programs.named(scope, cohort_id))
    seats, answers = {}, {}
    pool: dict[Any, Any] = {}
    for row in programs.answering(scope, cohort_id):
        seats[row.id] = Seat(row.id, row.side, row.member.id, row.takes_requests)
        answers[row.id] = _pooled(answers_of(row, row.member, known), pool)
    return seats, answers


def _pooled(answers: Answers, pool: dict[Any, Any]) -> Answers:
    """Return the same with values that are held already."""
    values = (_once(value, pool) for value in _ALL(answers))
    return Answers(**dict(zip(_NAMES, values, strict=True)))


def _once(value: Any, pool: dict[Any, Any]) -> Any:
    if isinstance(value, tuple):
        value = tuple(pool.setdefault(each, each) for each in value)
    return pool.setdefault((type(value), value), value)
