"""What one program says in its own way: reworded, left out, added, in an order of its own.

All of it is a draft until it is published (`saas.programs.services.versions`).
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l

from saas import clock
from saas.characters import text_key
from saas.db import db, found
from saas.errors import ConflictError
from saas.programs import queries
from saas.programs.incoming import known_entries, refuse_unseen
from saas.programs.inheriting import Entry, Origin
from saas.programs.models import Inherited, Program
from saas.programs.ordering import moved
from saas.programs.services.catalogues import last_position
from saas.programs.services.deciding import (
    decide_order,
    decide_words,
    locked_entry,
    override_of,
    sayable_entry,
)
from saas.programs.services.locking import locked_open_program
from saas.programs.services.titles import refuse_return, refuse_taken, said_titles
from saas.programs.titles import copied
from saas.scope import Scope
from saas.seen import refuse_moved

L = TypeVar("L", bound=Inherited)

NOT_SAID = _l("This program does not say this one any more, so it cannot be moved.")


def add_entry(scope: Scope, program_id: uuid.UUID, row: L) -> L:
    """Let a program say something of its own, after all the rest.

    Raises:
        NotFoundError: There is no such program, or the actor does not run it.
        InvalidError: It says something else under this title.
    """
    program = locked_open_program(scope, program_id)
    refuse_taken(row.title, said_titles(scope, program, type(row)))
    return _add(scope, program, row)


def duplicate_entry(scope: Scope, program_id: uuid.UUID, kind: type[L], row_id: uuid.UUID) -> L:
    """Let a program say a copy of an entry, retired ones too, as its own, under another title.

    Raises:
        NotFoundError: The program says no such thing, or the actor does not run it.
    """
    program, entry = locked_entry(scope, program_id, kind, row_id)
    title = copied(entry.title, said_titles(scope, program, kind))
    return _add(scope, program, kind(**{**entry.texts, "title": title}))


def import_entries(
    scope: Scope,
    program_id: uuid.UUID,
    kind: type[L],
    rows: Sequence[Mapping[str, Any]],
    seen: str | None = None,
) -> None:
    """Let a program say the rows of a file: what has a title it knows is reworded, or taken up.

    Args:
        scope: Whose, and who acts.
        program_id: The program.
        kind: What they are.
        rows: By column; columns that a row does not have stay as they are.
        seen: What their author looked at (`saas.programs.incoming.seen_of`), if they did.

    Raises:
        NotFoundError: There is no such program, or the actor does not run it.
        MovedError: Somebody else changed what they meet since, here or for the organization.
    """
    program = locked_open_program(scope, program_id)
    known = known_entries(queries.entries_of(scope, program, kind))
    refuse_unseen(seen, known, rows)
    for row in rows:
        there = known.get(text_key(row["title"]))
        if there is None:
            _add(scope, program, kind(**row))
            continue
        _reword(scope, program, there.of, {**there.texts, **row})
        _take_up(scope, program, there.of)
    db.session.flush()


def reword_entry(
    scope: Scope,
    program_id: uuid.UUID,
    kind: type[L],
    row_id: uuid.UUID,
    /,
    seen: str | None = None,
    **texts: Any,
) -> Entry[L]:
    """Let a program say a row in its own words; columns that are as inherited stay inherited.

    Args:
        scope: Whose, and who acts.
        program_id: The program.
        kind: What it is.
        row_id: The row.
        seen: The fingerprint of the texts that its author began from, if they began from any.
        **texts: By column.

    Raises:
        NotFoundError: The program says no such thing, or the actor does not run it.
        MovedError: Somebody else reworded it since, here or for the whole organization.
        InvalidError: The program says something else under the title.
        ConflictError: The organization retired it.
    """
    program, entry = sayable_entry(scope, program_id, kind, row_id)
    refuse_moved(seen, entry.texts, texts)
    if entry.is_said:
        refuse_taken(texts["title"], said_titles(scope, program, kind, but=row_id))
    _reword(scope, program, entry, texts)
    db.session.flush()
    return queries.entry_of(scope, program, kind, row_id)


def leave_out_entry(
    scope: Scope, program_id: uuid.UUID, kind: type[L], row_id: uuid.UUID
) -> Entry[L]:
    """Let a program say a row no longer; its own words are kept. Safe to call twice.

    Raises:
        NotFoundError: The program says no such thing, or the actor does not run it.
    """
    program, entry = locked_entry(scope, program_id, kind, row_id)
    if entry.origin is Origin.OWN:
        entry.row.retired_at = entry.row.retired_at or clock.now()
    elif not entry.left_out:
        override_of(scope, program, entry).left_out_at = clock.now()
    return entry


def take_up_entry(
    scope: Scope, program_id: uuid.UUID, kind: type[L], row_id: uuid.UUID
) -> Entry[L]:
    """Let a program say a row again, in its old place and words. Safe to call twice.

    Raises:
        NotFoundError: The program says no such thing, or the actor does not run it.
        ConflictError: The organization retired it, or the program says something else under the
            title by now.
    """
    program, entry = sayable_entry(scope, program_id, kind, row_id)
    if not entry.is_said:
        refuse_return(entry.title, said_titles(scope, program, kind, but=row_id))
    _take_up(scope, program, entry)
    return entry


def move_entry(
    scope: Scope, program_id: uuid.UUID, kind: type[L], row_id: uuid.UUID, *, up: bool
) -> list[Entry[L]]:
    """Let an entry change places with its neighbor in this program; return all, in order.

    Raises:
        NotFoundError: The program says no such thing, or the actor does not run it.
        ConflictError: The program does not say it now.
    """
    program = locked_open_program(scope, program_id)
    rows = queries.entries_of(scope, program, kind)
    at = next((place for place, each in enumerate(rows) if each.id == row_id), None)
    at = found(at, queries.GONE)
    if not rows[at].is_said:
        raise ConflictError(NOT_SAID)
    after = moved(rows, at, up=up, is_shown=lambda each: each.is_said)
    ids = [str(each.id) for each in after]
    decide_order(program, kind.__tablename__, ids)
    return after


def _add(scope: Scope, program: Program, row: L) -> L:
    row.program_id, row.position = program.id, last_position(scope, type(row)) + 1
    db.session.add(row)
    return row


def _reword(scope: Scope, program: Program, entry: Entry[L], texts: Mapping[str, Any]) -> None:
    if entry.origin is Origin.OWN:
        for name, value in texts.items():
            setattr(entry.row, name, value)
    elif dict(entry.texts) != texts:
        decide_words(override_of(scope, program, entry), entry.said_otherwise(texts))


def _take_up(scope: Scope, program: Program, entry: Entry[Any]) -> None:
    if entry.origin is Origin.OWN:
        entry.row.retired_at = None
    elif entry.left_out:
        override_of(scope, program, entry).left_out_at = None
