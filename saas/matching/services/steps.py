"""Steps on a review board: what changes together, is written down together, and is undone together.

Everybody who changes a board locks its run first, so steps follow each other; whoever acts on
what they saw before somebody else's step is refused, and nothing is overwritten.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db, found
from saas.errors import ConflictError
from saas.matching.models import (
    Answer,
    BoardStep,
    ExclusionReason,
    Proposal,
    ProposalState,
    Run,
    RunState,
    Unplaced,
)
from saas.matching.queries import runs
from saas.matching.services.exclusions import (
    exclude,
    keep_apart_everywhere,
    new_rows,
)
from saas.programs import queries as programs
from saas.scope import Scope

OUTDATED = "Somebody else changed this proposal meanwhile; look at it again before you decide."
MOVED_ON = "The board was changed meanwhile; look at it again before you decide."
REPLACED = "A newer run replaced this board; decide on the newer one."
NO_STEP = "This step does not exist any more; load the board again."
LATER = "This was changed again since; undo the later step first."
SENT = "This was sent since; what is sent cannot be taken back."
_NOTHING = (ProposalState.REPLACED, ProposalState.WITHDRAWN, ProposalState.REJECTED)
_SAID: dict[str, Callable[[str], Any] | None] = {
    "published_at": None,
    "expires_at": None,
    "mailed_at": None,
    "reminded_at": None,
    "mentee_answer": Answer,
    "mentee_answered_at": None,
    "mentor_answer": Answer,
    "mentor_answered_at": None,
    "decline_reason": str,
}
"""What is said of a proposal once it is sent, and how that is read again; None for a moment."""
_WHOLE = _SAID | {"fit": int, "reasons": list, "parts": list, "warnings": list}
REMEDY = "Choose another mentor for them, or run again."


Stand = list[Any]
"""How a proposal stood, as a step keeps it: state, pinned and, if there is more, that by name."""


@dataclass(frozen=True, slots=True)
class Change:
    """A proposal and what becomes of it.

    Attributes:
        reason: Why the two are kept apart from now on; None when they are not.
        stood: How it stood before, where that was wiped already.
    """

    proposal: Proposal
    state: ProposalState
    pinned: bool
    reason: ExclusionReason | None = None
    stood: Stand | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal that is on no list yet, for a step to change.

    Attributes:
        stood: How it stood before, where it came to nothing earlier.
    """

    proposal: Proposal
    stood: Stand | None


def lock_board(scope: Scope, run_id: uuid.UUID, revision: int | None = None) -> Run:
    """Return a run whose board can be decided on, kept from others until this commits.

    Args:
        scope: Whose.
        run_id: The run.
        revision: Of the board as it was seen; None where only one proposal matters.

    Raises:
        NotFoundError: No such run.
        ConflictError: It is not done, a newer one replaced it, the board is another by now, or
            the program is archived.
    """
    run = runs.managed_run(scope, run_id, lock=True)
    programs.refuse_archived(run.cohort.program)
    if run.state is not RunState.DONE or run.trial:
        raise ConflictError("This run has no proposals to decide on; start another one.")
    latest = runs.latest_done(scope, run.cohort_id)
    if latest is None or latest.id != run.id:
        raise ConflictError(REPLACED)
    if revision is not None and revision != run.revision:
        raise ConflictError(MOVED_ON)
    return run


def standing(proposal: Proposal) -> str:
    """Return the state of a proposal as a form carries it."""
    return f"{proposal.state.value}{'+pinned' if proposal.pinned else ''}"


def record(
    scope: Scope,
    run: Run,
    words: str,
    changes: Sequence[Change],
    waiting: Mapping[uuid.UUID, tuple[str, str | None]] | None = None,
) -> BoardStep:
    """Make changes and write down what undoes them; the run is locked.

    Args:
        scope: Whose, and who acts.
        run: Whose board.
        words: What was done, for people.
        changes: What becomes of which proposals.
        waiting: Why each mentee who has nobody afterwards waits, and what would help.
    """
    before = {str(each.proposal.id): each.stood or stand_of(each.proposal) for each in changes}
    for each in changes:
        each.proposal.state, each.proposal.pinned = each.state, each.pinned
    added = exclude(scope, [(each.proposal, each.reason) for each in changes if each.reason])
    never = [each.proposal for each in changes if each.reason is ExclusionReason.EXCLUDED]
    spread = keep_apart_everywhere(scope, never)
    left = leave_waiting(scope, run, waiting or {})
    run.revision += 1
    return write_step(
        scope,
        run,
        words,
        {
            "proposals": before,
            "after": {str(each.proposal.id): standing(each.proposal) for each in changes},
            "exclusions": [str(each) for each in added],
            "everywhere": [str(each) for each in spread],
            "unplaced": [str(each) for each in left],
        },
    )


def write_step(scope: Scope, run: Run, words: str, before: dict[str, Any]) -> BoardStep:
    """Write down what was done at the present revision of a board."""
    step = BoardStep(
        run_id=run.id, actor_id=scope.actor_id, words=words, revision=run.revision, before=before
    )
    db.session.add(step)
    db.session.flush()
    return step


def undoable_step(scope: Scope, run: Run, step_id: uuid.UUID) -> BoardStep:
    """Return a step of a locked board.

    Raises:
        NotFoundError: No such step on this board.
    """
    step = db.session.get(BoardStep, (scope.org_id, step_id), populate_existing=True)
    return found(step if step and step.run_id == run.id else None, NO_STEP)


def stand_of(proposal: Proposal, *, whole: bool = False) -> Stand:
    """Return how a proposal stands, as a step keeps it; where it is `whole`, its figures, too."""
    said = {name: getattr(proposal, name) for name in (_WHOLE if whole else _SAID)}
    kept = {
        name: value.isoformat() if isinstance(value, dt.datetime) else value
        for name, value in said.items()
        if value is not None
    }
    return [proposal.state.value, proposal.pinned, *([kept] if kept else [])]


def stand_again(proposal: Proposal, stood: Stand) -> None:
    """Let a proposal stand as it did."""
    state, pinned, *said = stood
    proposal.state, proposal.pinned = ProposalState(state), pinned
    for name, value in (said[0] if said else {}).items():
        kind = _WHOLE[name]
        setattr(proposal, name, dt.datetime.fromisoformat(value) if kind is None else kind(value))


def drafts(scope: Scope, rows: Sequence[Mapping[str, Any]]) -> Sequence[Draft]:
    """Return proposals of these rows for a step to change: new ones, or those that came to nothing.

    These were replaced; or stopped by a rule that holds no more; or rejected, where that was
    lifted since. None is on any list yet. Each row is what `drafting.proposal_row` gives.
    """
    if not rows:
        return []
    pairs = {(row["mentee_id"], row["mentor_id"]) for row in rows}
    these = (
        select(Proposal)
        .where(Proposal.org_id == scope.org_id, Proposal.run_id == rows[0]["run_id"])
        .where(tuple_(Proposal.mentee_id, Proposal.mentor_id).in_(pairs))
        .execution_options(populate_existing=True)
    )
    nothing = db.session.scalars(these.where(Proposal.state.in_(_NOTHING)))
    stood = {row.id: stand_of(row, whole=True) for row in nothing}
    made = [{**row, "state": ProposalState.REPLACED} for row in rows]
    statement = insert(Proposal).values(made)
    fresh = ("fit", "reasons", "parts", "warnings", "state")
    seen = {name: statement.excluded[name] for name in fresh} | {"pinned": False}
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["org_id", "run_id", "mentee_id", "mentor_id"],
            set_=seen | dict.fromkeys(_SAID),
            where=Proposal.state.in_(_NOTHING),
        )
    )
    found_rows = db.session.scalars(these.where(Proposal.state == ProposalState.REPLACED)).all()
    if len(found_rows) != len(pairs):
        raise ConflictError(MOVED_ON)
    return [Draft(row, stood.get(row.id)) for row in found_rows]


def leave_waiting(
    scope: Scope, run: Run, waiting: Mapping[uuid.UUID, tuple[str, str | None]]
) -> Sequence[uuid.UUID]:
    """List people of a board who have nobody, each with why and what would help.

    Returns the ids of what is new; who is listed already keeps their first reason.
    """
    rows = [
        {
            "org_id": scope.org_id,
            "id": uuid.uuid4(),
            "run_id": run.id,
            "participant_id": participant_id,
            "why": why,
            "remedy": remedy,
            "created_at": clock.now(),
        }
        for participant_id, (why, remedy) in waiting.items()
    ]
    if not rows:
        return ()
    return db.session.scalars(new_rows(Unplaced), rows).all()
