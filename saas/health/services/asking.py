"""Asking the two how it goes, apart, and whether they met."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db
from saas.errors import ConflictError
from saas.health import messages, queries
from saas.health.models import CheckIn
from saas.orgs.links import new_link
from saas.partnerships import queries as partnerships
from saas.partnerships.days import today
from saas.partnerships.messages import participant
from saas.partnerships.models import Partnership
from saas.programs.models import Kind, Side
from saas.scope import Scope

FIRST_DAYS = 14
EVERY_DAYS = 30
CHUNK = 50
LINK_LASTS = dt.timedelta(days=21)
CHECK_IN = "check_in"
DID_YOU_MEET = "did_you_meet"


def due_on(started_on: dt.date, on: dt.date) -> dt.date | None:
    """Return the newest day on which a check-in was due, or None while none was."""
    rounds, _ = divmod((on - started_on).days - FIRST_DAYS, EVERY_DAYS)
    return None if rounds < 0 else started_on + dt.timedelta(FIRST_DAYS + rounds * EVERY_DAYS)


def ask_due(scope: Scope) -> Iterator[int]:
    """Ask everybody whose check-in is due, a chunk at a time; the caller commits between.

    Safe to call twice: a check-in is asked once a side and day.

    Yields:
        How many partnerships were looked at so far.
    """
    on, done, after = today(scope), 0, None
    while rows := queries.lasting(scope, after=after, limit=CHUNK):
        # Whoever meets once is asked after the meeting.
        kinds = partnerships.kinds(scope, [row.id for row in rows])
        lasting = (row for row in rows if kinds[row.id] is not Kind.FLASH)
        due = {row.id: day for row in lasting if (day := due_on(row.started_on, on))}
        for row in _asked(scope, due):
            _send(scope, row)
        done, after = done + len(rows), rows[-1].id
        db.session.flush()
        db.session.expunge_all()
        yield done


def ask_whether_met(scope: Scope, partnership_id: uuid.UUID) -> None:
    """Ask both whether they met; once a day at most.

    Raises:
        NotFoundError: There is none, or it is not the actor's to watch.
        ConflictError: It has ended.
    """
    queries.watched(scope, partnership_id)
    row = partnerships.partnership(scope, partnership_id)
    if row.ended_on:
        raise ConflictError("This partnership has ended; there is nothing to ask.")
    on = today(scope)
    for side in Side:
        member_id = participant(row, side).member_id
        token = new_link(
            scope, DID_YOU_MEET, subject_id=row.id, member_id=member_id, lasting=LINK_LASTS
        )
        messages.did_you_meet(scope, messages.Asked(row, side, token), on)


def _asked(scope: Scope, due: dict[uuid.UUID, dt.date]) -> Sequence[CheckIn]:
    """Write down what is asked now; what was asked before is left out."""
    values = [
        {
            "org_id": scope.org_id,
            "id": uuid.uuid4(),
            "partnership_id": partnership_id,
            "side": side,
            "asked_on": day,
            "note": "",
            "note_shared": False,
            "created_at": clock.now(),
        }
        for partnership_id, day in due.items()
        for side in Side
    ]
    if not values:
        return []
    columns = ["org_id", "partnership_id", "side", "asked_on"]
    statement = insert(CheckIn).values(values).on_conflict_do_nothing(index_elements=columns)
    return db.session.scalars(statement.returning(CheckIn)).all()


def _send(scope: Scope, row: CheckIn) -> None:
    partnership: Partnership = partnerships.partnership(scope, row.partnership_id)
    member_id = participant(partnership, row.side).member_id
    token = new_link(scope, CHECK_IN, subject_id=row.id, member_id=member_id, lasting=LINK_LASTS)
    messages.check_in(scope, messages.Asked(partnership, row.side, token), row)
