"""Starting, executing and stopping runs."""

import dataclasses as dc
import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import CursorResult, insert, update

from saas import clock
from saas.db import db, refusing
from saas.errors import ConflictError
from saas.jobs import enqueue
from saas.matching import drafting, messages
from saas.matching.crowd import Crowd, gather
from saas.matching.engine import Market, Rules, propose
from saas.matching.engine.proposals import Outcome
from saas.matching.figures import figures_of, trial_figures
from saas.matching.models import Proposal, Run, RunState, Unplaced
from saas.matching.queries import places
from saas.matching.queries import runs as queries
from saas.matching.queries.places import Pair
from saas.matching.services.rules import rules_of
from saas.programs import queries as programs
from saas.programs.models import MatchedBy, Side
from saas.scope import Scope

ONE_AT_A_TIME = "A run of this cohort is under way; wait until it is done, or cancel it."
BY_REQUEST = (
    _("In this program mentees find their mentors themselves; let both sides find partners "),
    "in its request settings, and then match who is left.",
)
LONG = dt.timedelta(seconds=30)
TRIES = 3
Report = Callable[[int, str], None]


class StoppedError(RuntimeError):
    """The run was cancelled, or another worker finished it: stop without saving."""


def start_run(scope: Scope, cohort_id: uuid.UUID) -> Run:
    """Ask for a run of a cohort.

    Raises:
        NotFoundError: The cohort is not the actor's to see.
        ConflictError: One is under way, the program is archived, or a side has nobody.
    """
    cohort = programs.managed_cohort(scope, cohort_id)
    if cohort.program.archived_at:
        raise ConflictError(_("This program is archived; restore it to match its people."))
    if cohort.program.matched_by is MatchedBy.REQUEST:
        raise ConflictError(BY_REQUEST)
    counts = programs.participant_counts(scope, [cohort]).get(cohort.id, {})
    if not all(counts.get(side) for side in Side):
        raise ConflictError(_("Take in at least one mentee and one mentor before you match them."))
    rules = rules_of(cohort.program).to_dict()
    run = Run(cohort_id=cohort.id, rules=rules, started_by_id=scope.actor_id)
    with refusing(ONE_AT_A_TIME):
        db.session.add(run)
    enqueue(scope, "matching.execute_run", key=f"matching.execute_run:{run.id}", run_id=str(run.id))
    return run


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
    if _took_long(run):
        messages.run_failed(scope, run, sentence)


def note_progress(org_id: int, run_id: uuid.UUID, percent: int, step: str) -> bool:
    """Write down how far a run is; False when it is not under way any more."""
    return _update_open(org_id, run_id, state=RunState.RUNNING, percent=percent, step=step)


def execute_run(scope: Scope, run_id: uuid.UUID, report: Report) -> None:
    """Match the people of a run's cohort. Safe to call twice: one run is written down once.

    Args:
        scope: Whose.
        run_id: The run.
        report: Told the percent done and what is done now; may raise StoppedError.

    Raises:
        StoppedError: It was cancelled meanwhile.
        RulesError: The rules as they stood cannot be used.
    """
    run = queries.managed_run(scope, run_id)
    if run.state not in queries.OPEN:
        return
    for attempt in range(TRIES):
        # The last time nobody may decide meanwhile.
        before = queries.latest_done(scope, run.cohort_id, lock=attempt == TRIES - 1)
        found, notes = _find(scope, run, before, report)
        if _write(scope, run, found, notes):
            return
        db.session.expire_all()


def _find(scope: Scope, run: Run, before: Run | None, report: Report) -> tuple["Found", list[str]]:
    """Find the best proposals, keeping what the board before it decided."""
    rules = Rules.from_dict(run.rules)
    revision = before.revision if before else None
    report(10, "Reading the answers")
    crowd = gather(scope, run.cohort_id, rules)
    earlier = places.drafted(scope, before.id) if before else ()
    report(30, "Comparing everybody with everybody")
    market = crowd.market(rules, crowd.waiting())
    pins, notes = drafting.keepable(crowd, market, filter(drafting.is_kept, earlier))
    report(55, "Finding the best proposals")
    standing = [(each.mentee_id, each.mentor_id) for each in earlier]
    outcome = propose(
        market,
        [_ids(crowd, pair) for pair in pins],
        [_ids(crowd, pair) for pair in standing if crowd.answers.keys() >= set(pair)],
    )
    report(80, "Writing down the reasons")
    market = outcome.market
    figures = _figures(run, crowd, market, outcome, standing, pins)
    return Found(
        crowd, market, outcome, pins, (before.id if before else None, revision), figures
    ), notes


def _figures(
    run: Run,
    crowd: Crowd,
    market: Market,
    outcome: Outcome,
    standing: Iterable[Pair],
    pins: Iterable[Pair],
) -> dict[str, Any]:
    """Count how people fare, and for a trial also who changes."""
    found = outcome.assignment.pairs
    figures = {**run.figures, **figures_of(market, found)}
    if not run.trial:
        return figures
    board = crowd.positions(market, standing)
    kept = [(int(row), int(col)) for row, col in crowd.positions(market, pins)]
    return {**figures, **trial_figures(market, board, found, kept)}


@dc.dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a run found.

    Attributes:
        kept: The proposals of the earlier board that are in it.
        board: The earlier board and its revision, as they were read.
    """

    crowd: Crowd
    market: Market
    outcome: Outcome
    kept: dict[Pair, Proposal]
    board: tuple[uuid.UUID | None, int | None]
    figures: dict[str, Any]


def _write(scope: Scope, run: Run, found: Found, notes: list[str]) -> bool:
    """Save what was found, unless the run has ended meanwhile: only one worker comes past here.

    Returns:
        False, with nothing saved, when somebody decided on the earlier board meanwhile: what
        they decided would be lost.
    """
    drafts = drafting.proposal_rows(run, found.crowd, found.market, found.outcome, found.kept)
    missing = drafting.unplaced_rows(run, found.crowd, found.outcome)
    run = queries.managed_run(scope, run.id, lock=True)
    if run.state not in queries.OPEN:
        raise StoppedError
    now = queries.latest_done(scope, run.cohort_id, lock=True)
    if (now.id if now else None, now.revision if now else None) != found.board:
        return False
    if drafts:
        db.session.execute(insert(Proposal), drafts)
    if missing:
        db.session.execute(insert(Unplaced), missing)
    assignment = found.outcome.assignment
    run.mentees, run.mentors = len(found.market.mentees), len(found.market.mentors)
    run.total = round(assignment.total * drafting.POINTS)
    run.bound = round(assignment.bound * drafting.POINTS)
    run.certified, run.data_hash = assignment.certified, found.crowd.fingerprint()
    run.notes, run.percent, run.step = notes, 100, "Done"
    run.figures = found.figures
    run.state, run.finished_at = RunState.DONE, clock.now()
    if _took_long(run):
        messages.run_finished(scope, run, len(drafts))
    return True


def _took_long(run: Run) -> bool:
    return run.finished_at is not None and run.finished_at - run.created_at > LONG


def _ids(crowd: Crowd, pair: Pair) -> tuple[str, str]:
    return crowd.answers[pair[0]].id, crowd.answers[pair[1]].id


def _update_open(org_id: int, run_id: uuid.UUID, **values: Any) -> bool:
    changed: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        update(Run)
        .where(Run.org_id == org_id, Run.id == run_id, Run.state.in_(queries.OPEN))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return changed.rowcount == 1
