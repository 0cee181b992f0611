"""Programs that are always on: proposals are drafted as people come.

What was sent, accepted, approved or pinned stays, as with every run; nobody is told anything
until an admin publishes.
"""

import datetime as dt
import uuid

from saas import clock
from saas.jobs import enqueue
from saas.matching.services.runs import can_be_matched, start_run
from saas.programs import queries as programs
from saas.programs.life import on_taken_in
from saas.programs.models import Cohort, MatchedBy
from saas.scope import Scope

#: Whoever comes within so many minutes is matched together.
TOGETHER = 10


@on_taken_in
def look_for_partners(scope: Scope, cohort: Cohort) -> None:
    """Have the people of a standing cohort matched soon, once for all who come meanwhile."""
    program = cohort.program
    if not program.always_on or program.matched_by is MatchedBy.REQUEST:
        return
    at = _next_slot(clock.now())
    enqueue(
        scope,
        "matching.match_arrivals",
        key=f"matching.match_arrivals:{cohort.id}:{at.isoformat()}",
        due_at=at,
        cohort_id=str(cohort.id),
    )


def match_arrivals(scope: Scope, cohort_id: uuid.UUID) -> bool:
    """Start a run of a standing cohort; False when there is nobody to match with each other yet.

    Raises:
        ConflictError: Another run is under way; the job is tried again.
    """
    cohort = programs.cohort(scope, cohort_id)
    counts = programs.participant_counts(scope, [cohort]).get(cohort.id, {})
    if not cohort.program.is_running or not can_be_matched(cohort, counts):
        return False
    start_run(scope, cohort.id)
    return True


def _next_slot(now: dt.datetime) -> dt.datetime:
    minutes = TOGETHER - now.minute % TOGETHER
    return now.replace(second=0, microsecond=0) + dt.timedelta(minutes=minutes)
