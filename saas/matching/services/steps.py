"""Steps on a review board: what changes together, is written down together, and is undone together.

Everybody who changes a board locks its run first, so steps follow each other; whoever acts on
what they saw before somebody else's step is refused, and nothing is overwritten.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    any_,
    delete,
    exists,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert

from saas import clock
from saas.db import db, found
from saas.errors import ConflictError
from saas.matching.crowd import places_of
from saas.matching.engine import Rules
from saas.matching.models import (
    BoardStep,
    Exclusion,
    ExclusionReason,
    Proposal,
    ProposalState,
    Run,
    RunState,
    Unplaced,
)
from saas.matching.queries import places, runs
from saas.matching.queries.look import STANDING
from saas.matching.services.exclusions import (
    DECIDED,
    exclude,
    in_one,
    keep_apart_everywhere,
    keep_apart_here,
    new_rows,
)
from saas.programs import queries as programs
from saas.programs.models import Participant
from saas.scope import Scope

OUTDATED = "Somebody else changed this proposal meanwhile; look at it again before you decide."
MOVED_ON = "The board was changed meanwhile; look at it again before you decide."
REPLACED = "A newer run replaced this board; decide on the newer one."
NO_STEP = "This step does not exist any more; load the board again."
LATER = "This was changed again since; undo the later step first."
SENT = "This was sent since; what is sent cannot be taken back."
_NOTHING = (ProposalState.REPLACED, ProposalState.WITHDRAWN, ProposalState.REJECTED)
_SAID = (
    "published_at",
    "expires_at",
    "mailed_at",
    "reminded_at",
    "mentee_answer",
    "mentee_answered_at",
    "mentor_answer",
    "mentor_answered_at",
    "decline_reason",
)
"""What is said of a proposal once it is sent."""
REMEDY = "Choose another mentor for them, or run again."


@dataclass(frozen=True, slots=True)
class Change:
    """A proposal and what becomes of it.

    Attributes:
        reason: Why the two are kept apart from now on; None when they are not.
    """

    proposal: Proposal
    state: ProposalState
    pinned: bool
    reason: ExclusionReason | None = None


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
    before = {str(each.proposal.id): [each.proposal.state.value, each.proposal.pinned]
              for each in changes}  # fmt: skip
    for each in changes:
        each.proposal.state, each.proposal.pinned = each.state, each.pinned
    added = exclude(scope, [(each.proposal, each.reason) for each in changes if each.reason])
    never = [each.proposal for each in changes if each.reason is ExclusionReason.EXCLUDED]
    spread = keep_apart_everywhere(scope, never)
    left = _leave_waiting(scope, run, waiting or {})
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


def take_back(scope: Scope, run: Run, step: BoardStep) -> None:
    """Put the proposals of a step back as they stood; the run is locked.

    Raises:
        ConflictError: What it decided was decided on again or sent, or a place was given away.
    """
    before: dict[str, list[Any]] = step.before["proposals"]
    if _decided_since(scope, step):
        raise ConflictError(LATER)
    rows = _proposals(scope, run, before)
    if any(row.published_at for row in rows):
        raise ConflictError(SENT)
    if len(rows) != len(before) or any(
        standing(row) != step.before["after"][str(row.id)] for row in rows
    ):
        raise ConflictError(LATER)
    stood = {row.id for row in rows if row.state in STANDING}
    for row in rows:
        state, pinned = before[str(row.id)]
        row.state, row.pinned = ProposalState(state), pinned
    db.session.flush()
    back = [row for row in rows if row.state in STANDING and row.id not in stood]
    _check_places(scope, run, back)
    keep_apart_here(scope, step.before.get("everywhere", ()))
    # Who declined or parted since stays apart for that.
    _forget(Exclusion, scope, step.before["exclusions"], Exclusion.reason.in_(DECIDED))
    _forget(Unplaced, scope, step.before.get("unplaced", ()))
    step.undone_at = clock.now()
    run.revision += 1


def _decided_since(scope: Scope, step: BoardStep) -> bool:
    """Whether a later step that stands decided on one of the same proposals."""
    same = BoardStep.before["proposals"].has_any(literal([*step.before["proposals"]], ARRAY(Text)))
    found_one = exists().where(
        BoardStep.org_id == scope.org_id,
        BoardStep.run_id == step.run_id,
        BoardStep.revision > step.revision,
        BoardStep.undone_at.is_(None),
        same,
    )
    return bool(db.session.scalar(select(found_one)))


def drafts(scope: Scope, rows: Sequence[Mapping[str, Any]]) -> Sequence[Proposal]:
    """Return proposals of these rows for a step to change: new ones, or those that came to nothing.

    These were replaced; or stopped by a rule that holds no more; or rejected, where that was
    lifted since. None is on any list yet. Each row is what `drafting.proposal_row` gives.
    """
    if not rows:
        return []
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
    pairs = {(row["mentee_id"], row["mentor_id"]) for row in rows}
    found_rows = db.session.scalars(
        select(Proposal)
        .where(Proposal.org_id == scope.org_id, Proposal.run_id == rows[0]["run_id"])
        .where(tuple_(Proposal.mentee_id, Proposal.mentor_id).in_(pairs))
        .where(Proposal.state == ProposalState.REPLACED)
        .execution_options(populate_existing=True)
    ).all()
    if len(found_rows) != len(pairs):
        raise ConflictError(MOVED_ON)
    return found_rows


def _leave_waiting(
    scope: Scope, run: Run, waiting: Mapping[uuid.UUID, tuple[str, str | None]]
) -> Sequence[uuid.UUID]:
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


def _proposals(scope: Scope, run: Run, ids: Iterable[str]) -> Sequence[Proposal]:
    return db.session.scalars(
        select(Proposal)
        .where(
            Proposal.org_id == scope.org_id,
            Proposal.run_id == run.id,
            Proposal.id == any_(in_one(map(uuid.UUID, ids))),
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def _check_places(scope: Scope, run: Run, rows: Sequence[Proposal]) -> None:
    """Refuse to bring proposals back whose places went to others since."""
    ids = {each for row in rows for each in (row.mentee_id, row.mentor_id)}
    if not ids:
        return
    taken, rules = places.taken(scope, run.cohort_id), Rules.from_dict(run.rules)
    used = taken.counts() + _drafted(scope, run)
    if again := [row for row in rows if (row.mentee_id, row.mentor_id) in taken.partners]:
        one, other = again[0].mentee.member.name, again[0].mentor.member.name
        raise ConflictError(f"{one} and {other} have become partners since; there is no need.")
    people = db.session.scalars(
        select(Participant).where(Participant.org_id == scope.org_id, Participant.id.in_(ids))
    )
    for person in people:
        if used[person.id] > places_of(person, rules):
            raise ConflictError(
                f"The place of {person.member.name} went to somebody else since; "
                "undo the later step first."
            )


def _drafted(scope: Scope, run: Run) -> Counter[uuid.UUID]:
    counts: Counter[uuid.UUID] = Counter()
    for column in (Proposal.mentee_id, Proposal.mentor_id):
        rows = db.session.execute(
            select(column, func.count())
            .where(Proposal.org_id == scope.org_id, Proposal.run_id == run.id)
            .where(Proposal.state.in_(STANDING))
            .group_by(column)
        )
        counts.update(dict((each, int(count)) for each, count in rows))
    return counts


def _forget(
    kind: type[Exclusion] | type[Unplaced],
    scope: Scope,
    ids: Iterable[str],
    *where: ColumnElement[bool],
) -> None:
    wanted = [uuid.UUID(each) for each in ids]
    if wanted:
        found_rows = kind.org_id == scope.org_id, kind.id == any_(in_one(wanted)), *where
        db.session.execute(delete(kind).where(*found_rows))
