"""What features above know of the life of a program: who is in it, and what still goes on."""

import uuid
from collections.abc import Callable, Collection

from sqlalchemy import Select, select

from saas.db import db
from saas.programs.models import Cohort, Program
from saas.scope import Scope

Knows = Callable[[Scope, uuid.UUID], bool]
GoesOn = Callable[[Scope, uuid.UUID], Select[uuid.UUID]]
Hook = Callable[[Scope, Program], None]
Partnered = Callable[[Scope, Collection[uuid.UUID]], Collection[uuid.UUID]]
Welcomer = Callable[[Scope, Cohort], None]
_people: list[Knows] = []
_going_on: list[tuple[GoesOn, str]] = []
_hooks: list[Hook] = []
_partnered: list[Partnered] = []
_welcomers: list[Welcomer] = []


def knows_people(knows: Knows) -> Knows:
    """Register what tells whether anybody has come into a program, by its id; in one query."""
    _people.append(knows)
    return knows


def has_people(scope: Scope, program_id: uuid.UUID) -> bool:
    """Return whether anybody takes part in a program, did so, or asked to."""
    return any(knows(scope, program_id) for knows in _people)


def goes_on(sentence: str) -> Callable[[GoesOn], GoesOn]:
    """Register how to find what of a program, by its id, still goes on, and how to say so."""

    def register(finds: GoesOn) -> GoesOn:
        _going_on.append((finds, sentence))
        return finds

    return register


def what_goes_on(scope: Scope, program_id: uuid.UUID) -> list[str]:
    """Return a sentence for each thing of a program that still goes on, in one query."""
    found = [finds(scope, program_id).exists() for finds, _sentence in _going_on]
    row = db.session.execute(select(*found)).one()
    return [str(said) for (_, said), is_so in zip(_going_on, row, strict=True) if is_so]


def is_going_on(scope: Scope, program_id: uuid.UUID) -> bool:
    """Return whether anything of a program still goes on."""
    return bool(what_goes_on(scope, program_id))


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


def tells_partnered(tells: Partnered) -> Partnered:
    """Register what tells which of some participants, by id, have a partner; in one query."""
    _partnered.append(tells)
    return tells


def partnered(scope: Scope, participant_ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return which of some participants have a partner now."""
    return frozenset(each for tells in _partnered for each in tells(scope, participant_ids))
