"""Taking back any step of a board."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Text, all_, any_, delete, exists, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import selectinload

from saas import clock
from saas.db import db, in_one
from saas.errors import ConflictError
from saas.matching.crowd import places_of
from saas.matching.engine import Rules
from saas.matching.models import (
    BoardStep,
    Exclusion,
    Proposal,
    ProposalState,
    Run,
    Unplaced,
)
from saas.matching.queries import places
from saas.matching.queries.look import STANDING
from saas.matching.services.exclusions import DECIDED, keep_apart_here
from saas.matching.services.next_in_line import AGAIN
from saas.matching.services.steps import (
    LATER,
    REMEDY,
    SENT,
    Stand,
    leave_waiting,
    lock_board,
    stand_again,
    standing,
    undoable_step,
)
from saas.matching.services.trials import give_back
from saas.programs.models import Participant
from saas.scope import Scope

TAKEN_UP = "Who is next in line took this up again; reject that proposal instead."
NOTHING_LEFT = "All whom this was about have others by now; there is nothing to take back."


def undo(scope: Scope, run_id: uuid.UUID, step_id: uuid.UUID) -> BoardStep:
    """Take one step back. Safe to call twice.

    Of a step about several proposals all come back but those whose people found others, or each
    other, since: these are in `before["left_out"]` of the step.

    Raises:
        NotFoundError: No such step.
        ConflictError: What it decided was changed again, or sent, or a place was given away.
            Nothing is changed then.
    """
    run = lock_board(scope, run_id)
    step = undoable_step(scope, run, step_id)
    if step.undone_at:
        return step
    if step.before.get("kept"):
        give_back(scope, run, step)
    else:
        _take_back(scope, run, step)
    return step


def _take_back(scope: Scope, run: Run, step: BoardStep) -> None:
    rows = _undoable(scope, run, step)
    before = step.before["proposals"]
    back = [row for row in rows if _comes_back(row, before[str(row.id)])]
    lost = _left_out(scope, run, rows, back) if back else {}
    for row in rows:
        if row in lost:
            row.state, row.pinned = ProposalState.REPLACED, False
        else:
            stand_again(row, before[str(row.id)])
    keep_apart_here(scope, step.before.get("everywhere", ()))
    # Who declined or parted since stays apart for that.
    _forget(Exclusion, scope, step.before["exclusions"], Exclusion.reason.in_(DECIDED))
    waiting = _waiting(run, lost)
    still = Unplaced.participant_id != all_(in_one(waiting))
    _forget(Unplaced, scope, step.before.get("unplaced", ()), still)
    leave_waiting(scope, run, waiting)
    step.before = {**step.before, "left_out": [str(row.id) for row in lost]}
    step.undone_at = clock.now()
    run.revision += 1


def _waiting(run: Run, lost: Mapping[Proposal, str]) -> Mapping[uuid.UUID, tuple[str, str | None]]:
    """Say why those wait whose proposal does not come back; who has somebody is on no list."""
    pool = run.cohort.program.is_pool
    found = {row.mentee_id: why for row, why in lost.items()}
    if pool:
        found |= {row.mentor_id: why for row, why in lost.items()}
    return {each: (why, AGAIN if pool else REMEDY) for each, why in found.items()}


def _undoable(scope: Scope, run: Run, step: BoardStep) -> Sequence[Proposal]:
    """Return the proposals of a step, locked, as it left them.

    Raises:
        ConflictError: One of them was decided on again, or sent.
    """
    if _decided_since(scope, step):
        raise ConflictError(LATER)
    before = step.before["proposals"]
    rows = db.session.scalars(
        select(Proposal)
        .where(
            Proposal.org_id == scope.org_id,
            Proposal.run_id == run.id,
            Proposal.id == any_(in_one(map(uuid.UUID, before))),
        )
        .order_by(Proposal.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    if any(row.published_at for row in rows):
        raise ConflictError(SENT)
    moved = [row for row in rows if standing(row) != step.before["after"][str(row.id)]]
    if any(row.drafted_from_id for row in moved):
        raise ConflictError(TAKEN_UP)
    lost = _left_out_since(scope, step) if moved else frozenset()
    if len(rows) != len(before) or any(str(row.id) not in lost for row in moved):
        raise ConflictError(LATER)
    if len(moved) == len(rows):
        raise ConflictError(NOTHING_LEFT)
    return [row for row in rows if row not in moved]


def _left_out_since(scope: Scope, step: BoardStep) -> frozenset[str]:
    """Return the ids of what did not come back of later steps that were taken back."""
    later = db.session.scalars(
        select(BoardStep.before["left_out"]).where(
            BoardStep.org_id == scope.org_id,
            BoardStep.run_id == step.run_id,
            BoardStep.revision > step.revision,
            BoardStep.undone_at.is_not(None),
        )
    )
    return frozenset(each for left_out in later for each in left_out or ())


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


def _comes_back(row: Proposal, stood: Stand) -> bool:
    return row.state not in STANDING and ProposalState(stood[0]) in STANDING


def _left_out(
    scope: Scope, run: Run, rows: Sequence[Proposal], back: Sequence[Proposal]
) -> dict[Proposal, str]:
    """Return what of what would stand again cannot, and why: its people have others by now.

    Args:
        scope: Whose.
        run: Whose board.
        rows: All that the step is about; what stands of it now will not.
        back: What would stand again.

    Raises:
        ConflictError: That is all of it, or a place is that of another proposal on the board.
    """
    people = _people(scope, back)
    rules, taken = Rules.from_dict(run.rules), places.taken(scope, run.cohort_id)
    room = {each.id: places_of(each, rules) for each in people.values()}
    used, lost = taken.counts(), dict[Proposal, str]()
    for row in sorted(back, key=lambda row: (-row.fit, row.id)):
        pair = row.mentee_id, row.mentor_id
        if pair in taken.partners | taken.asked:
            names = (people[each].member.name for each in pair)
            lost[row] = "{} and {} have found each other since; there is no need.".format(*names)
        elif full := next((each for each in pair if used[each] >= room[each]), None):
            lost[row] = f"The place of {people[full].member.name} went to somebody else since."
        else:
            used.update(pair)
    if lost and len(lost) == len(back):
        raise ConflictError(next(iter(lost.values())))
    gone = {(row.mentee_id, row.mentor_id) for row in rows}
    again = {(row.mentee_id, row.mentor_id) for row in back if row not in lost}
    there = again.union(places.drafted_pairs(scope, run.id)) - (gone - again)
    used = Counter(each for pair in there | taken.partners | taken.asked for each in pair)
    for each in sorted({each for pair in again for each in pair}):
        if used[each] > room[each]:
            name = people[each].member.name
            raise ConflictError(
                f"The place of {name} went to another proposal on this board since; "
                "reject that one, or undo its step, first."
            )
    return lost


def _people(scope: Scope, rows: Iterable[Proposal]) -> Mapping[uuid.UUID, Participant]:
    ids = {each for row in rows for each in (row.mentee_id, row.mentor_id)}
    found = db.session.scalars(
        select(Participant)
        .where(Participant.org_id == scope.org_id, Participant.id == any_(in_one(ids)))
        .options(selectinload(Participant.member))
    )
    return {each.id: each for each in found}


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
