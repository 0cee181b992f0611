"""The standing cohort of a program that is always on: it has a first day and no last one."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas import clock
from saas.db import db
from saas.errors import InvalidError
from saas.programs.models import Audience, Cohort, Program

HAS_COHORTS = _l("This program has cohorts with a last day; duplicate it to make one without.")


def begin_standing(program: Program, cohorts: Sequence[Cohort] = ()) -> None:
    """Give a program its standing cohort; its intake is closed at first.

    Raises:
        InvalidError: It has other cohorts.
    """
    if cohorts:
        raise InvalidError("always_on", HAS_COHORTS)
    name, today = _("Always on"), clock.today()
    cohort = Cohort(program_id=program.id, name=name, starts_on=today, ends_on=None)
    cohort.open_to = sides_of(program)
    db.session.add(cohort)


def sides_of(program: Program) -> Audience:
    """Return which sides a cohort of a program is open to at first; one pool has one."""
    return Audience.MENTEE if program.is_pool else Audience.BOTH


def end_standing(cohorts: Sequence[Cohort]) -> None:
    """Take the standing cohort away again; nobody has come into it."""
    for cohort in cohorts:
        db.session.delete(cohort)
