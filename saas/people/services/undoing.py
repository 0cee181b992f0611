"""Taking the people of an import out again, some at a time, as far as nothing depends on them."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, delete, select, update

from saas import clock
from saas.db import db
from saas.errors import ConflictError
from saas.orgs.ending import tenant_tables
from saas.orgs.models import Invitation, Member, MemberState
from saas.people.models import Import, ImportRow, RowState, Stage
from saas.people.queries import imports as queries
from saas.people.services.cohorts import cohort_keeping
from saas.people.services.taking_in import result_of
from saas.programs.models import Participant
from saas.scope import Scope

CHUNK = 250
DONE = (RowState.ADDED, RowState.UPDATED)
MATCHED = "{name} has been in a match run or has a partnership."
SIGNED_IN = "{name} has signed in."
CHANGED = "The answers of {name} were changed after the import."
WITHDRAWN = "{name} was withdrawn after the import."
CAPACITY = "How many partnerships {name} takes was changed after the import."


@dataclass(frozen=True, slots=True)
class Traces:
    """What refers to some places, and the members and places themselves."""

    members: dict[uuid.UUID, Member]
    places: dict[uuid.UUID, Participant]
    matched: set[uuid.UUID]


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
        _undo(scope, rows)
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


def _undo(scope: Scope, rows: Sequence[ImportRow]) -> None:
    traces = _traces(scope, rows)
    goners = []
    for each in rows:
        each.why = _why_kept(each, traces)
        each.state = RowState.KEPT if each.why else RowState.UNDONE
        if not each.why and _takes_out(each, traces):
            goners.append(each.member_id)
    db.session.flush()
    members = [each for each in goners if each]
    busy = referring(scope, Member.__tablename__, members)
    _forget(scope, [traces.members[each] for each in members if each not in busy])


def _traces(scope: Scope, rows: Sequence[ImportRow]) -> Traces:
    place_ids = [each.place_id for each in rows if each.place_id]
    member_ids = [each.member_id for each in rows if each.member_id]
    places = db.session.scalars(
        select(Participant)
        .where(Participant.org_id == scope.org_id, Participant.id.in_(place_ids))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    members = db.session.scalars(
        select(Member).where(Member.org_id == scope.org_id, Member.id.in_(member_ids))
    ).all()
    return Traces(
        {each.id: each for each in members},
        {each.id: each for each in places},
        referring(scope, Participant.__tablename__, place_ids),
    )


def _why_kept(each: ImportRow, traces: Traces) -> str:
    """Return why somebody stays as they are; empty when they can be taken out."""
    place = each.place_id and traces.places.get(each.place_id)
    member = each.member_id and traces.members.get(each.member_id)
    if not place or not member:
        return ""
    if member.state is MemberState.ACTIVE and each.made_member:
        return SIGNED_IN.format(name=member.name)
    if place.id in traces.matched:
        return MATCHED.format(name=member.name)
    return _changed_since(each, place).format(name=member.name)


def _changed_since(each: ImportRow, place: Participant) -> str:
    """Return in which way a place is not as the import left it; empty when it is."""
    before = each.before or {"answers": {}, "capacity": None}
    # Rows that were taken in before their capacity was kept have what their file said, if anything.
    capacity = before["capacity"] if each.capacity is None else each.capacity
    if place.answers != {**before["answers"], **each.answers}:
        return CHANGED
    if place.withdrawn_at is not None:
        return WITHDRAWN
    return "" if capacity in (None, place.capacity) else CAPACITY


def _takes_out(each: ImportRow, traces: Traces) -> bool:
    """Undo what a row did to a place; True when its member was made by it, too."""
    place = each.place_id and traces.places.get(each.place_id)
    if not place:
        return False
    if each.before is None:
        db.session.delete(place)
        return each.made_member
    withdrawn = each.before["withdrawn_at"]
    place.capacity, place.answers = each.before["capacity"], each.before["answers"]
    place.withdrawn_at = dt.datetime.fromisoformat(withdrawn) if withdrawn else None
    return False


def _forget(scope: Scope, members: Sequence[Member]) -> None:
    """Delete members that nothing refers to, and let their open invitations not work."""
    norms = [each.email_norm for each in members]
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.org_id == scope.org_id,
            Invitation.email_norm.in_(norms),
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=clock.now())
    )
    ids = [each.id for each in members]
    db.session.execute(delete(Member).where(Member.org_id == scope.org_id, Member.id.in_(ids)))


def referring(scope: Scope, table: str, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these rows others refer to that would not go with them.

    Every foreign key is asked, also those of features to come.
    """
    found: set[uuid.UUID] = set()
    for column in _references(table):
        org_id = column.table.c.org_id
        statement = select(column).where(org_id == scope.org_id, column.in_(ids)).distinct()
        found |= set(db.session.scalars(statement)) if ids else set()
    return found


def _references(table: str) -> list[Column[uuid.UUID]]:
    """Return every column that refers to this table and holds on to its rows."""
    return [
        list(key.columns)[-1]
        for owner in tenant_tables()
        for key in owner.foreign_key_constraints
        if key.referred_table.name == table and key.ondelete != "CASCADE"
    ]
