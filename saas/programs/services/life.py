"""The end of a program's life: winding down, put away, and taken back."""

import uuid

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from saas import clock
from saas.db import db
from saas.errors import ConflictError, InvalidError
from saas.programs import queries
from saas.programs.life import is_going_on, tell_winding_down, what_goes_on
from saas.programs.models import Program
from saas.programs.services.locking import locked_open_program, locked_program
from saas.scope import Scope

WORD = "wind down"
NOT_TYPED = _l("Type the two words below to confirm; the partners are told by e-mail.")

OVER = _l("It is archived by itself once nothing of it goes on.")
INSTEAD = _l("So wind it down instead, and it is archived by itself once nothing of it goes on.")


def archive_program(scope: Scope, program_id: uuid.UUID) -> Program:
    """Put a program away: it can only be read, and is listed apart. Safe to call twice.

    Raises:
        NotFoundError: There is none, or the actor does not run it.
        ConflictError: Something of it still goes on.
    """
    program = locked_program(scope, queries.program(scope, program_id).id)
    going_on = what_goes_on(scope, program.id) if program.archived_at is None else []
    if going_on:
        raise ConflictError(" ".join([*going_on, str(INSTEAD if program.is_running else OVER)]))
    program.archived_at = program.archived_at or clock.now()
    return program


def restore_program(scope: Scope, program_id: uuid.UUID) -> Program:
    """Take a program back, to run again. Safe to call twice.

    Raises:
        NotFoundError: There is none, or the actor does not run it.
    """
    program = locked_program(scope, queries.program(scope, program_id).id)
    program.archived_at = program.winding_down_at = None
    return program


def wind_down_program(scope: Scope, program_id: uuid.UUID, typed: str) -> Program:
    """Take nobody in any more, and let what lasts come to its end; partners are told once.

    What was sent or asked may still be answered. A program of which nothing goes on is archived
    at once. Safe to call twice.

    Raises:
        NotFoundError: There is none, or the actor does not run it.
        ConflictError: It is archived.
        InvalidError: The words were not typed.
    """
    program = locked_open_program(scope, program_id)
    if program.winding_down_at is not None:
        return program
    if typed.strip().casefold() != WORD:
        raise InvalidError("typed", NOT_TYPED)
    program.winding_down_at = clock.now()
    for cohort in queries.cohorts_of(scope, [program]):
        cohort.intake_open = False
    tell_winding_down(scope, program)
    archive_if_over(scope, program)
    return program


def take_up_program(scope: Scope, program_id: uuid.UUID) -> Program:
    """Let a program that winds down run again; intakes stay closed. Safe to call twice.

    Raises:
        NotFoundError: There is none, or the actor does not run it.
        ConflictError: It is archived by now.
    """
    program = locked_open_program(scope, program_id)
    program.winding_down_at = None
    return program


def archive_over(scope: Scope) -> None:
    """Archive the programs that wound down and of which nothing goes on. Safe to call twice."""
    winding = select(Program).where(
        Program.org_id == scope.org_id,
        Program.winding_down_at.is_not(None),
        Program.archived_at.is_(None),
    )
    for program in db.session.scalars(winding.order_by(Program.id)):
        archive_if_over(scope, program)


def archive_if_over(scope: Scope, program: Program) -> None:
    """Archive a program that winds down once nothing of it goes on."""
    if program.winding_down_at and not program.archived_at and not is_going_on(scope, program.id):
        program.archived_at = clock.now()
