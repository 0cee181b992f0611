"""Cohorts as they are when people come into them, or are taken out again."""

import uuid

from flask_babel import gettext as _

from saas.errors import ConflictError
from saas.programs import queries as programs
from saas.programs.models import Cohort
from saas.programs.services.locking import locked_program
from saas.scope import Scope


def cohort_taking_in(scope: Scope, cohort_id: uuid.UUID, *, lock: bool = False) -> Cohort:
    """Return a cohort into which people can be taken.

    Args:
        scope: Who takes them in.
        cohort_id: The cohort.
        lock: Whether its program stays as it is until this commits.

    Raises:
        NotFoundError: It is not the actor's to manage.
        ConflictError: Its program is archived or winds down.
    """
    cohort = _cohort(scope, cohort_id, lock=lock)
    if cohort.program.archived_at:
        raise ConflictError(_("This program is archived; restore it to add people to it."))
    if not cohort.program.is_running:
        raise ConflictError(_("This program is winding down and takes nobody in."))
    return cohort


def cohort_keeping(scope: Scope, cohort_id: uuid.UUID, *, lock: bool = False) -> Cohort:
    """Return a cohort from which people can be taken out again.

    Args:
        scope: Who takes them out.
        cohort_id: The cohort.
        lock: Whether its program stays as it is until this commits.

    Raises:
        NotFoundError: It is not the actor's to manage.
        ConflictError: Its program is archived.
    """
    cohort = _cohort(scope, cohort_id, lock=lock)
    if cohort.program.archived_at:
        raise ConflictError(_("This program is archived; restore it to take people out of it."))
    return cohort


def _cohort(scope: Scope, cohort_id: uuid.UUID, *, lock: bool) -> Cohort:
    cohort = programs.managed_cohort(scope, cohort_id)
    if lock:
        locked_program(scope, cohort.program_id)
    return cohort
