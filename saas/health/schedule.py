"""When health is read and people are asked: daily, in the workspace's time zone."""

from saas.jobs import ensure_schedule
from saas.orgs import queries as orgs
from saas.orgs.furnishing import furnishes
from saas.scope import Scope

NIGHTLY = "15 2 * * *"
MORNING = "0 9 * * *"


@furnishes
def furnish_health(scope: Scope) -> None:
    """Let readings and check-ins come round. Safe to call twice."""
    zone = orgs.workspace(scope).time_zone
    ensure_schedule(scope, "health.read_all", cron=NIGHTLY, time_zone=zone)
    ensure_schedule(scope, "health.ask", cron=MORNING, time_zone=zone)
