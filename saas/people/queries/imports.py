"""Reads of imports and their rows."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import InstrumentedAttribute

from saas.db import db, found
from saas.errors import NotFoundError
from saas.orgs.models import Member
from saas.people.models import LEFT_OUT, Import, ImportRow, RememberedMapping, RowState
from saas.people.suggesting import NUMBERS, usable_headers
from saas.programs import queries as programs
from saas.programs.models import Side
from saas.programs.speaking import speak_for
from saas.scope import Scope
from saas.tables import Row, Table
from saas.web.paging import SIZE, Page, page_of

NO_IMPORT = "That import does not exist."
NO_ROW = "That row does not exist."
SAMPLE = 200
MOST_WORDS = 40
_AT_ONCE = 500


def managed_import(scope: Scope, import_id: uuid.UUID, *, lock: bool = False) -> Import:
    """Return an import into a cohort that the actor manages; raises NotFoundError."""
    key = (scope.org_id, import_id)
    if lock:
        db.session.get(Import, key, with_for_update=True, populate_existing=True)
    row = found(db.session.get(Import, key), NO_IMPORT)
    if not programs.manages_cohort(scope, row.cohort_id):
        raise NotFoundError(NO_IMPORT)
    speak_for(row.cohort.program)
    return row


def imports(scope: Scope, cohort_id: uuid.UUID) -> Sequence[Import]:
    """Return the imports of a cohort, newest first."""
    return db.session.scalars(
        select(Import)
        .where(Import.org_id == scope.org_id, Import.cohort_id == cohort_id)
        .order_by(Import.created_at.desc(), Import.id)
        .limit(SIZE)
    ).all()


def remembered(scope: Scope, side: Side, headers: str) -> RememberedMapping | None:
    """Return what files with this set of headers meant the last time.

    Where there was none of this side, what they meant for the other.
    """
    return db.session.scalar(
        select(RememberedMapping)
        .where(RememberedMapping.org_id == scope.org_id, RememberedMapping.headers == headers)
        .order_by((RememberedMapping.side == side).desc())
        .limit(1)
    )


def row_counts(row: Import) -> Mapping[RowState, int]:
    """Return how many rows of an import are in each state."""
    counted = db.session.execute(
        select(ImportRow.state, func.count())
        .where(ImportRow.org_id == row.org_id, ImportRow.import_id == row.id)
        .group_by(ImportRow.state)
    ).all()
    known: dict[RowState, int] = {state: count for state, count in counted}
    return {state: known.get(state, 0) for state in RowState}


def rows_in(row: Import, states: Collection[RowState], most: int) -> Sequence[ImportRow]:
    """Return the first rows of an import that are in one of the states, by line."""
    return db.session.scalars(_rows(row).where(ImportRow.state.in_(states)).limit(most)).all()


def rows_page(
    row: Import, states: Collection[RowState], number: int, *, said: bool = False
) -> Page[ImportRow]:
    """Return one page of the rows of an import that are in one of the states, by line.

    Args:
        row: The import.
        states: Which.
        number: Of the page, from 1.
        said: Whether only those of which something is said.
    """
    statement = _rows(row).where(ImportRow.state.in_(states))
    return page_of(db.session, statement.where(ImportRow.why != "") if said else statement, number)


def rows_after(row: Import, line: int, most: int) -> Sequence[ImportRow]:
    """Return the rows of an import below a line, by line."""
    return db.session.scalars(_rows(row).where(ImportRow.line > line).limit(most)).all()


def import_row(row: Import, row_id: uuid.UUID) -> ImportRow:
    """Return one row of an import; raises NotFoundError."""
    return found(db.session.scalar(_rows(row).where(ImportRow.id == row_id)), NO_ROW)


def rows_sharing(
    row: Import, norms: Collection[str], file_ids: Collection[str], most: int
) -> Sequence[ImportRow]:
    """Return the rows of an import with one of these addresses or ids, by line."""
    shares = ImportRow.email_norm.in_(norms) | ImportRow.file_id.in_(file_ids)
    return db.session.scalars(_rows(row).where(shares).limit(most)).all()


def rows_naming(
    row: Import, answers: Collection[str], states: Collection[RowState]
) -> Iterator[tuple[uuid.UUID, int, Mapping[str, Any]]]:
    """Go through the rows in one of the states that have one of the answers: id, line, answers."""
    rows = db.session.execute(
        _columns(row, states, ImportRow.id, ImportRow.line, ImportRow.answers).where(
            ImportRow.answers.has_any(array(answers))
        )
    )
    yield from ((row_id, line, said) for row_id, line, said in rows)


def names_in(row: Import, states: Collection[RowState]) -> Iterator[tuple[str, str, str | None]]:
    """Go through who is in the rows in one of the states: normal address, name, id of the file."""
    rows = db.session.execute(
        _columns(row, states, ImportRow.email_norm, ImportRow.name, ImportRow.file_id)
    )
    yield from ((email_norm, name, file_id) for email_norm, name, file_id in rows)


def first_lines(
    row: Import,
    column: InstrumentedAttribute[Any],
    keys: Collection[str],
    without: Collection[uuid.UUID],
) -> dict[str, int]:
    """Return the first line that has each of these addresses or ids.

    Args:
        row: The import.
        column: Addresses or ids.
        keys: Of which.
        without: Rows that do not count, nor do those left out by hand.
    """
    statement = (
        select(column, func.min(ImportRow.line))
        .where(
            ImportRow.org_id == row.org_id,
            ImportRow.import_id == row.id,
            column.in_(keys),
            ImportRow.id.not_in(without),
            ImportRow.why != LEFT_OUT,
        )
        .group_by(column)
    )
    return {key: line for key, line in db.session.execute(statement)}


def sample(row: Import) -> Table:
    """Return the header of an import's file and its first readable rows."""
    rows = db.session.execute(
        select(ImportRow.line, ImportRow.cells)
        .where(ImportRow.org_id == row.org_id, ImportRow.import_id == row.id)
        .order_by(ImportRow.line)
        .limit(SAMPLE)
    ).all()
    read = tuple(Row(line, tuple(cells)) for line, cells in rows if cells)
    return Table(row.filename, 0, tuple(row.header), read)


def words_in(row: Import, place: int) -> list[str]:
    """Return the different cells of a column that are no numbers, in order; not all of many."""
    cell = ImportRow.cells.op("->>")(place)
    statement = (
        select(cell)
        .where(
            ImportRow.org_id == row.org_id,
            ImportRow.import_id == row.id,
            cell != "",
            cell.op("!~")(r"^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$"),
        )
        .group_by(cell)
        .order_by(cell)
        .limit(MOST_WORDS)
    )
    return list(db.session.scalars(statement))


def members_by_norm(scope: Scope, norms: Collection[str]) -> dict[str, Member]:
    """Return the members with these addresses, by the address as it is compared."""
    rows = db.session.scalars(
        select(Member).where(Member.org_id == scope.org_id, Member.email_norm.in_(norms))
    )
    return {row.email_norm: row for row in rows}


def _rows(row: Import) -> Select[ImportRow]:
    return (
        select(ImportRow)
        .where(ImportRow.org_id == row.org_id, ImportRow.import_id == row.id)
        .order_by(ImportRow.line)
    )


def _columns(row: Import, states: Collection[RowState], *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .where(
            ImportRow.org_id == row.org_id,
            ImportRow.import_id == row.id,
            ImportRow.state.in_(states),
        )
        .order_by(ImportRow.line)
        .execution_options(yield_per=_AT_ONCE)
    )


def words_for_numbers(row: Import, columns: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return, by our column, the words in it where numbers are expected.

    Args:
        row: The import.
        columns: Where our columns come from, as `saas.intake.mapping` reads it.
    """
    table = Table(row.filename, 0, tuple(row.header), ())
    found = {}
    for ours in NUMBERS:
        header = columns.get(ours, {}).get("from")
        place = table.place(header) if header in usable_headers(table) else None
        if place is not None:
            found[ours] = words_in(row, place)
    return found
