"""Creating programs, changing their terms, and saying who runs them."""

import uuid
from typing import TypedDict

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db, refusing
from saas.errors import ConflictError, InvalidError
from saas.orgs.models import Member, MemberState
from saas.orgs.queries import member
from saas.programs import queries
from saas.programs.models import NextInLine, Program, ProgramAdmin
from saas.programs.services.versions import ensure_version
from saas.scope import Role, Scope

NAME_TAKEN = _l("Another program has this name; choose another name.")
NOT_A_PROGRAM_ADMIN = _l("Only program admins run programs; give this person that role first.")


class Terms(TypedDict):
    """What a program says about itself and its partnerships (`Program`)."""

    name: str
    description: str
    every_days: int
    weeks: int
    mentor_capacity: int
    answer_days: int
    next_in_line: NextInLine


def create_program(scope: Scope, terms: Terms, *, is_sample: bool = False) -> Program:
    """Create a program; what it takes over from the organization becomes its first version.

    Raises:
        InvalidError: The name is taken.
    """
    _check_name(scope, terms["name"], None)
    program = Program(**terms, is_sample=is_sample)
    with refusing(NAME_TAKEN):
        db.session.add(program)
    ensure_version(scope, program)
    return program


def change_program(scope: Scope, program_id: uuid.UUID, terms: Terms) -> Program:
    """Change the terms of a program; partnerships keep what they agreed on.

    Raises:
        NotFoundError: There is none, or the actor does not run it.
        InvalidError: The name is taken.
    """
    program = queries.program(scope, program_id)
    _check_name(scope, terms["name"], program)
    with refusing(NAME_TAKEN):
        for name, value in terms.items():
            setattr(program, name, value)
    return program


def archive_program(scope: Scope, program_id: uuid.UUID) -> Program:
    """Put a program away: it takes no applications and is listed apart. Safe to call twice.

    Raises:
        NotFoundError: There is none, or the actor does not run it.
    """
    program = queries.program(scope, program_id)
    program.archived_at = program.archived_at or clock.now()
    return program


def restore_program(scope: Scope, program_id: uuid.UUID) -> Program:
    """Take a program back as it was when it was archived. Safe to call twice.

    Raises:
        NotFoundError: There is none, or the actor does not run it.
    """
    program = queries.program(scope, program_id)
    program.archived_at = None
    return program


def assign_program_admin(scope: Scope, program_id: uuid.UUID, member_id: uuid.UUID) -> Member:
    """Let a program admin run a program. Safe to call twice.

    Raises:
        NotFoundError: No such program or member.
        ConflictError: The member is no program admin.
    """
    program = queries.program(scope, program_id)
    admin = member(scope, member_id)
    if admin.role is not Role.PROGRAM_ADMIN or admin.state is MemberState.REMOVED:
        raise ConflictError(NOT_A_PROGRAM_ADMIN)
    db.session.execute(
        insert(ProgramAdmin).on_conflict_do_nothing(),
        [{"org_id": scope.org_id, "program_id": program.id, "member_id": admin.id}],
    )
    return admin


def unassign_program_admin(scope: Scope, program_id: uuid.UUID, member_id: uuid.UUID) -> Member:
    """Let a program admin no longer run a program. Safe to call twice.

    Raises:
        NotFoundError: No such program or member.
    """
    program = queries.program(scope, program_id)
    admin = member(scope, member_id)
    db.session.execute(
        delete(ProgramAdmin).where(
            ProgramAdmin.org_id == scope.org_id,
            ProgramAdmin.program_id == program.id,
            ProgramAdmin.member_id == admin.id,
        )
    )
    return admin


def _check_name(scope: Scope, name: str, program: Program | None) -> None:
    other = queries.program_named(scope, name)
    if other is not None and other is not program:
        raise InvalidError("name", NAME_TAKEN)
