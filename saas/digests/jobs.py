"""Work of digests done by the worker."""

from saas.digests import messages, services
from saas.digests.schedule import furnish_digests
from saas.jobs import job
from saas.scope import Scope

__all__ = ["messages", "plan"]


@job("digests.plan")
def plan(scope: Scope) -> None:
    """Promise everybody this week's digest."""
    services.plan_digests(scope)
    # The workspace may have moved to another time zone since.
    furnish_digests(scope)
