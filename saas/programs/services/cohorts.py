"""Creating cohorts, opening their intake, and the public link to it."""

import datetime as dt
import uuid
from typing import NotRequired, TypedDict

from flask_babel import lazy_gettext as _l

from saas.db import db, refusing
from saas.errors import ConflictError, InvalidError
from saas.identity.secrets import new_secret
from saas.programs import queries
from saas.programs.models import Audience, Cohort, Program
from saas.programs.services.locking import locked_open_cohort, locked_open_program
from saas.scope import Scope
from saas.seen import columns_of, refuse_moved

NAME_TAKEN = _l("Another cohort of this program has this name; choose another name.")
ENDS_TOO_EARLY = "Choose a last day that is after the first day."
STANDING = _l("This program is always on: everybody is in its one standing cohort.")
CLOSED = _l("The intake has closed on its date; change the date of the cohort first.")


class Plan(TypedDict):
    """What a cohort is called, when it runs, and who may apply (`Cohort`)."""

    name: str
    starts_on: dt.date
    ends_on: dt.date | None
    open_to: Audience
    closes_at: NotRequired[dt.datetime | None]
    time_zone: NotRequired[str | None]


def create_cohort(scope: Scope, program_id: uuid.UUID, plan: Plan) -> Cohort:
    """Create a cohort of a program; its intake is closed at first.

    Raises:
        NotFoundError: No such program, or the actor does not run it.
        ConflictError: The program is archived, winds down or is always on.
        InvalidError: The name is taken, or it ends before it starts.
    """
    program = locked_open_program(scope, program_id)
    queries.refuse_ending(program)
    if program.always_on:
        raise ConflictError(STANDING)
    _check(scope, program, plan, None)
    cohort = Cohort(program_id=program.id, **plan)
    with refusing(NAME_TAKEN):
        db.session.add(cohort)
    return cohort


def change_cohort(
    scope: Scope, cohort_id: uuid.UUID, plan: Plan, seen: str | None = None
) -> Cohort:
    """Change a cohort's name, days and who may apply.

    Args:
        scope: Whose, and who acts.
        cohort_id: The cohort.
        plan: What it says from now on.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: No such cohort, or the actor does not run its program.
        MovedError: Somebody else changed it since.
        InvalidError: The name is taken, or it ends before it starts.
    """
    cohort = locked_open_cohort(scope, cohort_id)
    db.session.refresh(cohort, with_for_update={"key_share": True})
    refuse_moved(seen, columns_of(cohort, plan), plan)
    _check(scope, cohort.program, plan, cohort)
    with refusing(NAME_TAKEN):
        for name, value in plan.items():
            setattr(cohort, name, value)
    return cohort


def open_intake(scope: Scope, cohort_id: uuid.UUID) -> Cohort:
    """Let people apply. Safe to call twice.

    Raises:
        NotFoundError: No such cohort, or the actor does not run its program.
        ConflictError: The program is archived or winds down, or the closing date is over.
    """
    cohort = locked_open_cohort(scope, cohort_id)
    queries.refuse_ending(cohort.program)
    if cohort.has_closed:
        raise ConflictError(CLOSED)
    cohort.intake_open = True
    return cohort


def close_intake(scope: Scope, cohort_id: uuid.UUID) -> Cohort:
    """Let nobody apply any more; what was sent in stays. Safe to call twice.

    Raises:
        NotFoundError: No such cohort, or the actor does not run its program.
    """
    cohort = locked_open_cohort(scope, cohort_id)
    cohort.intake_open = False
    return cohort


def make_link(scope: Scope, cohort_id: uuid.UUID) -> Cohort:
    """Give the cohort a new public intake link; an earlier one stops working.

    Raises:
        NotFoundError: No such cohort, or the actor does not run its program.
    """
    cohort = locked_open_cohort(scope, cohort_id)
    cohort.apply_token = new_secret()
    return cohort


def revoke_link(scope: Scope, cohort_id: uuid.UUID) -> Cohort:
    """Let the public intake link work no longer. Safe to call twice.

    Raises:
        NotFoundError: No such cohort, or the actor does not run its program.
    """
    cohort = locked_open_cohort(scope, cohort_id)
    cohort.apply_token = None
    return cohort


def _check(scope: Scope, program: Program, plan: Plan, cohort: Cohort | None) -> None:
    ends_on = plan["ends_on"]
    if ends_on is None and not program.always_on:
        raise InvalidError("ends_on", ENDS_TOO_EARLY)
    if ends_on is not None and ends_on <= plan["starts_on"]:
        raise InvalidError("ends_on", ENDS_TOO_EARLY)
    others = (each for each in queries.cohorts_of(scope, [program]) if each is not cohort)
    if plan["name"] in {other.name for other in others}:
        raise InvalidError("name", NAME_TAKEN)
