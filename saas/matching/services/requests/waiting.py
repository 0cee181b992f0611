"""What the clock and staff do about requests that wait."""

import datetime as dt
import uuid
from collections.abc import Iterable

from sqlalchemy import ColumnElement

from saas import clock
from saas.errors import ConflictError
from saas.matching import request_messages as messages
from saas.matching.models import Request, RequestState
from saas.matching.queries import requests as queries
from saas.matching.services.requests.closing import (
    Room,
    close,
    close_if_impossible,
    lock,
    room_in,
)
from saas.programs import queries as programs
from saas.programs.models import Side
from saas.scope import Scope

REMINDED_BEFORE = dt.timedelta(days=2)
BETWEEN_NUDGES = dt.timedelta(days=1)
AT_ONCE = 200


def expire_requests(scope: Scope) -> None:
    """Close the requests that were not answered in time, and tell both. Safe to call twice."""
    rows = _due(scope, clock.now())
    lock(scope, *rows)
    for row in rows:
        if row.waits_for and row.expires_at <= clock.now():
            close(row, RequestState.EXPIRED)
            for side in Side:
                messages.request_closed(scope, row, side)


def remind_of_requests(scope: Scope) -> None:
    """Remind whoever a request waits for, two days before it expires; once a turn."""
    rows = _due(scope, clock.now() + REMINDED_BEFORE, Request.reminded_at.is_(None))
    lock(scope, *rows)
    for row in rows:
        if row.waits_for is None or row.reminded_at or row.expires_at <= clock.now():
            continue
        row.reminded_at = clock.now()
        # Where there are two days or less, they were asked just now.
        if dt.timedelta(days=row.mentee.cohort.program.request_days) > REMINDED_BEFORE:
            messages.request_reminder(scope, row)


def close_impossible(scope: Scope) -> None:
    """Close requests whose mentee or mentor left, or has no place left. Safe to call twice."""
    rows = queries.open_where(scope)
    rooms = _rooms(scope, rows)
    stuck = [row for row in rows if rooms[row.cohort_id].problem(row)]
    lock(scope, *stuck)
    rooms = _rooms(scope, stuck)
    for row in stuck:
        if row.waits_for:
            close_if_impossible(scope, row, rooms[row.cohort_id])


def nudge_request(scope: Scope, cohort_id: uuid.UUID, request_id: uuid.UUID) -> Request:
    """Remind whoever a request waits for, as staff, at most once a day.

    Raises:
        NotFoundError: There is none, or the actor does not run its program.
        ConflictError: It is closed, or they were nudged today.
    """
    cohort = programs.open_cohort(scope, cohort_id)
    row = queries.cohort_request(scope, cohort.id, request_id)
    lock(scope, row)
    if row.waits_for is None or row.expires_at <= clock.now():
        raise ConflictError("This request waits for nobody any more.")
    if row.nudged_at and row.nudged_at + BETWEEN_NUDGES > clock.now():
        raise ConflictError("They were nudged less than a day ago; give them some time.")
    row.nudged_at = clock.now()
    messages.request_reminder(scope, row)
    return row


def _rooms(scope: Scope, rows: Iterable[Request]) -> dict[uuid.UUID, Room]:
    return {each: room_in(scope, each) for each in {row.cohort_id for row in rows}}


def _due(scope: Scope, at: dt.datetime, *conditions: ColumnElement[bool]) -> list[Request]:
    rows = queries.open_where(scope, Request.expires_at <= at, *conditions, limit=AT_ONCE)
    return list(rows)
