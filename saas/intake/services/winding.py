"""Applications to a program that winds down: it is over once the last one is decided."""

import datetime as dt

from saas import clock
from saas.intake.models import Application
from saas.jobs import enqueue
from saas.scope import Scope

#: How long a decision can be taken back before the program is put away.
SECOND_THOUGHTS = dt.timedelta(minutes=10)


def look_whether_over(scope: Scope, application: Application) -> None:
    """Look a little later whether a program that winds down is over, now that one waits no more."""
    if application.cohort.program.winding_down_at is None:
        return
    now = clock.now()
    enqueue(
        scope,
        "intake.archive_over",
        key=f"intake.archive_over:{application.id}:{now.isoformat()}",
        due_at=now + SECOND_THOUGHTS,
    )
