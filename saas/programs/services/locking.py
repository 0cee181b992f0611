"""Keeping a program from others while something of it is changed."""

import uuid

from sqlalchemy import select

from saas.db import db
from saas.programs import queries
from saas.programs.models import Cohort, Program
from saas.scope import Scope


def locked_program(scope: Scope, program_id: uuid.UUID) -> Program:
    """Return a program as it is by now, kept from others until this commits."""
    return db.session.scalars(
        select(Program)
        .where(Program.org_id == scope.org_id, Program.id == program_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def kept_program(scope: Scope, program_id: uuid.UUID) -> Program:
    """Return a program as it is by now, which nobody changes until this commits.

    Unlike with `locked_program`, several can rely on it at once.
    """
    return db.session.scalars(
        select(Program)
        .where(Program.org_id == scope.org_id, Program.id == program_id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    ).one()


def locked_open_program(scope: Scope, program_id: uuid.UUID) -> Program:
    """Return a program that can be changed, as it is by now, kept from others until this commits.

    Whoever waited for somebody who archives it is refused.

    Raises:
        NotFoundError: There is none, or the actor does not run it.
        ConflictError: It is archived.
    """
    program = locked_program(scope, queries.program(scope, program_id).id)
    queries.refuse_archived(program)
    return program


def locked_open_cohort(scope: Scope, cohort_id: uuid.UUID) -> Cohort:
    """Return a cohort that can be changed; its program is kept from others until this commits.

    Raises:
        NotFoundError: There is none, or the actor does not run its program.
        ConflictError: Its program is archived.
    """
    cohort = queries.managed_cohort(scope, cohort_id)
    locked_open_program(scope, cohort.program_id)
    return cohort
