"""Taking people in from a file: nothing is saved until it is confirmed, and it can be undone.

Long files are looked through, taken in and taken out by the worker, some rows at a time and
each in a transaction of its own; short ones at once.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Iterable
from typing import IO, Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import CursorResult, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.characters import text_key
from saas.db import db
from saas.errors import ConflictError, InvalidError
from saas.intake import queries as intake
from saas.jobs import enqueue, ensure_schedule
from saas.orgs.furnishing import furnishes
from saas.people.examining import mapped
from saas.people.models import (
    LEFT_OUT,
    Import,
    ImportRow,
    RememberedMapping,
    RowState,
    Stage,
)
from saas.people.queries import imports as queries
from saas.people.services.cohorts import cohort_keeping, cohort_taking_in
from saas.people.services.examining import examine_some
from saas.people.services.staging import stage
from saas.people.services.taking_in import TO_DO, take_in_some
from saas.people.services.undoing import DONE, undo_some
from saas.people.staging import read_file
from saas.people.suggesting import suggest
from saas.programs import queries as programs
from saas.programs.models import Side
from saas.scope import Scope

AT_ONCE = 500
"""Rows that a request works through by itself; more are for the worker."""
KEPT_FOR = dt.timedelta(days=7)
UNDONE_FOR = dt.timedelta(days=30)
"""How long the rows of an import are kept, and so how long it can be undone."""
ONE_POOL = _l("In this program everybody is in one pool; take all of them in as mentees.")
Step = Callable[[Scope, uuid.UUID], bool]


@furnishes
def furnish_schedule(scope: Scope) -> None:
    """Let abandoned files and old rows go after a while. Safe to call twice."""
    ensure_schedule(scope, "intake.discard_abandoned", cron="20 3 * * *", time_zone="UTC")


def start_import(
    scope: Scope, cohort_id: uuid.UUID, side: Side, *, filename: str, file: IO[bytes]
) -> Import:
    """Keep the rows of a file, with what its columns meant the last time, or a guess at it.

    Raises:
        NotFoundError: The cohort is not the actor's to manage.
        ConflictError: Its program is archived or winds down.
        InvalidError: The file cannot be read or is too large, or the program has one pool.
    """
    cohort = cohort_taking_in(scope, cohort_id)
    if cohort.program.is_pool and side is Side.MENTOR:
        raise InvalidError("side", ONE_POOL)
    staged = read_file(file, filename, side)
    row = Import(
        cohort_id=cohort_id,
        side=side,
        filename=filename[-200:] or "file",
        header=staged.header,
        total=0,
        imported_by_id=scope.actor_id,
    )
    db.session.add(row)
    db.session.flush()
    stage(scope, row, staged)
    known = queries.remembered(scope, side, headers_digest(staged.header))
    row.mapping = (
        known.mapping
        if known
        else suggest(queries.sample(row), side, _asked(scope, cohort.program_id, side))
    )
    return row


def map_columns(
    scope: Scope, import_id: uuid.UUID, columns: dict[str, Any], *, updates: bool = False
) -> Import:
    """Say what the columns of the file mean; files with these headers will mean the same.

    Args:
        scope: Whose.
        import_id: The import.
        columns: By our column, where it comes from, as `saas.intake.mapping` reads it.
        updates: Whether people who take part already get the answers of the file.

    Raises:
        NotFoundError: No such import.
        ConflictError: It was confirmed, or the program takes nobody in any more.
        InvalidError: The columns do not fit the file.
    """
    row = _taking_in(scope, import_id)
    row.mapping, row.updates = {"columns": columns}, updates
    mapped(queries.sample(row), row)
    _remember(scope, row)
    row.mapped_at = row.examined_at = None
    return row


def examine_import(scope: Scope, import_id: uuid.UUID) -> Import:
    """Look every row of the file through, at once or by the worker, but those left out by hand.

    Raises:
        NotFoundError: No such import.
        ConflictError: It was confirmed, or the program takes nobody in any more.
        InvalidError: The columns do not fit the file.
    """
    row = _taking_in(scope, import_id)
    mapped(queries.sample(row), row)
    db.session.execute(
        update(ImportRow)
        .where(
            ImportRow.org_id == scope.org_id,
            ImportRow.import_id == row.id,
            ImportRow.why != LEFT_OUT,
        )
        .values(state=RowState.STAGED, why=_why_unread())
        .execution_options(synchronize_session=False)
    )
    row.mapped_at, row.examined_at, row.progress = clock.now(), None, 0
    _work_through(scope, row, examine_some, "people.examine_import", row.total)
    return row


def confirm_import(scope: Scope, import_id: uuid.UUID, *, skip_bad: bool) -> Import:
    """Take the people of the file in, at once or by the worker. Safe to call twice.

    Raises:
        NotFoundError: No such import.
        ConflictError: A row has a finding and `skip_bad` is not asked for, nobody is left, the
            rows were not looked through yet, or the program takes nobody in any more.
    """
    row = queries.managed_import(scope, import_id, lock=True)
    if row.confirmed_at:
        return row
    cohort_taking_in(scope, row.cohort_id)
    if row.stage is not Stage.PREVIEW:
        raise ConflictError("The file is still being looked through; wait until that is done.")
    counts = queries.row_counts(row)
    _check_usable(counts[RowState.BAD], sum(counts[each] for each in TO_DO), skip_bad=skip_bad)
    row.confirmed_at, row.skip_bad, row.imported_by_id = clock.now(), skip_bad, scope.actor_id
    row.progress = 0
    _work_through(scope, row, take_in_some, "people.take_in", row.total)
    return row


def cancel_import(scope: Scope, import_id: uuid.UUID) -> Import:
    """Stop taking people in; who is in stays, until the import is undone. Safe to call twice.

    Raises:
        NotFoundError: No such import.
        ConflictError: It is not under way.
    """
    row = queries.managed_import(scope, import_id, lock=True)
    if row.stage is Stage.IMPORTING:
        row.cancelled_at = row.cancelled_at or clock.now()
        db.session.flush()
        take_in_some(scope, import_id)
    elif not row.cancelled_at:
        raise ConflictError("This import is not under way; there is nothing to cancel.")
    return row


def undo_import(scope: Scope, import_id: uuid.UUID) -> Import:
    """Take the people of an import out again, at once or by the worker. Safe to call twice.

    Whoever has been matched or has signed in meanwhile stays, and is named; asked for again,
    those who stayed are tried again.

    Raises:
        NotFoundError: No such import.
        ConflictError: It has not ended, its rows were forgotten after a while, or the program is
            archived.
    """
    row = queries.managed_import(scope, import_id, lock=True)
    if row.stage is Stage.UNDOING or (row.stage is Stage.UNDONE and not _try_again(row)):
        return row
    counts = queries.row_counts(row)
    done = sum(counts[state] for state in DONE)
    if row.stage is not Stage.ENDED or not done:
        raise ConflictError("Nothing of this import can be taken out again.")
    cohort_keeping(scope, row.cohort_id)
    row.result = {name: count for name, count in row.result.items() if name != "stopped"}
    row.undo_asked_at, row.progress = clock.now(), 0
    _work_through(scope, row, undo_some, "people.undo_import", row.total)
    return row


def fail_import(scope: Scope, import_id: uuid.UUID, sentence: str) -> None:
    """Say that the worker gave an import up; what was done until then stays."""
    row = queries.managed_import(scope, import_id, lock=True)
    if row.stage is Stage.IMPORTING:
        row.cancelled_at = clock.now()
        db.session.flush()
        take_in_some(scope, import_id)
    elif row.stage is Stage.UNDOING:
        row.undo_asked_at = None
    else:
        row.mapped_at = None
    row.result = {**row.result, "stopped": sentence}


def refuse_gone(scope: Scope, import_id: uuid.UUID, by: uuid.UUID | None) -> None:
    """Refuse to go on with an import for a member who may not take people in any more.

    Args:
        scope: Whose.
        import_id: The import.
        by: Who asked for it; None where the clock did.

    Raises:
        ForbiddenError: They were removed since, or do not run its program any more.
    """
    if by:
        programs.refuse_gone(scope, by, queries.managed_import(scope, import_id).cohort_id)


def discard_import(scope: Scope, import_id: uuid.UUID) -> Import:
    """Forget a file that was not confirmed, and all that is in it.

    Raises:
        NotFoundError: No such import.
        ConflictError: It was confirmed.
    """
    row = _open(scope, import_id)
    db.session.delete(row)
    return row


def discard_abandoned(scope: Scope) -> None:
    """Forget the files that nobody confirmed for a week, and the rows of those done long ago."""
    db.session.execute(
        delete(Import).where(
            Import.org_id == scope.org_id,
            Import.confirmed_at.is_(None),
            Import.created_at < clock.now() - KEPT_FOR,
        )
    )
    old = select(Import.id).where(
        Import.org_id == scope.org_id,
        Import.finished_at < clock.now() - UNDONE_FOR,
        Import.undo_asked_at.is_(None) | Import.undone_at.is_not(None),
    )
    db.session.execute(
        delete(ImportRow).where(ImportRow.org_id == scope.org_id, ImportRow.import_id.in_(old))
    )


def headers_digest(header: Iterable[str]) -> str:
    """Return what the same set of headers has in common, whatever its order and case."""
    names = sorted({text_key(name) for name in header})
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _asked(scope: Scope, program_id: uuid.UUID, side: Side) -> dict[str, list[str]]:
    """Return in which words the intake form of a program asks for what matching reads."""
    words: dict[str, list[str]] = {}
    for each in intake.outline_now(scope, program_id, side).questions:
        if each.feeds:
            words.setdefault(each.feeds, []).append(each.label)
    return words


def _try_again(row: Import) -> bool:
    """Let the rows of an undone import be undone that were kept; False where all went well."""
    changed: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        update(ImportRow)
        .where(
            ImportRow.org_id == row.org_id,
            ImportRow.import_id == row.id,
            ImportRow.state.in_((RowState.KEPT, RowState.UNDONE)),
            ImportRow.why != "",
        )
        .values(state=case((ImportRow.before.is_(None), RowState.ADDED), else_=RowState.UPDATED))
    )
    if not changed.rowcount:
        return False
    row.undo_asked_at = row.undone_at = None
    return True


def _work_through(scope: Scope, row: Import, step: Step, kind: str, rows: int) -> None:
    if rows > AT_ONCE:
        key = f"{kind}:{row.id}:{clock.now().isoformat()}"
        by = str(scope.actor_id) if scope.actor_id else None
        enqueue(scope, kind, key=key, import_id=str(row.id), by=by)
        return
    db.session.flush()
    while step(scope, row.id):
        pass


def _open(scope: Scope, import_id: uuid.UUID) -> Import:
    row = queries.managed_import(scope, import_id, lock=True)
    if row.confirmed_at:
        raise ConflictError("This import has been confirmed; upload the file again to start anew.")
    return row


def _taking_in(scope: Scope, import_id: uuid.UUID) -> Import:
    row = _open(scope, import_id)
    cohort_taking_in(scope, row.cohort_id)
    return row


def _check_usable(bad: int, good: int, *, skip_bad: bool) -> None:
    if not good:
        raise ConflictError(
            "No row of the file can be taken in; put the rows right, or upload another file."
        )
    if bad and not skip_bad:
        raise ConflictError(
            "Rows of the file have findings; put them right, or choose to leave those rows out."
        )


def _why_unread() -> Any:
    """Keep why a row could not be read; what else was said of rows is said anew."""
    return case((func.jsonb_array_length(ImportRow.cells) == 0, ImportRow.why), else_="")


def _remember(scope: Scope, row: Import) -> None:
    values = {"mapping": row.mapping, "used_at": clock.now()}
    db.session.execute(
        insert(RememberedMapping)
        .values(
            org_id=scope.org_id,
            id=uuid.uuid4(),
            side=row.side,
            headers=headers_digest(row.header),
            created_at=clock.now(),
            **values,
        )
        .on_conflict_do_update(index_elements=["org_id", "side", "headers"], set_=values)
    )
