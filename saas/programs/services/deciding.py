"""What is decided on the words of a row or an entry, and on the order of a catalogue.

Each decision is counted, so that the undo of one is known to be stale once there is a later one.
"""

import uuid
from collections.abc import Mapping
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from saas.db import db
from saas.errors import ConflictError
from saas.programs import queries
from saas.programs.inheriting import Entry
from saas.programs.models import OVERRIDES, Decided, Inherited, Override, Program
from saas.programs.services.locking import locked_open_program
from saas.scope import Scope

L = TypeVar("L", bound=Inherited)

RETIRED = _l(
    "Your organization retired this one meanwhile, so no program says it; add one of your own."
)
REWORDED = _l("Its words were decided on again since then, so the earlier ones are not put back.")


def locked_entry(
    scope: Scope, program_id: uuid.UUID, kind: type[L], row_id: uuid.UUID
) -> tuple[Program, Entry[L]]:
    """Return a program, locked, and an entry of it.

    Raises:
        NotFoundError: The program says no such thing, or the actor does not run it.
    """
    # Of two who change an entry for the first time, the second finds what the first wrote.
    program = locked_open_program(scope, program_id)
    return program, queries.entry_of(scope, program, kind, row_id)


def sayable_entry(
    scope: Scope, program_id: uuid.UUID, kind: type[L], row_id: uuid.UUID
) -> tuple[Program, Entry[L]]:
    """Return a program, locked, and an entry of it that it can say.

    Raises:
        NotFoundError: The program says no such thing, or the actor does not run it.
        ConflictError: The organization retired it.
    """
    program, entry = locked_entry(scope, program_id, kind, row_id)
    if not entry.can_be_said:
        raise ConflictError(RETIRED)
    return program, entry


def override_of(scope: Scope, program: Program, entry: Entry[Any]) -> Override:
    """Return what a program says otherwise of a row that it inherits: nothing, to begin with."""
    table = OVERRIDES[type(entry.row)]
    row = db.session.scalar(
        select(table).where(
            table.org_id == scope.org_id,
            table.program_id == program.id,
            table.row_id == entry.id,
        )
    )
    if row is None:
        row = table(program_id=program.id, row_id=entry.id, texts={}, given_up={}, decided=0)
        db.session.add(row)
    return row


def decide_words(override: Override, texts: dict[str, Any], *, gives_up: bool = False) -> int:
    """Let a program say these words from now on; return the number of the decision.

    What was given up before is forgotten.
    """
    given_up = override.texts if gives_up else {}
    override.texts = texts
    return _decide(override, given_up)


def decide_texts(
    row: Inherited, texts: Mapping[str, Any], given_up: Mapping[str, Any] | None = None
) -> int:
    """Let a row of the organization say these texts; return the number of the decision.

    Args:
        row: The row.
        texts: By column.
        given_up: What is kept of the texts until now, to be put back; None: nothing.
    """
    for name, text in texts.items():
        setattr(row, name, text)
    return _decide(row, dict(given_up or {}))


def refuse_later_decision(decided: Decided, number: int | None) -> None:
    """Refuse to put words back unless giving them up was the last decision on them.

    Args:
        decided: What gave them up.
        number: The decision that the undo takes back.

    Raises:
        ConflictError: There was another decision since, or none that gave up any.
    """
    if not decided.given_up or decided.decided != number:
        raise ConflictError(REWORDED)


def decide_order(
    program: Program, name: str, ids: list[str] | None, *, gives_up: bool = False
) -> int:
    """Let a program have this order of a catalogue; return the number of the decision.

    Args:
        program: The program.
        name: Of the catalogue.
        ids: In order; None for the organization's.
        gives_up: Whether the order until now is kept, to be put back.
    """
    kept, given_up = dict(program.orders), dict(program.orders_given_up)
    before = kept.pop(name, None)
    given_up.pop(name, None)
    program.orders = kept if ids is None else {**kept, name: ids}
    program.orders_given_up = {**given_up, name: before} if gives_up else given_up
    number = int(program.orders_decided.get(name, 0)) + 1
    program.orders_decided = {**program.orders_decided, name: number}
    return number


def _decide(decided: Decided, given_up: dict[str, Any]) -> int:
    decided.given_up = given_up
    decided.decided += 1
    return decided.decided
