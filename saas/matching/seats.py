"""The people of a large cohort, read row by row: what a run needs of each, and no more."""

import dataclasses as dc
import uuid
from operator import attrgetter
from typing import Any

from saas.intake.answers import Answers
from saas.intake.canonical import Known, answers_of
from saas.programs import queries as programs
from saas.programs.models import Side
from saas.scope import Scope

_NAMES = tuple(each.name for each in dc.fields(Answers))
_ALL = attrgetter(*_NAMES)


@dc.dataclass(frozen=True, slots=True)
class Seat:
    """A member's place in a cohort."""

    id: uuid.UUID
    side: Side
    member_id: uuid.UUID


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
        seats[row.id] = Seat(row.id, row.side, row.member.id)
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
