"""Taking the people of a confirmed import in, some at a time. Each row is done once."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import update

from saas import clock
from saas.db import db, refusing
from saas.errors import ConflictError
from saas.intake.queries import places_of
from saas.orgs import queries as orgs
from saas.orgs.models import Member
from saas.orgs.services import name_for
from saas.people import fates, messages
from saas.people.fates import Said
from saas.people.models import Import, ImportRow, RowState, Stage
from saas.people.queries import imports as queries
from saas.people.services.cohorts import cohort_taking_in
from saas.programs.life import tell_taken_in
from saas.programs.models import Participant, Side
from saas.programs.services.participants import place_as_json
from saas.scope import Scope

CHUNK = 250
TO_DO = (RowState.ADDS, RowState.UPDATES)
DONE = {RowState.ADDS: RowState.ADDED, RowState.UPDATES: RowState.UPDATED}
CANCELLED = "The import was cancelled before it came to this row."
RACE = "Somebody else added some of these people just now; try again."


def take_in_some(scope: Scope, import_id: uuid.UUID) -> bool:
    """Take the next people of an import in; False when it has ended. Safe to call twice.

    It ends early where its program was archived or began to wind down meanwhile.
    """
    row = queries.managed_import(scope, import_id, lock=True)
    if row.stage is not Stage.IMPORTING:
        return False
    rows = [] if row.cancelled_at else queries.rows_in(row, TO_DO, CHUNK)
    closed = _why_closed(scope, row) if rows else ""
    if closed:
        row.cancelled_at = clock.now()
    if closed or not rows:
        _end(row, closed)
        tell_taken_in(scope, row.cohort)
        messages.import_finished(scope, row)
        return False
    orgs.one_after_another(scope)
    with refusing(RACE):
        _take_in(scope, row, rows)
    left = sum(queries.row_counts(row)[state] for state in TO_DO)
    row.progress = 100 - 100 * left // max(row.total, 1)
    return True


def _take_in(scope: Scope, row: Import, rows: Sequence[ImportRow]) -> None:
    members = queries.members_by_norm(scope, {each.email_norm for each in rows})
    places = places_of(scope, row.cohort_id, row.side, {each.id for each in members.values()})
    planned = _planned_capacity(row)
    for each in rows:
        said = Said(each.email, each.answers, each.capacity)
        member = members.get(each.email_norm)
        place = places.get(member.id) if member else None
        each.why = fates.refused(said, member)
        each.state = RowState.SKIPPED
        if not each.why:
            state, each.why = fates.fate(said, place, updates=row.updates)
            each.state = DONE.get(state, RowState.SKIPPED)
        if each.state is not RowState.SKIPPED:
            member = member or _listed(each)
            _save(row, each, member, place or _new_place(row, member, planned))


def _listed(each: ImportRow) -> Member:
    name = name_for(each.name, each.email)
    member = Member(name=name, email=each.email, email_norm=each.email_norm)
    db.session.add(member)
    each.made_member = True
    return member


def _new_place(row: Import, member: Member, planned: int) -> Participant:
    place = Participant(cohort_id=row.cohort_id, member_id=member.id, side=row.side)
    place.capacity, place.answers = planned, {}
    db.session.add(place)
    return place


def _save(row: Import, each: ImportRow, member: Member, place: Participant) -> None:
    if each.state is RowState.UPDATED:
        each.before = place_as_json(place)
    if each.time_zone and not member.time_zone:
        member.time_zone, each.gave_time_zone = each.time_zone, not each.made_member
    place.answers = {**place.answers, **each.answers}
    if each.capacity is not None:
        place.capacity = each.capacity
    place.withdrawn_at = None
    each.capacity = place.capacity
    each.member_id, each.place_id = member.id, place.id


def _planned_capacity(row: Import) -> int:
    """Return what everybody takes who does not say."""
    return row.cohort.program.mentor_capacity if row.side is Side.MENTOR else 1


def _why_closed(scope: Scope, row: Import) -> str:
    """Return why the program takes nobody in by now; empty when it does, until this commits."""
    try:
        cohort_taking_in(scope, row.cohort_id, lock=True)
    except ConflictError as error:
        return str(error)
    return ""


def _end(row: Import, closed: str) -> None:
    of_this = (ImportRow.org_id == row.org_id, ImportRow.import_id == row.id)
    if row.cancelled_at:
        db.session.execute(
            update(ImportRow)
            .where(*of_this, ImportRow.state.in_(TO_DO))
            .values(why=closed or CANCELLED)
        )
    left = (*TO_DO, RowState.BAD, RowState.SKIPS)
    db.session.execute(
        update(ImportRow).where(*of_this, ImportRow.state.in_(left)).values(state=RowState.SKIPPED)
    )
    row.result = result_of(queries.row_counts(row), row.total)
    if closed:
        row.result = {**row.result, "stopped": closed}
    row.progress, row.finished_at = 100, clock.now()


def result_of(counts: Mapping[RowState, int], total: int) -> dict[str, Any]:
    """Return the counts that are kept when the rows are gone."""
    kept = (RowState.ADDED, RowState.UPDATED, RowState.SKIPPED, RowState.UNDONE, RowState.KEPT)
    return {"rows": total, **{state.value: counts[state] for state in kept}}
