"""Taking people in from a file: nothing is saved until it is confirmed."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, update

from saas import clock
from saas.db import db, refusing
from saas.errors import ConflictError
from saas.identity.secrets import email_norm
from saas.intake import queries
from saas.intake.canonical import canonical_of
from saas.intake.examining import Examination, Newcomer, examine, read_file
from saas.intake.models import Import
from saas.intake.suggesting import suggest
from saas.jobs import enqueue, ensure_schedule
from saas.orgs.furnishing import furnishes
from saas.orgs.models import Member
from saas.orgs.services import name_for
from saas.programs import queries as programs
from saas.programs.models import Participant, Side
from saas.scope import Scope

AT_ONCE = 500
"""Rows that a request takes in by itself; more are for the worker."""
SHOWN_FINDINGS = 200
KEPT_FOR = dt.timedelta(days=7)
CHUNK = 250
Report = Callable[[int], None]


@furnishes
def furnish_schedule(scope: Scope) -> None:
    """Let abandoned files go after a while. Safe to call twice."""
    ensure_schedule(scope, "intake.discard_abandoned", cron="20 3 * * *", time_zone="UTC")


def start_import(
    scope: Scope, cohort_id: uuid.UUID, side: Side, *, filename: str, content: bytes
) -> Import:
    """Keep a file with a guess at what its columns mean.

    Raises:
        NotFoundError: The cohort is not the actor's to manage.
        InvalidError: The file cannot be read or is too large.
    """
    programs.managed_cohort(scope, cohort_id)
    table = read_file(content, filename, side)
    row = Import(
        cohort_id=cohort_id,
        side=side,
        filename=filename[-200:] or "file",
        content=content,
        mapping=suggest(table, side),
        imported_by_id=scope.actor_id,
    )
    db.session.add(row)
    db.session.flush()
    return row


def map_columns(scope: Scope, import_id: uuid.UUID, columns: dict[str, Any]) -> Import:
    """Say what the columns of the file mean.

    Args:
        scope: Whose.
        import_id: The import.
        columns: By our column, where it comes from, as `saas.intake.mapping` reads it.

    Raises:
        NotFoundError: No such import.
        ConflictError: It was confirmed.
        InvalidError: The columns do not fit the file.
    """
    row = _open(scope, import_id)
    row.mapping = {"columns": columns}
    examine(scope, row)
    return row


def confirm_import(scope: Scope, import_id: uuid.UUID, *, skip_bad: bool) -> Import:
    """Take the people of the file in, at once or by the worker. Safe to call twice.

    Raises:
        NotFoundError: No such import.
        ConflictError: A row has a finding and `skip_bad` is not asked for, or nobody is left.
    """
    row = _locked(scope, import_id)
    if row.confirmed_at:
        return row
    examination = examine(scope, row)
    _check_usable(examination, skip_bad=skip_bad)
    row.confirmed_at, row.skip_bad, row.imported_by_id = clock.now(), skip_bad, scope.actor_id
    if examination.rows > AT_ONCE:
        enqueue(scope, "intake.take_in", key=f"intake.take_in:{row.id}", import_id=str(row.id))
    else:
        _take_in(row, examination, lambda _percent: None)
    return row


def finish_import(scope: Scope, import_id: uuid.UUID, report: Report) -> None:
    """Take in the people of a confirmed import. Safe to call twice.

    Args:
        scope: Whose.
        import_id: The import.
        report: Told the percent done now and then.
    """
    row = queries.managed_import(scope, import_id)
    if row.confirmed_at is None or row.finished_at is not None:
        return
    examination = examine(scope, row)
    try:
        _check_usable(examination, skip_bad=row.skip_bad)
    except ConflictError as error:
        stop_import(row, str(error))
    else:
        _take_in(row, examination, report)


def stop_import(row: Import, sentence: str) -> None:
    """Say why a confirmed import took nobody in."""
    row.result, row.finished_at, row.content = {"stopped": sentence}, clock.now(), None


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
    """Forget the files that nobody confirmed for a week."""
    db.session.execute(
        delete(Import).where(
            Import.org_id == scope.org_id,
            Import.confirmed_at.is_(None),
            Import.created_at < clock.now() - KEPT_FOR,
        )
    )


def _locked(scope: Scope, import_id: uuid.UUID) -> Import:
    key = (scope.org_id, import_id)
    db.session.get(Import, key, with_for_update=True, populate_existing=True)
    return queries.managed_import(scope, import_id)


def _open(scope: Scope, import_id: uuid.UUID) -> Import:
    row = _locked(scope, import_id)
    if row.confirmed_at:
        raise ConflictError("This import has been confirmed; upload the file again to start anew.")
    return row


def _check_usable(examination: Examination, *, skip_bad: bool) -> None:
    if not examination.newcomers:
        raise ConflictError("No row of the file can be taken in; put it right and upload it again.")
    if examination.findings and not skip_bad:
        raise ConflictError(
            "Rows of the file have findings; put them right, or choose to leave those rows out."
        )


def _take_in(row: Import, examination: Examination, report: Report) -> None:
    newcomers = examination.newcomers
    planned = _planned_capacity(row)
    with refusing("Somebody else added some of these people just now; look at the rows again."):
        for start in range(0, len(newcomers), CHUNK):
            for each in newcomers[start : start + CHUNK]:
                place = _place(row, each)
                place.capacity = each.answers.capacity if planned is None else planned
                place.answers = canonical_of(each.answers, with_id=examination.has_ids)
                db.session.add(place)
            db.session.flush()
            report(100 * start // len(newcomers))
    row.result = _result(examination)
    row.progress, row.finished_at, row.content = 100, clock.now(), None


def _planned_capacity(row: Import) -> int | None:
    """Return what everybody takes where the file does not say, None where it does."""
    if "capacity" in row.mapping["columns"]:
        return None
    return row.cohort.program.mentor_capacity if row.side is Side.MENTOR else 1


def _place(row: Import, newcomer: Newcomer) -> Participant:
    answers, member = newcomer.answers, newcomer.member
    if member is None:
        email = answers.email or ""
        name = name_for(answers.name, email)
        member = Member(name=name, email=email, email_norm=email_norm(email))
        db.session.add(member)
    member.time_zone = member.time_zone or answers.time_zone
    if newcomer.place is None:
        return Participant(cohort_id=row.cohort_id, member_id=member.id, side=row.side)
    newcomer.place.withdrawn_at = None
    return newcomer.place


def _result(examination: Examination) -> dict[str, Any]:
    known = sum(each.member is not None for each in examination.newcomers)
    return {
        "rows": examination.rows,
        "imported": len(examination.newcomers),
        "known": known,
        "new": len(examination.newcomers) - known,
        "left_out": examination.bad_rows,
        "findings": [
            {"line": each.line, "sentence": each.sentence}
            for each in examination.findings[:SHOWN_FINDINGS]
        ],
    }


def note_progress(org_id: int, import_id: uuid.UUID, percent: int) -> None:
    """Note how far the work is."""
    db.session.execute(
        update(Import)
        .where(Import.org_id == org_id, Import.id == import_id)
        .values(progress=percent)
        .execution_options(synchronize_session=False)
    )
