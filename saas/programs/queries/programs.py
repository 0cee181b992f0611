"""Reads of programs, and of who runs them."""

import uuid
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists, false, select, true

from saas.db import db, found
from saas.errors import ConflictError
from saas.orgs.models import Member, MemberState
from saas.programs.models import Cohort, Participant, Program, ProgramAdmin
from saas.programs.speaking import speak_for
from saas.scope import Reach, Role, Scope

NO_PROGRAM = _l("This program does not exist, or you do not run it.")
ARCHIVED = _l("This program is archived and can only be read; restore it first.")
WINDING_DOWN = _l("This program is winding down and takes nobody in; take it up again first.")


def sees(scope: Scope) -> ColumnElement[bool]:
    """Return the condition on `Program` under which the actor sees one.

    A program admin sees the programs they run; viewers, admins and owners see all;
    members see none (their partnerships tell them what they need).
    """
    if scope.role.reach is Reach.NAMED:
        return exists().where(
            ProgramAdmin.org_id == scope.org_id,
            ProgramAdmin.program_id == Program.id,
            ProgramAdmin.member_id == scope.actor_id,
        )
    return true() if scope.role.reach is Reach.ALL else false()


def programs(scope: Scope, *, archived: bool = False) -> Sequence[Program]:
    """Return the programs that the actor sees, by name."""
    state = Program.archived_at.is_not(None) if archived else Program.archived_at.is_(None)
    return db.session.scalars(
        select(Program)
        .where(Program.org_id == scope.org_id, state, sees(scope))
        .order_by(Program.name, Program.id)
    ).all()


def program(scope: Scope, program_id: uuid.UUID) -> Program:
    """Return a program, archived or not, that the actor sees, and speak for it.

    Whether they may also change it is for the role of the route to say: viewers only read.

    Raises:
        NotFoundError: There is none, or they do not run it.
    """
    statement = select(Program).where(
        Program.org_id == scope.org_id, Program.id == program_id, sees(scope)
    )
    row = found(db.session.scalar(statement), NO_PROGRAM)
    speak_for(row)
    return row


def open_program(scope: Scope, program_id: uuid.UUID) -> Program:
    """Return a program that the actor sees and that can be changed.

    Raises:
        NotFoundError: There is none, or they do not run it.
        ConflictError: It is archived.
    """
    row = program(scope, program_id)
    refuse_archived(row)
    return row


def running_program(scope: Scope, program_id: uuid.UUID) -> Program:
    """Return a program that the actor sees and that takes people in.

    Raises:
        NotFoundError: There is none, or they do not run it.
        ConflictError: It is archived or winds down.
    """
    row = program(scope, program_id)
    refuse_ending(row)
    return row


def manages(scope: Scope, row: Program) -> bool:
    """Return whether the actor changes what is of a program they see: an archived one is read."""
    return scope.role.covers(Role.PROGRAM_ADMIN) and row.archived_at is None


def refuse_archived(row: Program) -> None:
    """Refuse to change anything of an archived program.

    Raises:
        ConflictError: It is archived.
    """
    if row.archived_at is not None:
        raise ConflictError(ARCHIVED)


def refuse_ending(row: Program) -> None:
    """Refuse to take anybody into a program that comes to its end.

    Raises:
        ConflictError: It is archived or winds down.
    """
    refuse_archived(row)
    if not row.is_running:
        raise ConflictError(WINDING_DOWN)


def has_participants(scope: Scope, program_id: uuid.UUID) -> bool:
    """Return whether anybody takes part in a program, or did."""
    statement = (
        select(Participant.id)
        .join(Participant.cohort)
        .where(Participant.org_id == scope.org_id, Cohort.program_id == program_id)
        .limit(1)
    )
    return db.session.scalar(statement) is not None


def program_named(scope: Scope, name: str) -> Program | None:
    """Return the program with this name, whoever runs it, archived or not."""
    return db.session.scalar(
        select(Program).where(Program.org_id == scope.org_id, Program.name == name)
    )


def program_admins(scope: Scope, program_id: uuid.UUID) -> Sequence[Member]:
    """Return the program admins who run the program, by name."""
    return _admins(scope, _runs(scope, program_id))


def available_program_admins(scope: Scope, program_id: uuid.UUID) -> Sequence[Member]:
    """Return the program admins who could run the program and do not, by name."""
    return _admins(scope, ~_runs(scope, program_id))


def _admins(scope: Scope, condition: ColumnElement[bool]) -> Sequence[Member]:
    return db.session.scalars(
        select(Member)
        .where(
            Member.org_id == scope.org_id,
            Member.role == Role.PROGRAM_ADMIN,
            Member.state != MemberState.REMOVED,
            condition,
        )
        .order_by(Member.name, Member.id)
    ).all()


def _runs(scope: Scope, program_id: uuid.UUID) -> ColumnElement[bool]:
    return exists().where(
        ProgramAdmin.org_id == scope.org_id,
        ProgramAdmin.program_id == program_id,
        ProgramAdmin.member_id == Member.id,
    )
