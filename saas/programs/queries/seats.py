"""The participants of a large cohort, gone through row by row so that none of them is held."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, select

from saas.db import db
from saas.orgs.models import Member
from saas.programs.models import Participant, Side
from saas.scope import Scope


class Named(NamedTuple):
    """What a participant can be named by."""

    id: uuid.UUID
    email_norm: str
    name: str
    answers: Mapping[str, Any]


class Addressed(NamedTuple):
    """Whose place it is."""

    id: uuid.UUID
    name: str
    email: str


class Seated(NamedTuple):
    """What a participant answered."""

    id: uuid.UUID
    side: Side
    capacity: int
    waited: int
    answers: Mapping[str, Any]
    member: Addressed


_AT_ONCE = 1_000


def named(scope: Scope, cohort_id: uuid.UUID) -> Iterator[Named]:
    """Go through what the participants of a cohort are called; not who has withdrawn."""
    rows = db.session.execute(
        select(
            Participant.member_id,
            Member.email_norm,
            Member.name,
            Participant.answers["id"].astext,
        )
        .join(Participant.member)
        .where(_takes_part(scope, cohort_id))
        .execution_options(yield_per=_AT_ONCE)
    )
    for member_id, email_norm, name, file_id in rows:
        yield Named(member_id, email_norm, name, {"id": file_id})


def answering(scope: Scope, cohort_id: uuid.UUID) -> Iterator[Seated]:
    """Go through the participants of a cohort with their answers; none of them is held."""
    rows = db.session.execute(
        select(
            Participant.id,
            Participant.side,
            Participant.capacity,
            Participant.waited,
            Participant.answers,
            Member.id,
            Member.name,
            Member.email,
        )
        .join(Participant.member)
        .where(_takes_part(scope, cohort_id))
        .order_by(Member.name, Member.id, Participant.side)
        .execution_options(yield_per=_AT_ONCE)
    )
    for place, side, capacity, waited, answers, member, name, email in rows:
        yield Seated(place, side, capacity, waited, answers, Addressed(member, name, email))


def _takes_part(scope: Scope, cohort_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(
        Participant.org_id == scope.org_id,
        Participant.cohort_id == cohort_id,
        Participant.withdrawn_at.is_(None),
    )
