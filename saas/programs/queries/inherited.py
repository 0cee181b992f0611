"""Reads of what programs say: what each inherits, changes, leaves out and adds."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import and_, or_, select

from saas.db import db, found
from saas.orgs.speech import own_words
from saas.programs.builtin.by_kind import texts_in
from saas.programs.inheriting import Entry, entries
from saas.programs.models import OVERRIDES, Inherited, Override, Program
from saas.programs.queries.catalogues import GONE, listed
from saas.scope import Scope

L = TypeVar("L", bound=Inherited)
Contents = dict[str, list[dict[str, Any]]]


def entries_of(scope: Scope, program: Program, kind: type[L]) -> list[Entry[L]]:
    """Return every entry of a catalogue of a program, in its order, in one query."""
    return _entries(scope, [program], kind)[program.id]


def entry_of(scope: Scope, program: Program, kind: type[L], row_id: uuid.UUID) -> Entry[L]:
    """Return one entry of a program, left out and retired ones too.

    Raises:
        NotFoundError: The program says no such thing.
    """
    rows = entries_of(scope, program, kind)
    return found(next((entry for entry in rows if entry.id == row_id), None), GONE)


def organization_entries(scope: Scope, kind: type[L]) -> list[Entry[L]]:
    """Return what the organization says of a catalogue, what it retired last: two queries."""
    return entries([*listed(scope, kind), *listed(scope, kind, retired=True)], (), {})


def draft(scope: Scope, program: Program) -> Contents:
    """Return what a program would say if it were published now, by catalogue: three queries."""
    return drafts(scope, [program])[program.id]


def organization_contents(scope: Scope) -> Contents:
    """Return what the organization says to every program, by catalogue: three queries."""
    return {
        kind.__tablename__: [entry.item for entry in entries(listed(scope, kind), (), {})]
        for kind in OVERRIDES
    }


def drafts(scope: Scope, programs: Sequence[Program]) -> Mapping[uuid.UUID, Contents]:
    """Return the drafts of programs by their id: three queries, however many they are."""
    made: dict[uuid.UUID, Contents] = {program.id: {} for program in programs}
    for kind in OVERRIDES:
        for program_id, rows in _entries(scope, programs, kind).items():
            made[program_id][kind.__tablename__] = [row.item for row in rows if row.is_said]
    return made


def _entries(
    scope: Scope, programs: Sequence[Program], kind: type[L]
) -> dict[uuid.UUID, list[Entry[L]]]:
    ids = [program.id for program in programs]
    rows: dict[uuid.UUID, L] = {}
    overrides: dict[uuid.UUID, dict[uuid.UUID, Override]] = defaultdict(dict)
    for row, override in _rows(scope, ids, kind):
        rows[row.id] = row
        if override is not None:
            overrides[override.program_id][row.id] = override
    inherited: list[L] = []
    own: dict[uuid.UUID, list[L]] = defaultdict(list)
    for row in rows.values():
        (own[row.program_id] if row.program_id else inherited).append(row)
    return {
        program.id: entries(
            inherited,
            own[program.id],
            overrides[program.id],
            program.orders.get(kind.__tablename__, ()),
            texts_in(program.kind, own_words()),
        )
        for program in programs
    }


def _rows(
    scope: Scope, program_ids: Sequence[uuid.UUID], kind: type[L]
) -> Iterable[tuple[L, Override | None]]:
    """Return the rows in their order, each once for every program that says it otherwise."""
    table = OVERRIDES[kind]
    said_otherwise = and_(
        table.org_id == scope.org_id,
        table.row_id == kind.id,
        table.program_id.in_(program_ids),
    )
    of_these = or_(kind.program_id.is_(None), kind.program_id.in_(program_ids))
    return db.session.execute(
        select(kind, table)
        .outerjoin(table, said_otherwise)
        .where(kind.org_id == scope.org_id, of_these)
        .order_by(kind.position, kind.created_at, kind.id)
        # Also what was read before somebody else let go of the program.
        .execution_options(populate_existing=True)
    )
