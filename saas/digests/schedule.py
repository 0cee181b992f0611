"""When digests go out: Monday morning, in the workspace's time zone."""

from saas.jobs import ensure_schedule
from saas.orgs import queries as orgs
from saas.orgs.furnishing import furnishes
from saas.scope import Scope

MONDAY_MORNING = "0 8 * * 1"


@furnishes
def furnish_digests(scope: Scope) -> None:
    """Let the digest come round every week. Safe to call twice."""
    zone = orgs.workspace(scope).time_zone
    ensure_schedule(scope, "digests.plan", cron=MONDAY_MORNING, time_zone=zone)
