"""Decisions on a review board, each a step that can be undone.

Whoever decides says in which state they saw the proposal, or the board; when it is in another by
now, somebody else was faster, and nothing is overwritten.
"""

import enum
import uuid
from collections.abc import Iterable, Sequence

from saas.errors import ConflictError
from saas.matching.models import BoardStep, ExclusionReason, Proposal, ProposalState, Run
from saas.matching.queries import board as queries
from saas.matching.queries.look import STANDING, Filter, Look
from saas.matching.services.next_in_line import AGAIN
from saas.matching.services.steps import OUTDATED, REMEDY, Change, lock_board, record, standing
from saas.scope import Scope
from saas.words import sealed

OPEN = (*STANDING, ProposalState.REJECTED)


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
MANY = {
    Decision.APPROVE: "Approved {}.",
    Decision.REJECT: "Rejected {}; a next run will not propose these people to each other again.",
    Decision.PIN: "Pinned {}: a next run keeps them.",
    Decision.UNPIN: "Unpinned {}.",
}


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
        raise ConflictError("This proposal was sent or swapped; it cannot be decided on here.")
    change = _change(row, decision)
    words = WORDS[decision].format(_names(row))
    return record(scope, run, words, [change], _left_waiting(run, [change]))


def decide_all(
    scope: Scope, run_id: uuid.UUID, look: Look, decision: Decision, revision: int
) -> BoardStep | None:
    """Decide about all proposals that an admin looks at, in one step; None when none is left.

    Approving takes what is proposed, rejecting, pinning and unpinning what stands.

    Args:
        scope: Whose, and who acts.
        run_id: The run.
        look: What was shown.
        decision: Any but to exclude.
        revision: Of the board as it was shown.

    Raises:
        NotFoundError: No such run.
        ConflictError: The board was changed meanwhile, or a newer run replaced it.
    """
    run = lock_board(scope, run_id, revision)
    rows = [row for row in queries.found_by(scope, run.id, look) if concerns(decision, row)]
    if not rows:
        return None
    changes = [_change(row, decision) for row in rows]
    words = MANY[decision].format(_counted(rows))
    return record(scope, run, words, changes, _left_waiting(run, changes))


def approve_above(scope: Scope, run_id: uuid.UUID, percent: int, revision: int) -> BoardStep | None:
    """Approve all that is still proposed with a fit of at least `percent`; None when none is.

    Args:
        scope: Whose, and who acts.
        run_id: The run.
        percent: From 0 to 100.
        revision: Of the board as it was shown.

    Raises:
        NotFoundError: No such run.
        ConflictError: The board was changed meanwhile, or a newer run replaced it.
    """
    run = lock_board(scope, run_id, revision)
    shown = queries.found_by(scope, run.id, Look(shown=Filter.PROPOSED))
    rows = [row for row in shown if row.fit >= percent * 100]
    if not rows:
        return None
    words = f"Approved {_counted(rows)} with a fit of {percent} or more."
    return record(scope, run, words, [_change(row, Decision.APPROVE) for row in rows])


def concerns(decision: Decision, row: Proposal) -> bool:
    """Whether deciding this about many changes one that stands."""
    if decision is Decision.APPROVE:
        return row.state is ProposalState.PROPOSED
    if decision in (Decision.PIN, Decision.UNPIN):
        return row.pinned is (decision is Decision.UNPIN)
    return True


def _change(row: Proposal, decision: Decision) -> Change:
    if row.state is ProposalState.REJECTED and decision is not Decision.EXCLUDE:
        raise ConflictError("This proposal was rejected; undo that first.")
    if decision is Decision.APPROVE:
        return Change(row, ProposalState.APPROVED, row.pinned)
    if decision is Decision.REJECT:
        return Change(row, ProposalState.REJECTED, pinned=False, reason=ExclusionReason.REJECTED)
    if decision is Decision.EXCLUDE:
        return Change(row, ProposalState.REJECTED, pinned=False, reason=ExclusionReason.EXCLUDED)
    return Change(row, row.state, pinned=decision is Decision.PIN)


def _left_waiting(run: Run, changes: Iterable[Change]) -> dict[uuid.UUID, tuple[str, str | None]]:
    """Say why those wait whose proposal is rejected; who has another one is on no list."""
    pool = run.cohort.program.is_pool
    rejected = [each.proposal for each in changes if each.state is ProposalState.REJECTED]
    apart = [(row.mentee, row.mentor) for row in rejected]
    if pool:  # There both are left without a partner.
        apart += [(row.mentor, row.mentee) for row in rejected]
    return {
        who.id: (
            f"The proposal of {sealed(other.member.name)} was rejected on the board.",
            AGAIN if pool else REMEDY,
        )
        for who, other in apart
    }


def _counted(rows: Sequence[Proposal]) -> str:
    return f"{len(rows)} {'proposal' if len(rows) == 1 else 'proposals'}"


def _names(row: Proposal) -> str:
    return f"{row.mentee.member.name} with {row.mentor.member.name}"
