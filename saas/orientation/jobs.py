"""Work of orientation done by the worker: some people at a time, each time in a transaction."""

import datetime as dt
import uuid

from saas import clock
from saas.jobs import in_step, job
from saas.orientation import services
from saas.scope import Scope


@job("orientation.remind")
def remind(_scope: Scope, *, cohort_id: str, on: str | None = None) -> None:
    """Remind everybody of a cohort who has not taken the orientation, asked on a day."""
    day = dt.date.fromisoformat(on) if on else clock.today()
    while in_step(lambda scope: services.remind_some(scope, uuid.UUID(cohort_id), day)):
        pass
