"""Reads of the directory: who is in the organization, and what they take part in.

A program admin finds who takes part in the programs they run, by what these programs know:
neither roles nor tags, nor what anybody does or says elsewhere.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from saas.db import db, has_words
from saas.orgs.models import Member, MemberState
from saas.partnerships.models import Partnership
from saas.people.models import MemberTag
from saas.programs.models import Cohort, Participant, Program, Side
from saas.programs.queries import sees
from saas.scope import Reach, Role, Scope
from saas.web.paging import Page, page_of

CHUNK = 500
MOST_TAGS = 200
BY_NAME = (Member.name, Member.id)
KNOWN = (
    Member.id,
    Member.name,
    Member.email,
    Member.state,
    Member.time_zone,
    Member.role,
    Member.created_at,
)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which people to list; what is None or empty does not matter.

    Attributes:
        words: Part of a name or an address.
        state: None for all who were not removed.
        program_id, cohort_id, side, field: All of one place that they have.
        tag: One of their tags.
    """

    words: str = ""
    state: MemberState | None = None
    role: Role | None = None
    program_id: uuid.UUID | None = None
    cohort_id: uuid.UUID | None = None
    side: Side | None = None
    field: str = ""
    tag: str = ""


def people(scope: Scope, sought: Sought, number: int) -> Page[Member]:
    """Return one page of the people sought, by name."""
    return page_of(db.session, people_sought(scope, sought).order_by(*BY_NAME), number)


def every_one(statement: Select[Member]) -> Iterator[Sequence[Row[Any]]]:
    """Return what is known of the people of a statement, by name, some at a time.

    They are the columns of `KNOWN`: plain ones are read several times as fast as members.
    """
    plain: Any = statement.with_only_columns(*KNOWN, maintain_column_froms=True)
    after: ColumnElement[bool] | None = None
    while True:
        wanted = plain if after is None else plain.where(after)
        rows = db.session.execute(wanted.order_by(*BY_NAME).limit(CHUNK)).all()
        if not rows:
            return
        yield rows
        after = tuple_(*BY_NAME) > (rows[-1].name, rows[-1].id)


def people_sought(scope: Scope, sought: Sought) -> Select[Member]:
    """Return the statement that selects the people sought, in no order."""
    statement = select(Member).where(Member.org_id == scope.org_id)
    if scope.role.reach is Reach.NAMED:
        sought = _of_programs(sought)
        statement = statement.where(_has_place(scope, sought))
    if sought.state is None:
        statement = statement.where(Member.state != MemberState.REMOVED)
    else:
        statement = statement.where(Member.state == sought.state)
    if sought.role:
        statement = statement.where(Member.role == sought.role)
    if sought.words:
        statement = statement.where(
            has_words(Member.name, sought.words) | has_words(Member.email_norm, sought.words)
        )
    if sought.tag:
        statement = statement.where(_has_tag(scope, sought.tag))
    if sought.program_id or sought.cohort_id or sought.side or sought.field:
        statement = statement.where(_has_place(scope, sought))
    return statement


def tags_of(scope: Scope, member_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[str]]:
    """Return the tags of these members, by member, in order; nobody's is an empty list."""
    rows = db.session.execute(
        select(MemberTag.member_id, MemberTag.tag)
        .where(MemberTag.org_id == scope.org_id, MemberTag.member_id.in_(member_ids))
        .order_by(MemberTag.tag)
    )
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for member_id, tag in rows:
        found[member_id].append(tag)
    return found


def tags(scope: Scope) -> Sequence[str]:
    """Return every tag that somebody has, in order."""
    return db.session.scalars(
        select(MemberTag.tag)
        .where(MemberTag.org_id == scope.org_id)
        .distinct()
        .order_by(MemberTag.tag)
        .limit(MOST_TAGS)
    ).all()


def places_of(
    scope: Scope, member_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, list[Participant]]:
    """Return the places that these members have now where the actor sees, by member.

    Each comes with its cohort and program.
    """
    rows = db.session.scalars(
        _places(scope, select(Participant), member_ids).options(
            contains_eager(Participant.cohort).contains_eager(Cohort.program)
        )
    )
    found: dict[uuid.UUID, list[Participant]] = defaultdict(list)
    for row in rows:
        found[row.member_id].append(row)
    return found


def place_lines_of(
    scope: Scope, member_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, list[Row[Any]]]:
    """Return the same places in plain columns: program, cohort, side, and the field they said."""
    columns = select(
        Participant.member_id,
        Program.name.label("program"),
        Cohort.name.label("cohort"),
        Participant.side,
        Participant.answers["field"].astext.label("field"),
    )
    found: dict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in db.session.execute(_places(scope, columns, member_ids)):
        found[row.member_id].append(row)
    return found


def partnerships_of(scope: Scope, member_id: uuid.UUID) -> Sequence[Partnership]:
    """Return the partnerships of a member with both people, the newest first, 50 at most."""
    own = select(Participant.id).where(
        Participant.org_id == scope.org_id, Participant.member_id == member_id
    )
    return db.session.scalars(
        select(Partnership)
        .where(
            Partnership.org_id == scope.org_id,
            Partnership.mentee_id.in_(own) | Partnership.mentor_id.in_(own),
        )
        .options(
            joinedload(Partnership.mentee).joinedload(Participant.member),
            joinedload(Partnership.mentor).joinedload(Participant.member),
        )
        .order_by(Partnership.started_on.desc(), Partnership.id)
        .limit(50)
    ).all()


def cohorts(scope: Scope) -> Sequence[Cohort]:
    """Return the cohorts of programs that take people in, with them, the newest first."""
    return db.session.scalars(
        select(Cohort)
        .join(Cohort.program)
        .where(
            Cohort.org_id == scope.org_id,
            Program.archived_at.is_(None),
            Program.winding_down_at.is_(None),
        )
        .options(contains_eager(Cohort.program))
        .order_by(Cohort.starts_on.desc(), Cohort.name, Cohort.id)
        .limit(100)
    ).all()


def _places(scope: Scope, statement: Select[Any], member_ids: Collection[uuid.UUID]) -> Select[Any]:
    return (
        statement.join(Participant.cohort)
        .join(Cohort.program)
        .where(
            Participant.org_id == scope.org_id,
            Participant.member_id.in_(member_ids),
            Participant.withdrawn_at.is_(None),
            sees(scope),
        )
        .order_by(Cohort.starts_on.desc(), Participant.side, Participant.id)
    )


def _has_tag(scope: Scope, tag: str) -> ColumnElement[bool]:
    return exists().where(
        MemberTag.org_id == scope.org_id, MemberTag.member_id == Member.id, MemberTag.tag == tag
    )


def _of_programs(sought: Sought) -> Sought:
    """Return what somebody may look for who runs single programs."""
    removed = sought.state is MemberState.REMOVED
    return replace(sought, role=None, tag="", state=None if removed else sought.state)


def _has_place(scope: Scope, sought: Sought) -> ColumnElement[bool]:
    place = (
        select(Participant.id)
        .join(Cohort, (Cohort.org_id == Participant.org_id) & (Cohort.id == Participant.cohort_id))
        .join(Cohort.program)
        .where(
            Participant.org_id == scope.org_id,
            Participant.member_id == Member.id,
            Participant.withdrawn_at.is_(None),
            sees(scope),
        )
    )
    if sought.program_id:
        place = place.where(Cohort.program_id == sought.program_id)
    if sought.cohort_id:
        place = place.where(Cohort.id == sought.cohort_id)
    if sought.side:
        place = place.where(Participant.side == sought.side)
    if sought.field:
        place = place.where(has_words(Participant.answers["field"].astext, sought.field))
    return place.exists()
