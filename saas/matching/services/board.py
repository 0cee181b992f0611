"""Decisions on a review board, each with its undo.

Whoever decides says in which state they saw the proposal; when it is in another by now,
somebody else was faster, and nothing is overwritten.
"""

import enum
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db, found
from saas.errors import ConflictError
from saas.matching.models import (
    BoardStep,
    Exclusion,
    ExclusionReason,
    Proposal,
    ProposalState,
    Run,
    RunState,
)
from saas.matching.queries import board as queries
from saas.matching.queries import runs
from saas.scope import Scope

OUTDATED = "Somebody else changed this proposal meanwhile; look at it again before you decide."
REPLACED = "A newer run replaced this board; decide on the newer one."
OPEN = (ProposalState.PROPOSED, ProposalState.APPROVED, ProposalState.REJECTED)


class Decision(enum.StrEnum):
    """What an admin can decide about a proposal."""

    APPROVE = "approve"
    REJECT = "reject"
    PIN = "pin"
    UNPIN = "unpin"
    EXCLUDE = "exclude"


WORDS = {
    Decision.APPROVE: "Approved {}.",
    Decision.REJECT: "Rejected {}; a next run will not propose them again.",
    Decision.PIN: "Pinned {}: a next run keeps them together.",
    Decision.UNPIN: "Unpinned {}.",
    Decision.EXCLUDE: "{} will never be proposed to each other again.",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A proposal and what becomes of it."""

    proposal: Proposal
    state: ProposalState
    pinned: bool
    reason: ExclusionReason | None = None


def decide(
    scope: Scope, run_id: uuid.UUID, proposal_id: uuid.UUID, decision: Decision, seen: str
) -> BoardStep:
    """Decide about one proposal that was seen in the state `seen` (`standing` gives it).

    Raises:
        NotFoundError: No such proposal.
        ConflictError: It was sent, changed by somebody else, or a newer run replaced the board.
    """
    run = lock_board(scope, run_id)
    row = queries.proposal(scope, run.id, proposal_id)
    if seen != standing(row):
        raise ConflictError(OUTDATED)
    if row.state not in OPEN:
        raise ConflictError("This proposal was sent; it can only be answered now.")
    words = WORDS[decision].format(_names(row))
    return _record(scope, run, words, [_change(row, decision)])


def approve_above(scope: Scope, run_id: uuid.UUID, percent: int) -> BoardStep | None:
    """Approve all that is still proposed with a fit of at least `percent`; None when none is.

    Raises:
        NotFoundError: No such run.
        ConflictError: A newer run replaced the board.
    """
    run = lock_board(scope, run_id)
    rows = db.session.scalars(
        select(Proposal).where(
            Proposal.org_id == scope.org_id,
            Proposal.run_id == run.id,
            Proposal.state == ProposalState.PROPOSED,
            Proposal.fit >= percent * 100,
        )
    ).all()
    if not rows:
        return None
    noun = "proposal" if len(rows) == 1 else "proposals"
    words = f"Approved {len(rows)} {noun} with a fit of {percent} or more."
    return _record(scope, run, words, [_change(row, Decision.APPROVE) for row in rows])


def undo(scope: Scope, run_id: uuid.UUID, step_id: uuid.UUID) -> BoardStep:
    """Take one decision back. Safe to call twice.

    Raises:
        NotFoundError: No such decision.
        ConflictError: What it decided was changed again, or sent.
    """
    run = lock_board(scope, run_id)
    step = found(
        db.session.get(BoardStep, (scope.org_id, step_id), populate_existing=True),
        "This step does not exist any more; load the board again.",
    )
    if step.run_id != run.id:
        found(None, "This step does not exist any more; load the board again.")
    if step.undone_at:
        return step
    before: dict[str, list[Any]] = step.before["proposals"]
    rows = _proposals(scope, run, before)
    if any(standing(row) != step.before["after"][str(row.id)] for row in rows):
        raise ConflictError("This was changed again since; undo the later step first.")
    for row in rows:
        state, pinned = before[str(row.id)]
        row.state, row.pinned = ProposalState(state), pinned
    _include(scope, [uuid.UUID(each) for each in step.before["exclusions"]])
    step.undone_at = clock.now()
    run.revision += 1
    return step


def standing(proposal: Proposal) -> str:
    """Return the state of a proposal as a form carries it."""
    return f"{proposal.state.value}{'+pinned' if proposal.pinned else ''}"


def lock_board(scope: Scope, run_id: uuid.UUID) -> Run:
    """Return a run whose board can be decided on, kept from others until this commits.

    Raises:
        NotFoundError: No such run.
        ConflictError: It is not done, or a newer one replaced it.
    """
    run = runs.managed_run(scope, run_id, lock=True)
    if run.state is not RunState.DONE:
        raise ConflictError("This run has no proposals to decide on; start another one.")
    latest = runs.latest_done(scope, run.cohort_id)
    if latest is None or latest.id != run.id:
        raise ConflictError(REPLACED)
    return run


def exclude(scope: Scope, pairs: Iterable[tuple[Proposal, ExclusionReason]]) -> Sequence[uuid.UUID]:
    """Keep people apart from now on; return the ids of what is new. Safe to call twice."""
    rows = [
        {
            "org_id": scope.org_id,
            "id": uuid.uuid4(),
            "cohort_id": proposal.cohort_id,
            "mentee_id": proposal.mentee_id,
            "mentor_id": proposal.mentor_id,
            "reason": reason,
            "created_at": clock.now(),
        }
        for proposal, reason in pairs
    ]
    if not rows:
        return ()
    return db.session.scalars(
        insert(Exclusion).values(rows).on_conflict_do_nothing().returning(Exclusion.id)
    ).all()


def _change(row: Proposal, decision: Decision) -> Change:
    if decision is Decision.APPROVE:
        return Change(row, ProposalState.APPROVED, row.pinned)
    if decision is Decision.REJECT:
        return Change(row, ProposalState.REJECTED, pinned=False, reason=ExclusionReason.REJECTED)
    if decision is Decision.EXCLUDE:
        return Change(row, ProposalState.REJECTED, pinned=False, reason=ExclusionReason.EXCLUDED)
    if row.state is ProposalState.REJECTED:
        raise ConflictError("A rejected proposal cannot be pinned; undo the rejection first.")
    return Change(row, row.state, pinned=decision is Decision.PIN)


def _record(scope: Scope, run: Run, words: str, changes: Sequence[Change]) -> BoardStep:
    before = {str(each.proposal.id): [each.proposal.state.value, each.proposal.pinned]
              for each in changes}  # fmt: skip
    for each in changes:
        if each.proposal.state is ProposalState.REJECTED and not each.reason:
            raise ConflictError("This proposal was rejected; undo that first.")
        each.proposal.state, each.proposal.pinned = each.state, each.pinned
    added = exclude(scope, [(each.proposal, each.reason) for each in changes if each.reason])
    run.revision += 1
    step = BoardStep(
        run_id=run.id,
        actor_id=scope.actor_id,
        words=words,
        revision=run.revision,
        before={
            "proposals": before,
            "after": {str(each.proposal.id): standing(each.proposal) for each in changes},
            "exclusions": [str(each) for each in added],
        },
    )
    db.session.add(step)
    db.session.flush()
    return step


def _proposals(scope: Scope, run: Run, ids: Iterable[str]) -> Sequence[Proposal]:
    return db.session.scalars(
        select(Proposal)
        .where(
            Proposal.org_id == scope.org_id,
            Proposal.run_id == run.id,
            Proposal.id.in_([uuid.UUID(each) for each in ids]),
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def _include(scope: Scope, ids: Sequence[uuid.UUID]) -> None:
    db.session.execute(
        delete(Exclusion).where(Exclusion.org_id == scope.org_id, Exclusion.id.in_(ids))
    )


def _names(row: Proposal) -> str:
    return f"{row.mentee.member.name} with {row.mentor.member.name}"
