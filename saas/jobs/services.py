"""Asking for work: now, later, or again and again."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from cronsim import CronSim
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db
from saas.jobs.models import OutboxEntry, OutboxState, Schedule
from saas.scope import Scope


def enqueue(
    scope: Scope,
    kind: str,
    *,
    key: str | None = None,
    due_at: dt.datetime | None = None,
    **payload: str | int | bool | None,
) -> None:
    """Record work in this transaction, so that it is done if and only if this commits.

    Args:
        scope: The organization to do it in.
        kind: What a job was registered as.
        key: Asking again with a key already used changes nothing.
        due_at: Not before this instant; at once when None.
        **payload: Keyword arguments of the job: ids as text, plain values.
    """
    db.session.execute(
        insert(OutboxEntry)
        .values(
            org_id=scope.org_id,
            id=uuid.uuid4(),
            kind=kind,
            payload=payload,
            key=key,
            due_at=due_at or clock.now(),
            state=OutboxState.DUE,
            attempts=0,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["org_id", "key"])
    )


def ensure_schedule(scope: Scope, kind: str, *, cron: str, time_zone: str) -> None:
    """Let `kind` come round as `cron` says in `time_zone`, replacing what was said before."""
    values = {"cron": cron, "time_zone": time_zone, "due_at": next_time(cron, time_zone)}
    db.session.execute(
        insert(Schedule)
        .values(org_id=scope.org_id, id=uuid.uuid4(), kind=kind, created_at=clock.now(), **values)
        .on_conflict_do_update(index_elements=["org_id", "kind"], set_=values)
    )


def next_time(cron: str, time_zone: str) -> dt.datetime:
    """Return the next instant, UTC, after now at which `cron` comes round."""
    local = clock.now().astimezone(ZoneInfo(time_zone))
    return next(CronSim(cron, local)).astimezone(dt.UTC)
