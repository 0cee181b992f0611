"""Reminding those who have not taken their orientation."""

import uuid

from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db
from saas.errors import ConflictError
from saas.jobs import enqueue
from saas.orientation import messages, queries
from saas.orientation.models import Orientation
from saas.programs import queries as programs
from saas.programs.models import OrientationRule
from saas.scope import Scope

NOBODY = _l("Everybody has taken the orientation, so there is nobody to remind.")
NONE = _l("This program has no orientation; offer one first.")


def ask_to_remind(scope: Scope, cohort_id: uuid.UUID) -> int:
    """Have everybody reminded who has not taken the orientation; return how many they are.

    At most once a day each.

    Raises:
        NotFoundError: The cohort is not the actor's to see.
        ConflictError: There is nobody to remind.
    """
    cohort = programs.managed_cohort(scope, cohort_id)
    if cohort.program.orientation is OrientationRule.OFF:
        raise ConflictError(NONE)
    waiting = len(queries.not_done(scope, cohort.id))
    if not waiting:
        raise ConflictError(NOBODY)
    key = f"orientation.remind:{cohort.id}:{clock.today()}"
    enqueue(scope, "orientation.remind", key=key, cohort_id=str(cohort.id))
    return waiting


def remind(scope: Scope, cohort_id: uuid.UUID) -> None:
    """Remind everybody who has not taken the orientation. Safe to call twice a day."""
    rows = queries.not_done(scope, cohort_id)
    for participant in rows:
        messages.orientation_reminder(scope, participant)
    if rows:
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
