"""Trials: what other rules would give, seen before anybody keeps them (What if?)."""

import datetime as dt
import math
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, exists, or_, select

from saas import clock
from saas.db import db, refusing
from saas.errors import ConflictError
from saas.jobs import enqueue
from saas.matching.models import BoardStep, Proposal, Run, RunState, Unplaced
from saas.matching.queries import runs
from saas.matching.queries.look import SENT
from saas.matching.services.rules import with_settings
from saas.matching.services.runs import ONE_AT_A_TIME, check_scale, lock_runs
from saas.matching.services.steps import LATER, lock_board, write_step
from saas.programs import queries as programs
from saas.programs.models import Side
from saas.programs.services.locking import locked_open_program
from saas.scope import Scope

NO_TRIAL = "This is no trial any more; it was kept already."
BOARD_MOVED = "The board was changed since this was tried; try it again before you keep it."
RULES_MOVED = "The matching rules were changed since this was tried; try it again first."
RULES_MOVED_SINCE_KEPT = (
    "The matching rules were changed since these were kept. Change them back and undo this then, "
    "or run again with the rules that you want."
)
KEPT = "Kept the rules that were tried: this board replaces the one before."
FORGOTTEN_AFTER = dt.timedelta(days=7)


def start_trial(scope: Scope, run_id: uuid.UUID, settings: Mapping[str, Any]) -> Run:
    """Try other rules on the people of a board. Earlier trials of the same admin go.

    Args:
        scope: Whose, and who tries.
        run_id: The run whose board stands now.
        settings: Of the rules, as `save_rules` takes them.

    Raises:
        NotFoundError: No such run.
        InvalidError: A setting cannot be used, or two contradict each other.
        ConflictError: A newer run replaced the board, a run of the cohort is under way, or the
            people are too many for what the rules ask.
    """
    lock_runs(scope, runs.managed_run(scope, run_id).cohort_id)
    board = lock_board(scope, run_id)
    before = board.cohort.program.rules
    rules = with_settings(board.cohort.program, settings)
    counts = programs.participant_counts(scope, [board.cohort]).get(board.cohort_id, {})
    check_scale(rules, math.prod(counts.get(side, 0) for side in Side))
    _forget(scope, Run.cohort_id == board.cohort_id, Run.started_by_id == scope.actor_id)
    trial = Run(
        cohort_id=board.cohort_id,
        rules=rules.to_dict(),
        started_by_id=scope.actor_id,
        trial=True,
        based_on_id=board.id,
        based_on_revision=board.revision,
        figures={"rules_before": before},
    )
    with refusing(ONE_AT_A_TIME):
        db.session.add(trial)
    key = f"matching.execute_run:{trial.id}"
    enqueue(scope, "matching.execute_run", key=key, run_id=str(trial.id))
    return trial


def keep(scope: Scope, run_id: uuid.UUID) -> BoardStep:
    """Make a trial the cohort's board, and its rules the program's: one step, to be undone.

    Raises:
        NotFoundError: No such run.
        ConflictError: It is kept already or not done, board or rules are others by now, a run is
            under way, or the program is archived.
    """
    lock_runs(scope, runs.managed_run(scope, run_id).cohort_id)
    trial = _done_trial(scope, run_id)
    if runs.is_under_way(scope, trial.cohort_id):
        raise ConflictError(ONE_AT_A_TIME)
    board = runs.latest_done(scope, trial.cohort_id, lock=True)
    seen = trial.based_on_id, trial.based_on_revision
    if board is None or (board.id, board.revision) != seen:
        raise ConflictError(BOARD_MOVED)
    program = locked_open_program(scope, trial.cohort.program_id)
    if program.rules != trial.figures["rules_before"]:
        raise ConflictError(RULES_MOVED)
    program.rules = trial.rules
    trial.trial, trial.revision = False, trial.revision + 1
    nothing: dict[str, Any] = {"proposals": {}, "after": {}, "exclusions": [], "unplaced": []}
    return write_step(scope, trial, KEPT, {**nothing, "kept": True})


def give_back(scope: Scope, run: Run, step: BoardStep) -> None:
    """Make a trial that was kept a trial again; the run is locked.

    Raises:
        ConflictError: Its board was decided on or sent since, somebody is next in line or was
            left waiting on it, the rules were changed, or the program is archived.
    """
    later = exists().where(
        BoardStep.org_id == scope.org_id,
        BoardStep.run_id == run.id,
        BoardStep.id != step.id,
        BoardStep.undone_at.is_(None),
    )
    sent = exists().where(
        Proposal.org_id == scope.org_id,
        Proposal.run_id == run.id,
        or_(Proposal.state.in_(SENT), Proposal.drafted_from_id.is_not(None)),
    )
    left = exists().where(
        Unplaced.org_id == scope.org_id,
        Unplaced.run_id == run.id,
        Unplaced.created_at > step.created_at,
    )
    if db.session.scalar(select(later | sent | left)):
        raise ConflictError(LATER)
    program = locked_open_program(scope, run.cohort.program_id)
    if program.rules != run.rules:
        raise ConflictError(RULES_MOVED_SINCE_KEPT)
    program.rules = run.figures["rules_before"]
    run.trial, run.revision = True, run.revision + 1
    step.undone_at = clock.now()


def discard(scope: Scope, run_id: uuid.UUID) -> Run:
    """Forget a trial with all it proposed; return the run whose board it was tried on.

    Raises:
        NotFoundError: No such run.
        ConflictError: It was kept.
    """
    trial = _done_trial(scope, run_id)
    board = runs.latest_done(scope, trial.cohort_id)
    _forget(scope, Run.id == trial.id)
    return board or trial


def forget_old_trials(scope: Scope) -> None:
    """Forget trials that nobody kept or discarded for a week. Safe to call twice."""
    _forget(scope, Run.created_at < clock.now() - FORGOTTEN_AFTER)


def _done_trial(scope: Scope, run_id: uuid.UUID) -> Run:
    trial = runs.managed_run(scope, run_id, lock=True)
    if not trial.trial:
        raise ConflictError(NO_TRIAL)
    if trial.state is not RunState.DONE:
        raise ConflictError("This trial is not done; wait for it, or start another one.")
    return trial


def _forget(scope: Scope, *conditions: Any) -> None:
    ended = (RunState.DONE, RunState.FAILED, RunState.CANCELLED)
    db.session.execute(
        delete(Run)
        .where(Run.org_id == scope.org_id, Run.trial, Run.state.in_(ended), *conditions)
        .execution_options(synchronize_session=False)
    )
