"""Work of matching done by the worker."""

import datetime as dt
import uuid

import structlog
from flask import current_app

from saas.db import bind_org, db
from saas.errors import DomainError
from saas.jobs import beat, ensure_schedule, in_step, job
from saas.matching.services import (
    answers,
    arrivals,
    checking,
    executing,
    next_in_line,
    publishing,
    requests,
    runs,
    trials,
)
from saas.orgs.furnishing import furnishes
from saas.scope import Scope

log = structlog.get_logger(__name__)
FAILED = "Something went wrong and nothing was proposed; run it again."


@furnishes
def furnish_schedule(scope: Scope) -> None:
    """Let proposals and requests be reminded of and expire. Safe to call twice."""
    ensure_schedule(scope, "matching.follow_up", cron="7 * * * *", time_zone="UTC")


def _failed(scope: Scope, run_id: str) -> None:
    """Leave the cohort free when a run is given up."""
    runs.fail_run(scope, uuid.UUID(run_id), FAILED)


@job("matching.execute_run", failed=_failed, lease=dt.timedelta(minutes=5))
def execute_run(scope: Scope, run_id: str) -> None:
    """Match the people of a cohort; what cannot succeed by trying again fails at once."""
    wanted = uuid.UUID(run_id)

    def report(percent: int, step: str) -> None:
        beat()
        if not _note_progress(scope.org_id, wanted, percent, step):
            raise runs.StoppedError

    try:
        executing.execute_run(scope, wanted, report)
    except runs.StoppedError:
        log.info("run stopped", org=scope.org_id, run=run_id)
    except (DomainError, ValueError) as error:
        log.exception("run failed", org=scope.org_id, run=run_id)
        runs.fail_run(scope, wanted, str(error) or FAILED)


@job("matching.check_proof", lease=dt.timedelta(minutes=10))
def check_proof(scope: Scope, run_id: str) -> None:
    """Look at every pair once more, to see whether a run's proof holds."""
    checking.check_proof(scope, uuid.UUID(run_id))


@job("matching.mail_proposals")
def mail_proposals(scope: Scope, run_id: str) -> None:
    """Write to both sides of what was published."""
    publishing.mail_proposals(scope, uuid.UUID(run_id))


@job("matching.match_arrivals")
def match_arrivals(scope: Scope, cohort_id: str) -> None:
    """Draft proposals for whoever came into a program that is always on."""
    arrivals.match_arrivals(scope, uuid.UUID(cohort_id))


@job("matching.draft_next")
def draft_next(scope: Scope, proposal_id: str) -> None:
    """Propose whoever is next in line."""
    next_in_line.draft_next(scope, uuid.UUID(proposal_id))


@job("matching.follow_up")
def follow_up(_scope: Scope) -> None:
    """Close what expired or cannot come about, remind of what soon will, and forget old trials.

    Each by itself: whoever answers meanwhile waits for one of them only.
    """
    for act in (
        answers.close_impossible,
        answers.expire_proposals,
        answers.remind,
        requests.close_impossible,
        requests.expire_requests,
        requests.remind_of_requests,
        trials.forget_old_trials,
    ):
        in_step(act)


def _note_progress(org_id: int, run_id: uuid.UUID, percent: int, step: str) -> bool:
    """Let the page see how far the run is, in a transaction of its own."""
    with current_app.app_context():
        bind_org(org_id)
        open_still = runs.note_progress(org_id, run_id, percent, step)
        db.session.commit()
        return open_still
