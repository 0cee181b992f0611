"""Putting two people together on a board, with everybody who has to move for it: one step."""

import uuid
from dataclasses import dataclass

from saas.errors import ConflictError, NotFoundError
from saas.matching import swapping
from saas.matching.crowd import Crowd
from saas.matching.engine import SwapError
from saas.matching.models import BoardStep, Proposal, ProposalState
from saas.matching.queries.places import Pair
from saas.matching.services.steps import Change, drafts, lock_board, record
from saas.programs.models import Side
from saas.scope import Scope

DIFFERENT = "This swap would do something else by now; look at its cost again."


@dataclass(frozen=True, slots=True)
class Seen:
    """What an admin saw before agreeing: the board's revision, and what the swap would do."""

    revision: int
    key: str


def swap(scope: Scope, run_id: uuid.UUID, pair: Pair, seen: Seen) -> BoardStep:
    """Put a mentee and a mentor together as was shown; they are pinned.

    Raises:
        NotFoundError: No such run, or the two do not take part in its cohort.
        ConflictError: It cannot be done, or the board or its cost is another by now.
    """
    run = lock_board(scope, run_id, seen.revision)
    table = swapping.table_of(scope, run, pair[0], [pair[1]])
    seats = table.crowd.seats
    sides = [seats[each].side for each in pair if each in seats]
    if sides != [Side.MENTEE, Side.MENTOR]:
        raise NotFoundError("Choose two people who take part in this cohort.")
    try:
        plan = swapping.plan(table, pair)
    except SwapError as error:
        raise ConflictError(str(error)) from error
    if plan.key != seen.key:
        raise ConflictError(DIFFERENT)
    gone = [Change(row, ProposalState.REPLACED, pinned=False) for row in plan.gone]
    new = [
        Change(
            each.proposal,
            ProposalState.PROPOSED,
            pinned=_pair(each.proposal) == pair,
            stood=each.stood,
        )
        for each in drafts(scope, plan.rows)
    ]
    return record(scope, run, _words(table.crowd, plan), [*gone, *new], plan.waiting)


def _pair(row: Proposal) -> Pair:
    return row.mentee_id, row.mentor_id


def _words(crowd: Crowd, plan: swapping.Plan) -> str:
    one, other = (crowd.who(each).name for each in plan.pair)
    others = sum(each.here for each in plan.movers) - 1
    more = f"; {others} {'other moves' if others == 1 else 'others move'}" if others else ""
    gone = [each.mentee.name for each in plan.movers if not each.here]
    lost = "".join(f"; {name}, who takes part no longer, loses the place" for name in gone)
    return f"Put {one} with {other}{more}{lost}."
