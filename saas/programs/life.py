"""What features above know of the life of a program: who is in it, and what still goes on."""

import uuid
from collections.abc import Callable

from sqlalchemy import Select, or_, select

from saas.db import db
from saas.programs.models import Cohort, Program
from saas.scope import Scope

Knows = Callable[[Scope, uuid.UUID], bool]
GoesOn = Callable[[Scope, uuid.UUID], Select[uuid.UUID]]
Hook = Callable[[Scope, Program], None]
Welcomer = Callable[[Scope, Cohort], None]
_people: list[Knows] = []
_going_on: list[GoesOn] = []
_hooks: list[Hook] = []
_welcomers: list[Welcomer] = []


def knows_people(knows: Knows) -> Knows:
    """Register what tells whether anybody has come into a program, by its id; in one query."""
    _people.append(knows)
    return knows


def has_people(scope: Scope, program_id: uuid.UUID) -> bool:
    """Return whether anybody takes part in a program, did so, or asked to."""
    return any(knows(scope, program_id) for knows in _people)


def goes_on(finds: GoesOn) -> GoesOn:
    """Register how to find what of a program, by its id, still goes on."""
    _going_on.append(finds)
    return finds


def is_going_on(scope: Scope, program_id: uuid.UUID) -> bool:
    """Return whether anything of a program still goes on: a partnership, or an open question."""
    found = [finds(scope, program_id).exists() for finds in _going_on]
    return bool(db.session.scalar(select(or_(*found))))


def on_winding_down(hook: Hook) -> Hook:
    """Register what follows, in the same transaction, when a program begins to wind down."""
    _hooks.append(hook)
    return hook


def tell_winding_down(scope: Scope, program: Program) -> None:
    """Tell every feature that registered."""
    for hook in _hooks:
        hook(scope, program)


def on_taken_in(welcomer: Welcomer) -> Welcomer:
    """Register what follows, in the same transaction, when somebody is taken into a cohort."""
    _welcomers.append(welcomer)
    return welcomer


def tell_taken_in(scope: Scope, cohort: Cohort) -> None:
    """Tell every feature that registered."""
    for welcomer in _welcomers:
        welcomer(scope, cohort)
