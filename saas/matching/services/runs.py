"""Starting, executing and stopping runs."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import CursorResult, update

from saas import clock
from saas.db import db, lock_until_commit, refusing
from saas.errors import ConflictError
from saas.jobs import enqueue
from saas.matching import messages
from saas.matching.crowd import MANY
from saas.matching.engine import Rules
from saas.matching.models import Run, RunState
from saas.matching.queries import runs as queries
from saas.matching.services.rules import rules_of
from saas.programs import queries as programs
from saas.programs.models import Cohort, MatchedBy, Side
from saas.scope import Scope

ONE_AT_A_TIME = "A run of this cohort is under way; wait until it is done, or cancel it."
BY_REQUEST = _l(
    "In this program mentees find their mentors themselves. Say “both” under Requests to match "
    "whoever is left."
)
WINDING_DOWN = _l("This program is winding down: nobody is matched in it any more.")
LONG = dt.timedelta(seconds=30)
LARGEST_POOL = 1_000
HELD = ("stable",)
"""Objectives that need the fit of every pair at hand."""


class StoppedError(RuntimeError):
    """The run was cancelled, or another worker finished it: stop without saving."""


def start_run(scope: Scope, cohort_id: uuid.UUID) -> Run:
    """Ask for a run of a cohort.

    Raises:
        NotFoundError: The cohort is not the actor's to see.
        ConflictError: One is under way, the program is archived, winds down or leaves it to
            requests, or a side has nobody.
    """
    lock_runs(scope, cohort_id)
    cohort = programs.open_cohort(scope, cohort_id)
    if not cohort.program.is_running:
        raise ConflictError(WINDING_DOWN)
    if cohort.program.matched_by is MatchedBy.REQUEST:
        raise ConflictError(BY_REQUEST)
    counts = programs.participant_counts(scope, [cohort]).get(cohort.id, {})
    if not can_be_matched(cohort, counts):
        raise ConflictError(
            _("Take in at least two people before you match them.")
            if cohort.program.is_pool
            else _("Take in at least one mentee and one mentor before you match them.")
        )
    rules = rules_of(cohort.program)
    check_scale(rules, counts[Side.MENTEE] * counts[Side.MENTOR])
    check_pool(cohort, counts)
    run = Run(cohort_id=cohort.id, rules=rules.to_dict(), started_by_id=scope.actor_id)
    with refusing(ONE_AT_A_TIME):
        db.session.add(run)
    enqueue(scope, "matching.execute_run", key=f"matching.execute_run:{run.id}", run_id=str(run.id))
    return run


def lock_runs(scope: Scope, cohort_id: uuid.UUID) -> None:
    """Let one at a time begin a run of a cohort, or keep a trial, until this commits.

    Before any lock of a run: who has one of these would wait for who waits for it.
    """
    lock_until_commit("runs", scope.org_id, cohort_id)


def can_be_matched(cohort: Cohort, counts: Mapping[Side, int]) -> bool:
    """Whether there is somebody on each side, or there are two in the one pool."""
    if cohort.program.is_pool:
        return counts.get(Side.MENTEE, 0) > 1
    return all(counts.get(side) for side in Side)


def check_pool(cohort: Cohort, counts: Mapping[Side, int]) -> None:
    """Refuse a pool that is too large.

    Raises:
        ConflictError: It is.
    """
    if cohort.program.is_pool and counts.get(Side.MENTEE, 0) > LARGEST_POOL:
        limit = f"{LARGEST_POOL:,}"
        raise ConflictError(
            _("A pool of up to %(limit)s people can be matched; divide the cohort.", limit=limit)
        )


def check_scale(rules: Rules, pairs: int) -> None:
    """Refuse what cannot be done for so many possible pairs.

    Raises:
        ConflictError: The rules ask for groups or for a stable result.
    """
    if pairs <= MANY:
        return
    limit = f"{MANY:,}"
    if rules.group_hours:
        raise ConflictError(
            _("Groups can be matched for up to %(limit)s possible pairs (mentees times mentors), "
              "and this cohort has more; turn groups off, or divide the cohort.", limit=limit)
        )  # fmt: skip
    if rules.objective in HELD:
        raise ConflictError(
            _("A result that nobody would leave can be found for up to %(limit)s possible pairs "
              "(mentees times mentors), and this cohort has more; choose another aim, or divide "
              "the cohort.", limit=limit)
        )  # fmt: skip


def took_long(run: Run) -> bool:
    """Whether whoever started a run may have gone elsewhere meanwhile."""
    return run.finished_at is not None and run.finished_at - run.created_at > LONG


def cancel_run(scope: Scope, run_id: uuid.UUID) -> Run:
    """Stop a run that waits or is under way. Safe to call twice.

    Raises:
        NotFoundError: No such run.
        ConflictError: It has ended otherwise.
    """
    run = queries.managed_run(scope, run_id, lock=True)
    if run.state in queries.OPEN:
        run.state, run.finished_at = RunState.CANCELLED, clock.now()
    elif run.state is not RunState.CANCELLED:
        raise ConflictError("This run has ended already; there is nothing to cancel.")
    return run


def fail_run(scope: Scope, run_id: uuid.UUID, sentence: str) -> None:
    """Say that a run failed, and so leave its cohort free for another."""
    if not _update_open(
        scope.org_id, run_id, state=RunState.FAILED, error=sentence, finished_at=clock.now()
    ):
        return
    run = db.session.get_one(Run, (scope.org_id, run_id), populate_existing=True)
    if took_long(run):
        messages.run_failed(scope, run, sentence)


def note_progress(org_id: int, run_id: uuid.UUID, percent: int, step: str) -> bool:
    """Write down how far a run is; False when it is not under way any more."""
    return _update_open(org_id, run_id, state=RunState.RUNNING, percent=percent, step=step)


def _update_open(org_id: int, run_id: uuid.UUID, **values: Any) -> bool:
    changed: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        update(Run)
        .where(Run.org_id == org_id, Run.id == run_id, Run.state.in_(queries.OPEN))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount == 1
