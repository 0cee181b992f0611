"""Running one entry of the outbox: claim, work, finish.

The claim is a transaction of its own; the work and its finish are another, so that a worker
which lost its lease saves nothing. A job that writes to the directory writes it first.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from flask import Flask, current_app
from sqlalchemy import CursorResult, update

from saas import clock
from saas.db import bind_org, db, directory
from saas.jobs.models import OutboxEntry, OutboxState
from saas.jobs.registry import LostLeaseError, Work, call, job_of, knows
from saas.scope import Role, Scope

log = structlog.get_logger(__name__)
T = TypeVar("T")

#: Tries before an entry is given up, and the wait after the first; it doubles each time.
ATTEMPTS = 5
FIRST_WAIT = dt.timedelta(seconds=10)
#: How long work of a kind that this version does not know waits.
UNKNOWN_WAIT = dt.timedelta(minutes=5)
#: Letters kept of what went wrong.
MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Claim:
    """An entry that this worker holds until its lease ends."""

    org_id: int
    id: uuid.UUID
    kind: str
    payload: dict[str, Any]
    token: uuid.UUID
    attempts: int


_current: ContextVar[Claim | None] = ContextVar("claim", default=None)


def run_entry(org_id: int, entry_id: str) -> None:
    """Do one piece of work if it is due and nobody else has it. Safe to call twice."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    claim = _in_org(app, org_id, lambda scope: _claim(scope, uuid.UUID(entry_id)))
    if claim is None:
        return
    token = _current.set(claim)
    try:
        _attempt(app, claim)
    except LostLeaseError:
        log.warning("lease lost", org=org_id, kind=claim.kind, entry=entry_id)
    finally:
        _current.reset(token)


def _attempt(app: Flask, claim: Claim) -> None:
    if claim.attempts > ATTEMPTS:
        _give_up(app, claim, "Every worker that took it died.")
        return
    try:
        _in_org(app, claim.org_id, lambda scope: _work(scope, claim))
    except LostLeaseError:
        raise
    except Exception as error:
        log.exception("job failed", org=claim.org_id, kind=claim.kind, entry=str(claim.id))
        reason = f"{type(error).__name__}: {error}"
        if claim.attempts < ATTEMPTS:
            _in_org(app, claim.org_id, lambda _: _give_back(claim, reason))
        else:
            _give_up(app, claim, reason)


def beat() -> None:
    """Prolong the lease of the work under way, from inside a long job.

    Raises:
        LostLeaseError: Another worker has it by now.
    """
    claim = _current.get()
    if claim is None:
        return
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    lease = job_of(claim.kind).lease
    _in_org(app, claim.org_id, lambda _: _hold(claim, due_at=clock.now() + lease))


def in_step(act: Callable[[Scope], T]) -> T:
    """Do a part of the work under way in a transaction of its own, the lease prolonged first.

    What was done in earlier steps stays when the work is given up or taken over, so each
    step must find out from the database what is left to do.

    Raises:
        LostLeaseError: Another worker has the work by now; nothing of this step is saved.
    """
    claim = _current.get()
    if claim is None:
        raise LookupError("a step belongs to work under way")
    beat()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return _in_org(app, claim.org_id, act)


def _in_org(app: Flask, org_id: int, act: Callable[[Scope], T]) -> T:
    with app.app_context():
        bind_org(org_id)
        result = act(Scope(org_id=org_id, actor_id=None, role=Role.OWNER))
        directory.commit()
        db.session.commit()
        return result


def _claim(scope: Scope, entry_id: uuid.UUID) -> Claim | None:
    now = clock.now()
    entry = db.session.get(
        OutboxEntry, (scope.org_id, entry_id), with_for_update={"skip_locked": True}
    )
    if entry is None or entry.due_at > now:
        return None
    if entry.state not in (OutboxState.DUE, OutboxState.CLAIMED):
        return None
    if not knows(entry.kind):
        # A newer version asked for it and its workers will know it: wait, behind the others.
        log.warning("unknown kind of work", org=scope.org_id, kind=entry.kind)
        entry.due_at = now + UNKNOWN_WAIT
        return None
    entry.state, entry.token = OutboxState.CLAIMED, uuid.uuid4()
    entry.attempts += 1
    entry.due_at = now + job_of(entry.kind).lease
    return Claim(
        scope.org_id, entry.id, entry.kind, dict(entry.payload), entry.token, entry.attempts
    )


def _work(scope: Scope, claim: Claim) -> None:
    call(job_of(claim.kind).work, scope, claim.payload)
    _hold(claim, state=OutboxState.DONE, token=None, finished_at=clock.now(), error=None)


def _hold(claim: Claim, **values: object) -> None:
    changed: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        update(OutboxEntry)
        .where(
            OutboxEntry.org_id == claim.org_id,
            OutboxEntry.id == claim.id,
            OutboxEntry.token == claim.token,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise LostLeaseError(claim.kind)


def _give_back(claim: Claim, reason: str) -> None:
    wait = FIRST_WAIT * 2 ** (claim.attempts - 1)
    _hold(
        claim,
        state=OutboxState.DUE,
        token=None,
        due_at=clock.now() + wait,
        error=reason[:MOST_WORDS],
    )


def _give_up(app: Flask, claim: Claim, reason: str) -> None:
    """Let the job clean up after itself and close the entry, which is dead even if that fails."""
    failed = job_of(claim.kind).failed
    try:
        _in_org(app, claim.org_id, lambda scope: _bury(scope, claim, reason, failed))
    except LostLeaseError:
        raise
    except Exception:
        log.exception("giving up failed", org=claim.org_id, kind=claim.kind, entry=str(claim.id))
        _in_org(app, claim.org_id, lambda scope: _bury(scope, claim, reason, None))


def _bury(scope: Scope, claim: Claim, reason: str, failed: Work | None) -> None:
    if failed:
        call(failed, scope, claim.payload)
    _hold(
        claim,
        state=OutboxState.DEAD,
        token=None,
        error=reason[:MOST_WORDS],
        finished_at=clock.now(),
    )
