"""Reads of cohorts."""

import uuid
from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Date, Select, bindparam, or_, select
from sqlalchemy.orm import contains_eager

from saas import clock
from saas.db import db, found
from saas.errors import ForbiddenError
from saas.orgs import queries as orgs
from saas.programs.models import Cohort, Program
from saas.programs.queries.programs import refuse_archived, refuse_ending, sees
from saas.programs.speaking import speak_for
from saas.scope import RUNS, Scope

NO_COHORT = _l("This cohort does not exist, or you do not run its program.")
NO_LINK = "This link does not work any more; ask for a new one where you got it."


def cohort(scope: Scope, cohort_id: uuid.UUID) -> Cohort:
    """Return a cohort with its program, whoever acts: for jobs, links and a member's own pages.

    Raises:
        NotFoundError: No such cohort in this organization.
    """
    found_cohort = db.session.scalar(_with_program(scope).where(Cohort.id == cohort_id))
    return found(found_cohort, "This cohort does not exist.")


def managed_cohort(scope: Scope, cohort_id: uuid.UUID) -> Cohort:
    """Return a cohort, with its program, of a program that the actor sees.

    Whether they may also change it is for the role of the route to say: viewers only read.

    Raises:
        NotFoundError: There is none, or they do not run its program.
    """
    statement = _with_program(scope).where(Cohort.id == cohort_id, sees(scope))
    row = found(db.session.scalar(statement), NO_COHORT)
    speak_for(row.program)
    return row


def manages_cohort(scope: Scope, cohort_id: uuid.UUID) -> bool:
    """Return whether a cohort is of a program that the actor sees."""
    statement = _with_program(scope).where(Cohort.id == cohort_id, sees(scope))
    return db.session.scalar(statement) is not None


def refuse_gone(scope: Scope, member_id: uuid.UUID, cohort_id: uuid.UUID) -> None:
    """Refuse work on a cohort for a member who asked for it and does not run it any more.

    Raises:
        ForbiddenError: They do not.
    """
    if not manages_cohort(orgs.acting_later(scope, member_id, RUNS), cohort_id):
        raise ForbiddenError(orgs.NOT_ANY_MORE)


def open_cohort(scope: Scope, cohort_id: uuid.UUID) -> Cohort:
    """Return a cohort, with its program, that the actor sees and that can be changed.

    Raises:
        NotFoundError: There is none, or they do not run its program.
        ConflictError: Its program is archived.
    """
    row = managed_cohort(scope, cohort_id)
    refuse_archived(row.program)
    return row


def running_cohort(scope: Scope, cohort_id: uuid.UUID) -> Cohort:
    """Return a cohort, with its program, that the actor sees and that takes people in.

    Raises:
        NotFoundError: There is none, or they do not run its program.
        ConflictError: Its program is archived or winds down.
    """
    row = managed_cohort(scope, cohort_id)
    refuse_ending(row.program)
    return row


def cohort_by_secret(scope: Scope, secret: str) -> Cohort:
    """Return the cohort of a public intake link (`saas.orgs.links.enter` gives the secret).

    Its intake may be closed by now: see `Cohort.takes_applications`.

    Raises:
        NotFoundError: The link was revoked or replaced, or never was.
    """
    statement = _with_program(scope).where(Cohort.apply_token == secret)
    return found(db.session.scalar(statement), NO_LINK)


def cohorts_of(scope: Scope, programs: Iterable[Program]) -> Sequence[Cohort]:
    """Return the cohorts of programs, the newest first."""
    return db.session.scalars(
        _with_program(scope)
        .where(Cohort.program_id.in_([program.id for program in programs]))
        .order_by(Cohort.starts_on.desc(), Cohort.name, Cohort.id)
    ).all()


def is_not_over() -> ColumnElement[bool]:
    """Whether a cohort goes on, on the day of the query: a standing one is never over."""
    today = bindparam(None, callable_=clock.today, type_=Date())
    return or_(Cohort.ends_on.is_(None), Cohort.ends_on >= today)


def _with_program(scope: Scope) -> Select[Cohort]:
    return (
        select(Cohort)
        .join(Cohort.program)
        .where(Cohort.org_id == scope.org_id)
        .options(contains_eager(Cohort.program))
    )
