"""Taking the people of an import out again, some at a time, as far as nothing depends on them."""

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, update

from saas import clock
from saas.db import db
from saas.errors import ConflictError
from saas.orgs.models import Invitation, Member
from saas.people.models import Import, ImportRow, RowState, Stage
from saas.people.queries import imports as queries
from saas.people.services.changed_since import Traces, traces_of, why_kept
from saas.people.services.cohorts import cohort_keeping
from saas.people.services.taking_in import result_of
from saas.programs.models import Participant
from saas.programs.services.participants import put_back
from saas.scope import Scope

CHUNK = 250
DONE = (RowState.ADDED, RowState.UPDATED)
STAYS = (
    "{name} was taken out of this cohort and stays in the organization,"
    " where something else refers to them."
)


def undo_some(scope: Scope, import_id: uuid.UUID) -> bool:
    """Take the next people of an import out; False when none is left. Safe to call twice.

    It stops, and can be asked for again, where its program was archived meanwhile.
    """
    row = queries.managed_import(scope, import_id, lock=True)
    if row.stage is not Stage.UNDOING:
        return False
    rows = queries.rows_in(row, DONE, CHUNK)
    if rows and not _is_kept(scope, row):
        return False
    if rows:
        _undo(scope, row, rows)
        counts = queries.row_counts(row)
        left = sum(counts[state] for state in DONE)
        row.progress = 100 - 100 * left // max(row.total, 1)
        return True
    row.result = {**row.result, **_undone(row)}
    row.progress, row.undone_at = 100, clock.now()
    return False


def _is_kept(scope: Scope, row: Import) -> bool:
    """Return whether people can be taken out now, until this commits; note why not."""
    try:
        cohort_keeping(scope, row.cohort_id, lock=True)
    except ConflictError as error:
        row.undo_asked_at, row.result = None, {**row.result, "stopped": str(error)}
        return False
    return True


def _undone(row: Import) -> dict[str, int]:
    found = result_of(queries.row_counts(row), row.total)
    return {state.value: found[state.value] for state in (RowState.UNDONE, RowState.KEPT)}


def _undo(scope: Scope, row: Import, rows: Sequence[ImportRow]) -> None:
    traces = traces_of(scope, row, rows)
    for each in rows:
        each.why = why_kept(each, traces)
        each.state = RowState.KEPT if each.why else RowState.UNDONE
    taken_out = [each for each in rows if each.state is RowState.UNDONE]
    for each in taken_out:
        _take_place_back(each, traces.place(each))
        _take_time_zone_back(each, traces.member(each))
    db.session.flush()
    made = [each for each in taken_out if each.made_member]
    _forget(scope, [member for each in made if (member := _goner(each, traces))])


def _take_place_back(each: ImportRow, place: Participant | None) -> None:
    if place is None:
        return
    if each.before is None:
        db.session.delete(place)
        return
    put_back(place, each.before)


def _take_time_zone_back(each: ImportRow, member: Member | None) -> None:
    if member and each.gave_time_zone:
        member.time_zone = None


def _goner(each: ImportRow, traces: Traces) -> Member | None:
    """Return the member of a row that made one; None, and say so, where they have to stay."""
    member = traces.member(each)
    if member and member.id in traces.elsewhere:
        each.why = STAYS.format(name=member.name)
        return None
    return member


def _forget(scope: Scope, members: Sequence[Member]) -> None:
    """Delete members that nothing refers to, and let their open invitations not work."""
    norms = [each.email_norm for each in members]
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.org_id == scope.org_id,
            Invitation.email_norm.in_(norms),
            Invitation.is_open(),
        )
        .values(revoked_at=clock.now())
    )
    ids = [each.id for each in members]
    db.session.execute(delete(Member).where(Member.org_id == scope.org_id, Member.id.in_(ids)))
