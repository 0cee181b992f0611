"""The ticker process: `python -m saas.ticker`. Schedules come round, halves are made whole.

Each schedule is claimed by moving its row on; the move and the work it asks for commit
together, so two tickers do the work of one.
"""

import datetime as dt
import signal
import threading
import uuid
from collections.abc import Callable, Sequence
from typing import TypeVar

import structlog
from flask import Flask
from sqlalchemy import Engine, create_engine, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from saas import clock
from saas.app import create_app
from saas.db import bind_org, db, directory
from saas.identity.services import forget_old
from saas.jobs.models import Schedule
from saas.jobs.services import enqueue, next_time
from saas.orgs.ending import delete_rows, ending_organizations, forget_organization
from saas.orgs.models import Organization
from saas.orgs.services import finish_organization, mark_ready
from saas.scope import Role, Scope

log = structlog.get_logger(__name__)
T = TypeVar("T")

PAUSE = 5.0
#: A half younger than this may still be in the middle of its request.
HALF_FOR = dt.timedelta(seconds=20)
SWEEP_EVERY = dt.timedelta(hours=1)
DUE = text("SELECT org_id, id FROM schedules WHERE due_at <= :now ORDER BY due_at LIMIT 1000")


def tick(app: Flask, relay: Engine) -> int:
    """Start what has come round and repair what was left half; return how many were started."""
    _repair_halves(app)
    with relay.connect() as connection:
        rows = connection.execute(DUE, {"now": clock.now()}).all()
    return sum(_guarded(app, row.org_id, _start, row.id) or False for row in rows)


def _start(org_id: int, schedule_id: uuid.UUID) -> bool:
    bind_org(org_id)
    schedule = db.session.get(Schedule, (org_id, schedule_id))
    if schedule is None or schedule.due_at > clock.now():
        return False
    seen, kind = schedule.due_at, schedule.kind
    moved = db.session.execute(
        update(Schedule)
        .where(Schedule.org_id == org_id, Schedule.id == schedule_id, Schedule.due_at == seen)
        .values(due_at=next_time(schedule.cron, schedule.time_zone))
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        return False
    scope = Scope(org_id, None, Role.OWNER)
    enqueue(scope, kind, key=f"{kind}:{seen.isoformat()}")
    db.session.commit()
    return True


def _repair_halves(app: Flask) -> None:
    with app.app_context():
        half, ending = _half_made(), ending_organizations()
    for org_id in half:
        _guarded(app, org_id, _finish)
    for org_id in ending:
        _guarded(app, org_id, _end)


def _guarded(app: Flask, org_id: int, act: Callable[..., T], *more: uuid.UUID) -> T | None:
    """Act on one organization; what is wrong with it must not hold up the others."""
    try:
        with app.app_context():
            return act(org_id, *more)
    except Exception:
        log.exception("could not act", org=org_id, act=act.__name__)
        return None


def _half_made() -> Sequence[int]:
    return directory.scalars(
        select(Organization.id)
        .where(
            Organization.ready_at.is_(None),
            Organization.ending_at.is_(None),
            Organization.created_at < clock.now() - HALF_FOR,
        )
        .limit(100)
    ).all()


def _finish(org_id: int) -> None:
    finish_organization(org_id)
    db.session.commit()
    mark_ready(org_id)
    directory.commit()


def _end(org_id: int) -> None:
    bind_org(org_id)
    delete_rows(org_id)
    db.session.commit()
    forget_organization(org_id)
    directory.commit()


def sweep(app: Flask) -> None:
    """Delete what is past use in the directory."""
    with app.app_context():
        forget_old()
        directory.commit()


def main() -> None:
    """Tick until told to stop."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    app = create_app()
    relay = create_engine(app.config["SQLALCHEMY_BINDS"]["relay"], pool_pre_ping=True)
    swept_at = clock.now()
    while not stop.wait(PAUSE):
        try:
            tick(app, relay)
            if clock.now() > swept_at + SWEEP_EVERY:
                sweep(app)
                swept_at = clock.now()
        except (SQLAlchemyError, OSError):
            log.exception("a tick failed; trying again")


if __name__ == "__main__":
    main()
