"""Who is next in line when a proposal was declined or expired."""

import dataclasses as dc
import uuid

from sqlalchemy import exists, select

from saas.db import db, found
from saas.errors import ConflictError
from saas.matching import drafting
from saas.matching.crowd import Crowd, gather_some
from saas.matching.engine import Exclusion as Ban
from saas.matching.engine import propose
from saas.matching.models import Proposal, ProposalState, Run
from saas.matching.queries import places, runs
from saas.matching.queries.board import NO_PROPOSAL
from saas.matching.queries.look import PLACED
from saas.matching.services.publishing import send_next
from saas.matching.services.rules import rules_of
from saas.matching.services.steps import drafts, leave_waiting
from saas.orientation.queries import not_ready
from saas.programs.models import NextInLine
from saas.programs.queries import Among
from saas.scope import Scope

LEFT_OVER = "The two who were proposed to each other did not both accept."
AGAIN = "Run again to find somebody else who is free."
_UNREADY = drafting.UNREADY, drafting.REMIND


def draft_next(scope: Scope, proposal_id: uuid.UUID) -> Proposal | None:
    """Propose the best mentor who has a place left to the mentee of a closed proposal.

    By the rules of the program and the answers of people as they are now, not as the run had them.
    Sends it at once where the program wants that. Safe to call twice.

    Returns:
        The new proposal; None when nobody is possible, and then the mentee is on the board
        among those without a mentor.
    """
    closed = found(db.session.get(Proposal, (scope.org_id, proposal_id)), NO_PROPOSAL)
    run = _locked(scope, closed)
    if run is None or not run.cohort.program.is_running or _has_next(scope, closed):
        return None
    if run.cohort.program.is_pool:
        _leave_both(scope, run, closed)
        return None
    row = _draft(scope, run, closed)
    if row and run.cohort.program.next_in_line is NextInLine.AT_ONCE:
        try:
            send_next(scope, run.id, row.id)
        except ConflictError:
            return row  # Left on the board, where an admin sees what is in the way.
    return row


def _locked(scope: Scope, closed: Proposal) -> Run | None:
    """Return the board that stands, locked; another may replace it while one waits for the lock."""
    latest = runs.latest_done(scope, closed.cohort_id)
    while latest:
        board = runs.managed_run(scope, latest.id, lock=True)
        latest = runs.latest_done(scope, closed.cohort_id)
        if latest and latest.id == board.id:
            return board
    return None


def _draft(scope: Scope, run: Run, closed: Proposal) -> Proposal | None:
    rules = rules_of(run.cohort.program)
    standing = places.drafted_pairs(scope, run.id)
    among = Among([closed.mentee_id], mentors=True)
    crowd = gather_some(scope, run.cohort_id, rules, among, standing)
    if closed.mentee_id not in crowd.waiting():
        return None
    if closed.mentee_id in crowd.unready:
        _leave_waiting(scope, run, closed.mentee_id, _UNREADY)
        return None
    crowd = crowd.without(crowd.unready)
    crowd = _apart(crowd, closed)
    market = crowd.market(rules, {closed.mentee_id})
    outcome = propose(market)
    if not outcome.proposals:
        [left] = outcome.unmatched
        _leave_waiting(scope, run, closed.mentee_id, (left.reason, left.remedy))
        return None
    position = outcome.assignment.pairs[0]
    pair = crowd.pair(outcome.proposals[0].mentee, outcome.proposals[0].mentor)
    values = drafting.proposal_row(run, outcome.market, pair, (int(position[0]), int(position[1])))
    [draft] = drafts(scope, [values])
    row = draft.proposal
    row.state, row.drafted_from_id = ProposalState.PROPOSED, closed.id
    run.revision += 1
    return row


def _apart(crowd: Crowd, closed: Proposal) -> Crowd:
    """Return the same people, of whom none is next in line for themselves."""
    pair = closed.mentee_id, closed.mentor_id
    if not crowd.answers.keys() >= set(pair):
        return crowd
    one, other = (crowd.answers[each].id for each in pair)
    ban = Ban(one, other, "rejected")
    return dc.replace(crowd, bans=(*crowd.bans, ban))


def _leave_both(scope: Scope, run: Run, closed: Proposal) -> None:
    """In a pool nobody is next in line: whoever is left over waits for the next run."""
    unready = not_ready(scope, run.cohort_id)
    for participant_id in (closed.mentee_id, closed.mentor_id):
        why = _UNREADY if participant_id in unready else (LEFT_OVER, AGAIN)
        _leave_waiting(scope, run, participant_id, why)


def _has_next(scope: Scope, closed: Proposal) -> bool:
    """Whether somebody stands next in line for it: not one who came to nothing since, either."""
    statement = exists().where(
        Proposal.org_id == scope.org_id,
        Proposal.drafted_from_id == closed.id,
        Proposal.state.in_(PLACED),
    )
    return bool(db.session.scalar(select(statement)))


def _leave_waiting(
    scope: Scope, run: Run, participant_id: uuid.UUID, why: tuple[str, str | None]
) -> None:
    if leave_waiting(scope, run, {participant_id: why}):
        run.revision += 1  # A run that is under way reads everything again.
