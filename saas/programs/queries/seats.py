"""The participants of a large cohort, gone through row by row so that none of them is held."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, any_, func, or_, select
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import aliased, contains_eager

from saas.db import db, has_words, in_one, seen_of
from saas.orgs.models import Member
from saas.programs.models import Participant, Side
from saas.programs.queries.participants import takes_part
from saas.scope import Scope


class Named(NamedTuple):
    """What a participant can be named by; `id` is the member's, `place` the participant's."""

    id: uuid.UUID
    side: Side
    email_norm: str
    name: str
    answers: Mapping[str, Any]
    place: uuid.UUID
    capacity: int
    takes_part: bool


class Declared(NamedTuple):
    """What a member said in one place of whom never to be matched with, and of their manager."""

    id: uuid.UUID
    cohort_id: uuid.UUID
    email_norm: str
    name: str
    manager: str | None
    conflicts: Sequence[str]
    avoids: Sequence[str]


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
    takes_requests: bool


class Among(NamedTuple):
    """Some of the people of a cohort.

    Attributes:
        people: Ids of participants; their members' other places are meant with them.
        mentors: Whether all mentors are, too.
    """

    people: Collection[uuid.UUID]
    mentors: bool = False


_AT_ONCE = 1_000


def named(scope: Scope, cohort_id: uuid.UUID) -> Iterator[Named]:
    """Go through what the participants of a cohort are called, withdrawn ones included."""
    rows = db.session.execute(
        select(
            Participant.member_id,
            Participant.side,
            Member.email_norm,
            Member.name,
            Participant.answers["id"].astext,
            Participant.id,
            Participant.capacity,
            takes_part(),
        )
        .join(Participant.member)
        .where(Participant.org_id == scope.org_id, Participant.cohort_id == cohort_id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for member_id, side, email_norm, name, file_id, *place in rows:
        yield Named(member_id, side, email_norm, name, {"id": file_id}, *place)


def declared(scope: Scope, of: uuid.UUID) -> Iterator[Declared]:
    """Go through whom the members of a cohort declared, and who named a manager at all.

    In every place that they have or had, in any cohort: what keeps two people apart is true of
    the person.
    """
    answers, places = Participant.answers, aliased(Participant)
    members = select(places.member_id).where(places.org_id == scope.org_id, places.cohort_id == of)
    here = and_(answers.has_any(array(["conflicts", "avoids"])), Participant.member_id.in_(members))
    rows = db.session.execute(
        select(
            Participant.member_id,
            Participant.cohort_id,
            Member.email_norm,
            Member.name,
            answers["manager_id"].astext,
            answers["conflicts"],
            answers["avoids"],
        )
        .join(Participant.member)
        .where(Participant.org_id == scope.org_id, or_(here, answers.has_key("manager_id")))
        .execution_options(yield_per=_AT_ONCE)
    )
    for member_id, cohort_id, email_norm, name, manager, conflicts, avoids in rows:
        people = conflicts or (), avoids or ()
        yield Declared(member_id, cohort_id, email_norm, name, manager, *people)


def filed(scope: Scope, file_ids: Collection[str]) -> Iterator[tuple[uuid.UUID, str, uuid.UUID]]:
    """Go through who has one of some ids of files, given as keys: cohort, id, member."""
    file_id = Participant.answers["id"].astext
    rows = db.session.execute(
        select(Participant.cohort_id, file_id, Participant.member_id).where(
            Participant.org_id == scope.org_id, func.lower(seen_of(file_id)).in_(file_ids)
        )
    )
    yield from ((cohort_id, found, member_id) for cohort_id, found, member_id in rows)


def answering(scope: Scope, cohort_id: uuid.UUID, among: Among | None = None) -> Iterator[Seated]:
    """Go through the participants of a cohort, or some, with their answers; none is held."""
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
            Participant.requests_paused_at.is_(None),
        )
        .join(Participant.member)
        .where(_takes_part(scope, cohort_id), *([] if among is None else [_among(scope, among)]))
        .order_by(Member.name, Member.id, Participant.side)
        .execution_options(yield_per=_AT_ONCE)
    )
    for place, side, capacity, waited, answers, member, name, email, asked in rows:
        yield Seated(place, side, capacity, waited, answers, Addressed(member, name, email), asked)


def participants_among(
    scope: Scope, cohort_id: uuid.UUID, ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Participant]:
    """Return those of some who take part in a cohort, with their members, by id."""
    rows = db.session.scalars(
        select(Participant)
        .join(Participant.member)
        .options(contains_eager(Participant.member))
        .where(_takes_part(scope, cohort_id), Participant.id.in_(ids))
    )
    return {row.id: row for row in rows}


def called(
    scope: Scope, cohort_id: uuid.UUID, side: Side, name: str, most: int
) -> Sequence[tuple[uuid.UUID, str]]:
    """Return the first participants of one side with a part of a name, by name: ids and names."""
    rows = db.session.execute(
        select(Participant.id, Member.name)
        .join(Participant.member)
        .where(
            _takes_part(scope, cohort_id),
            Participant.side == side,
            has_words(Member.name, name),
        )
        .order_by(Member.name, Participant.id)
        .limit(most)
    )
    return [(row_id, found) for row_id, found in rows]


def _among(scope: Scope, among: Among) -> ColumnElement[bool]:
    members = select(Participant.member_id).where(
        Participant.org_id == scope.org_id, Participant.id == any_(in_one(among.people))
    )
    some = Participant.member_id.in_(members)
    return or_(some, Participant.side == Side.MENTOR) if among.mentors else some


def _takes_part(scope: Scope, cohort_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(
        Participant.org_id == scope.org_id,
        Participant.cohort_id == cohort_id,
        takes_part(),
    )
