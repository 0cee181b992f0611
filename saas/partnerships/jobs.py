"""Work of partnerships done by the worker."""

import uuid

from saas.jobs import job
from saas.partnerships import messages, queries
from saas.programs.models import Side
from saas.scope import Scope


@job("partnerships.tell_end")
def tell_end(scope: Scope, *, partnership_id: str, ended_at: str, by: str | None) -> None:
    """Tell whoever did not end it that a partnership has ended, unless that was taken back."""
    row = queries.partnership(scope, uuid.UUID(partnership_id))
    if row.ended_at is None or row.ended_at.isoformat() != ended_at:
        return
    for side in Side:
        if str(messages.participant(row, side).member_id) != by:
            messages.partnership_ended(scope, row, side)
