"""Going back to what the organization says, and putting back what a program gave up for it."""

import uuid
from typing import TypeVar

from flask_babel import lazy_gettext as _l

from saas.db import db
from saas.errors import ConflictError
from saas.programs import queries
from saas.programs.inheriting import Entry, Origin
from saas.programs.models import Inherited, Program
from saas.programs.services.deciding import (
    decide_order,
    decide_words,
    override_of,
    refuse_later_decision,
    sayable_entry,
)
from saas.programs.services.locking import locked_open_program
from saas.programs.services.titles import refuse_return, said_titles
from saas.scope import Scope

L = TypeVar("L", bound=Inherited)

OWN = _l("Only this program says this one, so the organization has no words for it.")
REORDERED = _l("The order was decided on again since then, so the earlier one is not put back.")


def inherit_entry(
    scope: Scope, program_id: uuid.UUID, kind: type[L], row_id: uuid.UUID
) -> tuple[Entry[L], int | None]:
    """Take back a program's own words: it says what the organization says. Safe to call twice.

    They are kept, for `put_back_entry`.

    Returns:
        The entry, and the number of the decision; None where there were no own words to give up.

    Raises:
        NotFoundError: The program says no such thing, or the actor does not run it.
        ConflictError: The organization does not say it, or retired it; or the program says
            something else under the title by now.
    """
    program, entry = _inherited(scope, program_id, kind, row_id)
    number = None
    if entry.origin is Origin.CHANGED:
        number = decide_words(override_of(scope, program, entry), {}, gives_up=True)
    return _as_it_is_now(scope, program, entry), number


def put_back_entry(
    scope: Scope, program_id: uuid.UUID, kind: type[L], row_id: uuid.UUID, *, given_up: int | None
) -> Entry[L]:
    """Let a program say its own words again that `inherit_entry` took back. Safe to call twice.

    Args:
        scope: Whose, and who acts.
        program_id: The program.
        kind: What it is.
        row_id: The row.
        given_up: The number of the decision that gave them up.

    Raises:
        NotFoundError: The program says no such thing, or the actor does not run it.
        ConflictError: There was another decision on its words since, or none that gave up any;
            the organization retired it; or the program says something else under the title by now.
    """
    program, entry = _inherited(scope, program_id, kind, row_id)
    override = override_of(scope, program, entry)
    refuse_later_decision(override, given_up)
    override.texts = override.given_up
    return _as_it_is_now(scope, program, entry)


def inherit_order(scope: Scope, program_id: uuid.UUID, kind: type[Inherited]) -> int | None:
    """Take back a program's own order of a catalogue. Safe to call twice.

    It is kept, for `put_back_order`.

    Returns:
        The number of the decision; None where there was no order of its own to give up.

    Raises:
        NotFoundError: There is no such program, or the actor does not run it.
    """
    program, name = locked_open_program(scope, program_id), kind.__tablename__
    return decide_order(program, name, None, gives_up=True) if name in program.orders else None


def put_back_order(
    scope: Scope, program_id: uuid.UUID, kind: type[Inherited], *, given_up: int | None
) -> None:
    """Give a program its own order again that `inherit_order` took back. Safe to call twice.

    Args:
        scope: Whose, and who acts.
        program_id: The program.
        kind: Of which catalogue.
        given_up: The number of the decision that gave it up.

    Raises:
        NotFoundError: There is no such program, or the actor does not run it.
        ConflictError: There was another decision on the order since, or none that gave one up.
    """
    program, name = locked_open_program(scope, program_id), kind.__tablename__
    ids = program.orders_given_up.get(name)
    if not ids or program.orders_decided.get(name) != given_up:
        raise ConflictError(REORDERED)
    program.orders = {**program.orders, name: ids}


def _inherited(
    scope: Scope, program_id: uuid.UUID, kind: type[L], row_id: uuid.UUID
) -> tuple[Program, Entry[L]]:
    program, entry = sayable_entry(scope, program_id, kind, row_id)
    if entry.origin is Origin.OWN:
        raise ConflictError(OWN)
    return program, entry


def _as_it_is_now(scope: Scope, program: Program, before: Entry[L]) -> Entry[L]:
    """Return an entry whose words changed, unless its title is that of another one now."""
    db.session.flush()
    kind = type(before.row)
    entry = queries.entry_of(scope, program, kind, before.id)
    if entry.is_said and entry.title != before.title:
        refuse_return(entry.title, said_titles(scope, program, kind, but=entry.id))
    return entry
