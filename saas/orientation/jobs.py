"""Work of orientation done by the worker."""

import uuid

from saas.jobs import job
from saas.orientation import services
from saas.scope import Scope


@job("orientation.remind")
def remind(scope: Scope, *, cohort_id: str) -> None:
    """Remind everybody of a cohort who has not taken the orientation."""
    services.remind(scope, uuid.UUID(cohort_id))
