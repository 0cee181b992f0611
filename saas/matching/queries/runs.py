"""Reads of runs."""

import uuid
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, exists, select
from sqlalchemy.orm import contains_eager

from saas.db import db, found
from saas.matching.models import Run, RunState
from saas.orgs.models import Member
from saas.programs.models import Cohort
from saas.programs.queries.programs import sees
from saas.programs.speaking import speak_for
from saas.scope import Scope

NO_RUN = _l("This run does not exist, or you do not run its program.")
OPEN = (RunState.QUEUED, RunState.RUNNING)
SHOWN = 50


def managed_run(scope: Scope, run_id: uuid.UUID, *, lock: bool = False) -> Run:
    """Return a run, with cohort and program, of a program that the actor sees.

    Args:
        scope: Whose.
        run_id: The run.
        lock: Whether to keep others from changing its board until this commits.

    Raises:
        NotFoundError: There is none, or they do not run its program.
    """
    statement = _with_program(scope).where(Run.id == run_id, sees(scope))
    if lock:
        # Not FOR UPDATE: rows that refer to the run may still be written meanwhile.
        statement = statement.with_for_update(of=Run, key_share=True)
        statement = statement.execution_options(populate_existing=True)
    run = found(db.session.scalar(statement), NO_RUN)
    speak_for(run.cohort.program)
    return run


def runs_of(scope: Scope, cohort_id: uuid.UUID) -> Sequence[tuple[Run, str | None]]:
    """Return the latest runs of a cohort with the names of who started them, newest first."""
    rows = db.session.execute(
        select(Run, Member.name)
        .outerjoin(Member, (Member.org_id == Run.org_id) & (Member.id == Run.started_by_id))
        .where(Run.org_id == scope.org_id, Run.cohort_id == cohort_id, ~Run.trial)
        .order_by(Run.created_at.desc(), Run.id)
        .limit(SHOWN)
    )
    return [(run, name) for run, name in rows]


def latest_done(scope: Scope, cohort_id: uuid.UUID, *, lock: bool = False) -> Run | None:
    """Return the run of a cohort whose board counts: the last that was finished."""
    statement = _done(scope, cohort_id).limit(1)
    if lock:
        statement = statement.with_for_update(key_share=True)
        statement = statement.execution_options(populate_existing=True)
    return db.session.scalar(statement)


def is_under_way(scope: Scope, cohort_id: uuid.UUID) -> bool:
    """Whether a run of a cohort waits or works, be it a trial."""
    found_one = exists().where(
        Run.org_id == scope.org_id,
        Run.cohort_id == cohort_id,
        Run.state.in_(OPEN),
    )
    return bool(db.session.scalar(select(found_one)))


def done_before(scope: Scope, run: Run) -> Run | None:
    """Return the run of the same cohort that was finished before another one was begun."""
    statement = _done(scope, run.cohort_id).where(Run.created_at < run.created_at).limit(1)
    return db.session.scalar(statement)


def _done(scope: Scope, cohort_id: uuid.UUID) -> Select[Run]:
    return (
        select(Run)
        .where(Run.org_id == scope.org_id, Run.cohort_id == cohort_id, ~Run.trial)
        .where(Run.state == RunState.DONE)
        .order_by(Run.created_at.desc(), Run.id)
    )


def _with_program(scope: Scope) -> Select[Run]:
    return (
        select(Run)
        .join(Run.cohort)
        .join(Cohort.program)
        .where(Run.org_id == scope.org_id)
        .options(contains_eager(Run.cohort).contains_eager(Cohort.program))
    )
