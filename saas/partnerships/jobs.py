"""Work of partnerships done by the worker."""

import uuid

from saas.jobs import ensure_schedule, job
from saas.orgs import queries as orgs
from saas.orgs.furnishing import furnishes
from saas.partnerships import messages, queries, services
from saas.partnerships.models import EndReason
from saas.programs.models import Side
from saas.programs.services import archive_over
from saas.scope import Scope


@furnishes
def furnish_schedule(scope: Scope) -> None:
    """Let what ends by itself be looked after daily. Safe to call twice."""
    zone = orgs.workspace(scope).time_zone
    ensure_schedule(scope, "partnerships.look_after", cron="40 3 * * *", time_zone=zone)


@job("partnerships.tell_end")
def tell_end(scope: Scope, *, partnership_id: str, ended_at: str, by: str | None) -> None:
    """Tell whoever did not end it that a partnership has ended, unless that was taken back."""
    row = queries.partnership(scope, uuid.UUID(partnership_id))
    if row.ended_at is None or row.ended_at.isoformat() != ended_at:
        return
    tell = messages.met_once if row.end_reason is EndReason.MET else messages.partnership_ended
    for side in Side:
        if str(messages.participant(row, side).member_id) != by:
            tell(scope, row, side)

    archive_over(scope)


@job("partnerships.tell_winding_down")
def tell_winding_down(scope: Scope, *, program_id: str) -> None:
    """Tell everybody whose partnership lasts that their program winds down, each once."""
    for row in queries.lasting_in(scope, uuid.UUID(program_id)):
        program = row.cohort.program
        if program.winding_down_at is not None:
            for side in Side:
                messages.program_winding_down(scope, program, messages.participant(row, side))


@job("partnerships.look_after")
def look_after(scope: Scope) -> None:
    """End what is over by itself. Safe to call twice."""
    services.end_unmet(scope)
    archive_over(scope)
