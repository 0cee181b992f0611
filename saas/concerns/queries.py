"""Reads of concerns and of who reads them. Each says first who is looking."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from saas.concerns.models import Concern, ConcernEntry, ConcernReader
from saas.db import bind_person, db, found
from saas.errors import NotFoundError
from saas.orgs.models import Member, MemberState
from saas.partnerships.models import Partnership
from saas.programs.models import Program
from saas.scope import Scope
from saas.web.paging import Page, page_of

NO_CONCERN = "This concern does not exist, or it is not yours to read."
NOT_A_READER = "There is nothing here."
GONE = "This person does not read concerns here any more; look at the list again."


@dataclass(frozen=True, slots=True)
class Case:
    """A concern, as somebody looks at it.

    Attributes:
        is_own: Whether they raised it; otherwise they are one of its readers.
    """

    concern: Concern
    is_own: bool


def enter(scope: Scope) -> frozenset[uuid.UUID]:
    """Let the session see what is confidential to the actor, and return the programs they read."""
    programs = frozenset(db.session.scalars(_programs_read_by(scope)))
    bind_person(scope.actor_id, programs)
    return programs


def is_reader(scope: Scope) -> bool:
    """Return whether the actor is named to read any concerns."""
    statement = select(ConcernReader.id).where(
        ConcernReader.org_id == scope.org_id, ConcernReader.member_id == scope.actor_id
    )
    return db.session.scalar(statement.limit(1)) is not None


def concerns(scope: Scope, number: int, *, closed: bool = False) -> Page[Concern]:
    """Return one page of the concerns that the actor reads, the newest first.

    Raises:
        NotFoundError: They read none.
    """
    programs = enter(scope)
    if not programs and not is_reader(scope):
        raise NotFoundError(NOT_A_READER)
    state = Concern.closed_at.is_not(None) if closed else Concern.closed_at.is_(None)
    statement = _concerns(scope).where(Concern.raised_by_id != scope.actor_id, state)
    return page_of(db.session, statement.order_by(Concern.created_at.desc(), Concern.id), number)


def case(scope: Scope, concern_id: uuid.UUID, *, lock: bool = False) -> Case:
    """Return a concern for whoever raised it or reads it.

    Raises:
        NotFoundError: It is neither, or there is none.
    """
    enter(scope)
    statement = _concerns(scope).where(Concern.id == concern_id)
    if lock:
        statement = statement.with_for_update(of=Concern)
    row = found(db.session.scalar(statement), NO_CONCERN)
    return Case(row, row.raised_by_id == scope.actor_id)


def raised_in(scope: Scope, partnership_id: uuid.UUID) -> Sequence[Concern]:
    """Return what the actor raised in a partnership, the newest first."""
    enter(scope)
    return db.session.scalars(
        _concerns(scope)
        .where(Concern.partnership_id == partnership_id, Concern.raised_by_id == scope.actor_id)
        .order_by(Concern.created_at.desc(), Concern.id)
    ).all()


def entries(scope: Scope, concern: Concern) -> Sequence[tuple[ConcernEntry, str]]:
    """Return the case log as far as the actor may read it, with names, the oldest first."""
    enter(scope)
    rows = db.session.execute(
        select(ConcernEntry, Member.name)
        .join(Member, (Member.org_id == ConcernEntry.org_id) & (Member.id == ConcernEntry.by_id))
        .where(ConcernEntry.org_id == scope.org_id, ConcernEntry.concern_id == concern.id)
        .order_by(ConcernEntry.created_at, ConcernEntry.id)
    )
    return [(entry, name) for entry, name in rows]


def readers(scope: Scope, *, lock: bool = False) -> Sequence[ConcernReader]:
    """Return who reads concerns, with their members and programs, by name.

    Args:
        scope: Whose.
        lock: Whether to keep others from taking one of them away until this commits.
    """
    statement = (
        _readers(scope)
        .options(joinedload(ConcernReader.program))
        .order_by(Member.name, Member.id, ConcernReader.created_at)
    )
    if lock:
        statement = statement.with_for_update(of=ConcernReader)
    return db.session.scalars(statement).all()


def readers_of(scope: Scope, partnership: Partnership) -> Sequence[Member]:
    """Return who would read a concern of this partnership, by name: never one of the two."""
    the_two = (partnership.mentee.member_id, partnership.mentor.member_id)
    return _readers_beside(scope, partnership.cohort.program_id, the_two)


def readers_of_concern(scope: Scope, concern: Concern) -> Sequence[Member]:
    """Return who reads a concern today, by name."""
    return _readers_beside(scope, concern.program_id, (concern.raised_by_id, concern.about_id))


def nameable_programs(scope: Scope) -> Sequence[Program]:
    """Return the programs that somebody can be named for, by name."""
    return db.session.scalars(
        select(Program)
        .where(Program.org_id == scope.org_id, Program.archived_at.is_(None))
        .order_by(Program.name, Program.id)
    ).all()


def _readers_beside(
    scope: Scope, program_id: uuid.UUID, the_two: tuple[uuid.UUID, uuid.UUID]
) -> Sequence[Member]:
    named = exists().where(
        ConcernReader.org_id == Member.org_id,
        ConcernReader.member_id == Member.id,
        or_(ConcernReader.program_id.is_(None), ConcernReader.program_id == program_id),
    )
    return db.session.scalars(
        select(Member)
        .where(
            Member.org_id == scope.org_id,
            Member.state == MemberState.ACTIVE,
            Member.id.not_in(the_two),
            named,
        )
        .order_by(Member.name, Member.id)
    ).all()


def _concerns(scope: Scope) -> Select[Concern]:
    return (
        select(Concern)
        .join(Concern.raised_by)
        .where(Concern.org_id == scope.org_id)
        .options(
            contains_eager(Concern.raised_by),
            joinedload(Concern.about),
            joinedload(Concern.program),
        )
    )


def _readers(scope: Scope) -> Select[ConcernReader]:
    return (
        select(ConcernReader)
        .join(ConcernReader.member)
        .where(ConcernReader.org_id == scope.org_id, Member.state == MemberState.ACTIVE)
        .options(contains_eager(ConcernReader.member))
    )


def _programs_read_by(scope: Scope) -> Select[uuid.UUID]:
    named = exists().where(
        ConcernReader.org_id == scope.org_id,
        ConcernReader.member_id == scope.actor_id,
        or_(ConcernReader.program_id.is_(None), ConcernReader.program_id == Program.id),
    )
    return select(Program.id).where(Program.org_id == scope.org_id, named)
