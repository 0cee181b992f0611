"""What the worker does of a run: read, match, explain, and write it all down."""

import dataclasses as dc
import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from saas import clock
from saas.db import db
from saas.matching import drafting, messages, proving
from saas.matching.crowd import Crowd, gather
from saas.matching.engine import Costs, Outcome, Rules
from saas.matching.figures import figures_of, trial_figures
from saas.matching.models import Proposal, Run, RunState, Unplaced
from saas.matching.queries import places
from saas.matching.queries import runs as queries
from saas.matching.queries.places import Pair
from saas.matching.services.runs import StoppedError, check_scale, took_long
from saas.matching.settling import costs, find
from saas.programs import queries as programs
from saas.scope import Scope

if TYPE_CHECKING:
    from saas.matching.engine.wide import WideOutcome

TRIES = 3
TOGETHER = 500
"""So many rows are written at once."""
Report = Callable[[int, str], None]


@dc.dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a run found.

    Attributes:
        kept: The proposals of the earlier board that are in it.
        board: The earlier board and its revision, as they were read.
        standing: Whom the earlier board proposed.
        on: The day on which the people were read.
        left_out: Mentees who wait for somebody and have not taken the orientation yet.
        costs: What tells the cost of another choice, where the prices of the result do not.
    """

    crowd: Crowd
    outcome: "Outcome | WideOutcome"
    kept: dict[Pair, Proposal]
    board: tuple[uuid.UUID | None, int | None]
    figures: dict[str, Any]
    notes: list[str]
    standing: list[Pair]
    on: dt.date
    left_out: frozenset[uuid.UUID]
    costs: Costs | None


def execute_run(scope: Scope, run_id: uuid.UUID, report: Report) -> None:
    """Match the people of a run's cohort. Safe to call twice: one run is written down once.

    Args:
        scope: Whose.
        run_id: The run.
        report: Told the percent done and what is done now; may raise StoppedError.

    Raises:
        StoppedError: It was cancelled meanwhile.
        RulesError: The rules as they stood cannot be used.
        ConflictError: The people are too many for what the rules ask.
        ForbiddenError: Whoever started it does not run its program any more.
    """
    run = queries.managed_run(scope, run_id)
    if run.state not in queries.OPEN:
        return
    if run.started_by_id:
        programs.refuse_gone(scope, run.started_by_id, run.cohort_id)
    for attempt in range(TRIES):
        # The last time nobody may decide meanwhile.
        before = queries.latest_done(scope, run.cohort_id, lock=attempt == TRIES - 1)
        if _write(scope, run, _find(scope, run, before, report), report):
            return
        db.session.expire_all()


def _find(scope: Scope, run: Run, before: Run | None, report: Report) -> Found:
    """Find the best proposals, keeping what the board before it decided."""
    rules = Rules.from_dict(run.rules)
    board = (before.id, before.revision) if before else (None, None)
    report(10, "Reading the answers")
    everybody = gather(scope, run.cohort_id, rules)
    unready = everybody.unready
    crowd = everybody.without(unready)
    earlier = places.drafted(scope, before.id) if before else ()
    report(30, "Comparing everybody with everybody")
    on, market = clock.today(), crowd.whole(rules)
    check_scale(rules, market.size)
    kept, put_back = drafting.kept_of(crowd, earlier, unready)
    pins, notes = drafting.keepable(crowd, market, kept)
    report(55, "Finding the best proposals")
    standing = [(each.mentee_id, each.mentor_id) for each in earlier]
    outcome = find(
        market,
        [_ids(crowd, pair) for pair in pins],
        [_ids(crowd, pair) for pair in standing if crowd.answers.keys() >= set(pair)],
        report,
        proving.start_from(scope, before, run, crowd, market),
    )
    sure, rather = (crowd.places(outcome.market, some).values() for some in (pins, standing))
    told = costs(outcome.market, outcome.assignment, sure, rather, report)
    report(80, "Writing down the reasons")
    figures = _figures(run, crowd, outcome, standing, pins)
    notes = [*notes, *put_back, *drafting.notes_on_unready(crowd, unready)]
    notes += drafting.notes_on_names(crowd)
    left_out = unready & everybody.waiting()
    return Found(crowd, outcome, pins, board, figures, notes, standing, on, left_out, told)


def _figures(
    run: Run,
    crowd: Crowd,
    outcome: "Outcome | WideOutcome",
    standing: Iterable[Pair],
    pins: Iterable[Pair],
) -> dict[str, Any]:
    """Count how people fare, and for a trial also who changes."""
    market = outcome.market
    found = outcome.assignment.pairs
    figures = {**run.figures, **figures_of(market, found), "keeping": len(market.closed())}
    if not run.trial:
        return figures
    board = crowd.positions(market, standing)
    kept = [(int(row), int(col)) for row, col in crowd.positions(market, pins)]
    return {**figures, **trial_figures(market, board, found, kept)}


def _write(scope: Scope, run: Run, found: Found, report: Report) -> bool:
    """Save what was found.

    Returns:
        False, with nothing saved, when somebody decided on the earlier board meanwhile: what
        they decided would be lost.
    """
    with db.session.begin_nested() as savepoint:
        _alone(run)
        proposals = 0
        for rows in _batches(drafting.proposal_rows(run, found.crowd, found.outcome, found.kept)):
            db.session.execute(insert(Proposal), rows)
            proposals += len(rows)
            share = proposals / len(found.outcome.assignment.pairs)
            report(80 + int(15 * share), "Writing down the reasons")
        unplaced = drafting.unplaced_rows(run, found.crowd, found.outcome)
        for rows in _batches(chain(unplaced, drafting.unready_rows(run, found.left_out))):
            db.session.execute(insert(Unplaced), rows)
        if _finished(scope, run, found, proposals):
            return True
        savepoint.rollback()
        return False


def _alone(run: Run) -> None:
    """Let one worker at a time write a run down, without keeping others from seeing how far it is.

    Raises:
        StoppedError: Another one is at it.
    """
    key = func.hashtextextended(str(run.id), 0)
    if not db.session.scalar(select(func.pg_try_advisory_xact_lock(key))):
        raise StoppedError


def _finished(scope: Scope, run: Run, found: Found, proposals: int) -> bool:
    """End the run, unless it has ended meanwhile: only one worker comes past here."""
    run = queries.managed_run(scope, run.id, lock=True)
    if run.state not in queries.OPEN:
        raise StoppedError
    now = queries.latest_done(scope, run.cohort_id, lock=True)
    if (now.id if now else None, now.revision if now else None) != found.board:
        return False
    market, assignment = found.outcome.market, found.outcome.assignment
    run.mentees, run.mentors = len(market.mentees), len(market.mentors)
    run.total = round(assignment.total * drafting.POINTS)
    run.bound = round(assignment.bound * drafting.POINTS)
    run.certified, run.data_hash = assignment.certified, found.crowd.fingerprint()
    run.notes, run.percent, run.step = found.notes, 100, "Done"
    run.figures = found.figures
    run.state, run.finished_at = RunState.DONE, clock.now()
    if not found.crowd.pool:
        kept = proving.Result(assignment, found.on, list(found.kept), found.standing, found.costs)
        proving.keep_prices(run, found.crowd, market, kept)
    if took_long(run):
        messages.run_finished(scope, run, proposals)
    return True


def _batches(rows: Iterable[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    waiting = iter(rows)
    while some := list(islice(waiting, TOGETHER)):
        yield some


def _ids(crowd: Crowd, pair: Pair) -> tuple[str, str]:
    return crowd.answers[pair[0]].id, crowd.answers[pair[1]].id
