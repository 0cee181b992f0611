"""Looking rows of an import through, as things stand now, and putting them right."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import InstrumentedAttribute

from saas import clock
from saas.characters import clean
from saas.db import db
from saas.errors import ConflictError, InvalidError
from saas.intake.queries import places_of
from saas.people import fates
from saas.people.examining import Look, look_at
from saas.people.models import LEFT_OUT, Import, ImportRow, RowState, Stage
from saas.people.queries import imports as queries
from saas.people.services.cohorts import cohort_taking_in
from saas.scope import Scope
from saas.tables.reading import CELL_LIMIT

CHUNK = 500
#: Rows that share an address or an id and are looked through again with one of them.
SHARING = 200


def examine_some(scope: Scope, import_id: uuid.UUID) -> bool:
    """Look the next rows of an import through; False when none is left. Safe to call twice."""
    row = queries.managed_import(scope, import_id, lock=True)
    if row.stage is not Stage.EXAMINING:
        return False
    rows = queries.rows_in(row, [RowState.STAGED], CHUNK)
    examine(scope, row, rows)
    left = queries.row_counts(row)[RowState.STAGED]
    row.progress = 100 - 100 * left // max(row.total, 1)
    if not left:
        row.examined_at = clock.now()
    return left > 0


def fix_row(
    scope: Scope, import_id: uuid.UUID, row_id: uuid.UUID, cells: Mapping[int, str]
) -> ImportRow:
    """Put cells of a row right; it is looked through again, and who shares its address.

    Args:
        scope: Whose.
        import_id: An import that is not confirmed.
        row_id: The row.
        cells: By the place of the column, from 0.

    Raises:
        NotFoundError: No such import or row.
        ConflictError: It is confirmed already, or the program takes nobody in any more.
        InvalidError: A cell is too long.
    """
    row, found = _open_row(scope, import_id, row_id)
    if any(len(cell) > CELL_LIMIT for cell in cells.values()):
        raise InvalidError(None, f"A cell has more than {CELL_LIMIT} characters; shorten it.")
    before = found.cells or [""] * len(row.header)
    after = [clean(cells.get(place, cell)) for place, cell in enumerate(before)]
    if after != found.cells:
        found.original = found.original or found.cells
        found.cells = after
    _examine_with_sharing(scope, row, found)
    return found


def leave_out_row(scope: Scope, import_id: uuid.UUID, row_id: uuid.UUID) -> ImportRow:
    """Leave a row out of an import. Safe to call twice.

    Raises:
        NotFoundError: No such import or row.
        ConflictError: It is confirmed already, or the program takes nobody in any more.
    """
    _, found = _open_row(scope, import_id, row_id)
    found.state, found.findings, found.why = RowState.SKIPS, [], LEFT_OUT
    return found


def take_back_row(scope: Scope, import_id: uuid.UUID, row_id: uuid.UUID) -> ImportRow:
    """Look a row that was left out through again.

    Raises:
        NotFoundError: No such import or row.
        ConflictError: It is confirmed already, or the program takes nobody in any more.
    """
    row, found = _open_row(scope, import_id, row_id)
    examine(scope, row, [found])
    return found


def examine(scope: Scope, row: Import, rows: Sequence[ImportRow]) -> None:
    """Look rows of an import through and note what would become of each.

    Raises:
        InvalidError: The mapping does not fit the file; the text is one sentence.
    """
    looks = look_at(row, rows)
    _object_to_repeats(row, looks)
    members = queries.members_by_norm(scope, {each.norm for each in looks if each.norm})
    places = places_of(scope, row.cohort_id, row.side, {each.id for each in members.values()})
    seen = [_seen(row, each, members, places) for each in looks]
    if seen:
        db.session.execute(update(ImportRow), seen)


def _seen(row: Import, look: Look, members: Any, places: Any) -> dict[str, Any]:
    said, member = look.said, members.get(look.norm)
    if said and look.norm and (sentence := fates.refused(said, member)):
        look.object_to("email", sentence)
    state, why = RowState.BAD, " ".join(each.sentence for each in look.findings)
    if said and not look.findings:
        state, why = fates.fate(said, member and places.get(member.id), updates=row.updates)
    return {
        "org_id": row.org_id,
        "id": look.row.id,
        "state": state,
        "why": why,
        "findings": [{"column": f.column, "sentence": f.sentence} for f in look.findings],
        "name": look.name,
        "email": said.email if said else "",
        "email_norm": look.norm,
        "file_id": look.file_id,
        "answers": dict(said.answers) if said else {},
        "capacity": said.capacity if said else None,
        "time_zone": look.time_zone,
    }


def _object_to_repeats(row: Import, looks: Sequence[Look]) -> None:
    """Object to addresses and ids that an earlier row of the file has."""
    ids = [each.row.id for each in looks]
    norms = {each.norm: each.row.line for each in reversed(looks) if each.norm}
    first = _first(row, ImportRow.email_norm, norms, ids)
    file_ids = {each.file_id: each.row.line for each in reversed(looks) if each.file_id}
    first_id = _first(row, ImportRow.file_id, file_ids, ids)
    for look in looks:
        line = look.row.line
        if look.said and first.get(look.norm, line) < line:
            sentence = f"{look.said.email} is already used in row {first[look.norm]}."
            look.object_to("email", sentence)
        if look.file_id and first_id.get(look.file_id, line) < line:
            sentence = f"The id {look.file_id} is already used in row {first_id[look.file_id]}."
            look.object_to("id", sentence)


def _first(
    row: Import,
    column: InstrumentedAttribute[Any],
    known: Mapping[str, int],
    ids: Sequence[uuid.UUID],
) -> dict[str, int]:
    if not known:
        return {}
    elsewhere = queries.first_lines(row, column, known.keys(), ids)
    return {key: min(line, elsewhere.get(key, line)) for key, line in known.items()}


def _examine_with_sharing(scope: Scope, row: Import, found: ImportRow) -> None:
    norms, file_ids = {found.email_norm}, {found.file_id}
    examine(scope, row, [found])
    db.session.refresh(found)
    norms, file_ids = norms | {found.email_norm}, file_ids | {found.file_id}
    sharing = queries.rows_sharing(row, norms - {""}, {each for each in file_ids if each}, SHARING)
    others = [each for each in sharing if each.id != found.id and each.why != LEFT_OUT]
    examine(scope, row, others)


def _open_row(scope: Scope, import_id: uuid.UUID, row_id: uuid.UUID) -> tuple[Import, ImportRow]:
    row = queries.managed_import(scope, import_id, lock=True)
    if row.stage is not Stage.PREVIEW:
        raise ConflictError("The rows of this import cannot be changed now; look at it again.")
    cohort_taking_in(scope, row.cohort_id)
    return row, queries.import_row(row, row_id)
