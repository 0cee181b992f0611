"""Work of intake done by the worker."""

from saas.jobs import job
from saas.programs.services import archive_over
from saas.scope import Scope


@job("intake.archive_over")
def put_away(scope: Scope) -> None:
    """Archive the programs that wound down and in which nobody waits any more."""
    archive_over(scope)
