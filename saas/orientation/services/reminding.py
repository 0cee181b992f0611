"""Reminding those who have not taken their orientation."""

import datetime as dt
import uuid
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db
from saas.errors import ConflictError
from saas.jobs import enqueue
from saas.orientation import messages, queries
from saas.orientation.models import Orientation
from saas.programs import queries as programs
from saas.programs.models import OrientationRule, Participant
from saas.scope import Scope

CHUNK = 50
NOBODY = _l("Everybody has taken the orientation, so there is nobody to remind.")
NONE = _l("This program has no orientation; offer one first.")


def ask_to_remind(scope: Scope, cohort_id: uuid.UUID) -> int:
    """Have everybody reminded who has not taken the orientation, nor been reminded today.

    Returns:
        How many they are; 0 where everybody was reminded.

    Raises:
        NotFoundError: The cohort is not the actor's to see.
        ConflictError: There is nobody to remind.
    """
    cohort = programs.managed_cohort(scope, cohort_id)
    if cohort.program.orientation is OrientationRule.OFF:
        raise ConflictError(NONE)
    done, everybody = queries.counts(scope, cohort.id)
    if done == everybody:
        raise ConflictError(NOBODY)
    on = clock.today()
    number = queries.number_to_remind(scope, cohort.id, on)
    if number:
        enqueue(scope, "orientation.remind", cohort_id=str(cohort.id), on=str(on))
    return number


def remind_some(scope: Scope, cohort_id: uuid.UUID, on: dt.date) -> bool:
    """Remind the next who have not taken the orientation; False when nobody is left.

    Safe to call twice: nobody is reminded again who was since the day on which it was asked.
    """
    rows = queries.to_remind(scope, cohort_id, on, CHUNK)
    for participant in rows:
        messages.orientation_reminder(scope, participant)
    if rows:
        _note(scope, rows)
    return bool(rows)


def _note(scope: Scope, rows: Sequence[Participant]) -> None:
    now = clock.now()
    statement = insert(Orientation).values(
        [
            {
                "org_id": scope.org_id,
                "id": uuid.uuid4(),
                "participant_id": each.id,
                "taken": [],
                "chosen": {},
                "created_at": now,
                "reminded_at": now,
            }
            for each in rows
        ]
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["org_id", "participant_id"], set_={"reminded_at": now}
        )
    )
