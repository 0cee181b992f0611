"""How far an organization is with setting up; sample programs do not count."""

from typing import Any

from sqlalchemy import Select, exists, or_, select

from saas.db import db
from saas.programs.models import Cohort, Participant, Program
from saas.programs.queries.programs import sees
from saas.scope import Scope


def has_program(scope: Scope) -> bool:
    """Return whether there is a program that the actor sees."""
    return _any(scope, select(Program.id))


def has_cohort(scope: Scope) -> bool:
    """Return whether one of these programs has a cohort."""
    return _any(scope, select(Cohort.id).join(Cohort.program))


def has_taken_people_in(scope: Scope) -> bool:
    """Return whether one of these cohorts takes applications, or has participants already."""
    takes_part = exists().where(
        Participant.org_id == scope.org_id, Participant.cohort_id == Cohort.id
    )
    opened = select(Cohort.id).join(Cohort.program).where(or_(Cohort.intake_open, takes_part))
    return _any(scope, opened)


def _any(scope: Scope, rows: Select[Any]) -> bool:
    own = rows.where(Program.org_id == scope.org_id, Program.is_sample.is_(False), sees(scope))
    return db.session.scalar(own.limit(1)) is not None
