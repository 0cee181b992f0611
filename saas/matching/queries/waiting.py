"""Who waits on a board: left out by the run, or by a decision since, and with nobody by now."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all
from sqlalchemy.orm import contains_eager

from saas.db import db, in_one
from saas.matching.acceptance import partners
from saas.matching.models import Proposal, ProposalState, Run, Unplaced
from saas.matching.queries import places
from saas.matching.queries.look import STANDING
from saas.orgs.models import Member
from saas.programs.models import Participant
from saas.programs.queries.participants import takes_part
from saas.scope import Scope
from saas.web.paging import SIZE, Page

_SENT = (ProposalState.PUBLISHED, ProposalState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody without a partner, and their place in line, from 1."""

    row: Unplaced
    place: int


def line(scope: Scope, run_id: uuid.UUID, number: int) -> Page[Waiting]:
    """Return one page of the line.

    First is who was left out of most rounds, then whose best possible fit was higher when the run
    counted; last are those whom nobody could have and those whom a decision left waiting.
    """
    waiting = _waiting(scope, run_id)
    total = _count(waiting)
    order = (
        Participant.waited.desc(),
        Unplaced.place.nulls_last(),
        Participant.created_at,
        Participant.id,
    )
    rows = db.session.scalars(
        waiting.options(contains_eager(Unplaced.participant).contains_eager(Participant.member))
        .order_by(*order)
        .limit(SIZE)
        .offset((number - 1) * SIZE)
    )
    before = (number - 1) * SIZE + 1
    return Page([Waiting(row, before + at) for at, row in enumerate(rows)], number, total)


def count(scope: Scope, run_id: uuid.UUID) -> int:
    """Return how many wait."""
    return _count(_waiting(scope, run_id))


def waits(scope: Scope, run_id: uuid.UUID) -> ColumnElement[bool]:
    """Return the condition that somebody a run left out has nobody by now.

    Neither on its board nor in its cohort, where they may have been sent a proposal by another
    run, or have found somebody by a request. A mentor never waits; a peer may be either of two.
    """
    cohort_id = db.session.scalar(
        select(Run.cohort_id).where(Run.org_id == scope.org_id, Run.id == run_id)
    )
    together = {each for pair in partners(scope, cohort_id) for each in pair} if cohort_id else ()
    proposed = (
        select(side).where(
            Proposal.org_id == scope.org_id,
            Proposal.cohort_id == cohort_id,
            or_(
                and_(Proposal.run_id == run_id, Proposal.state.in_(STANDING)),
                and_(Proposal.state.in_(_SENT), ~places.ended(Proposal)),
            ),
        )
        for side in (Proposal.mentee_id, Proposal.mentor_id)
    )
    # Listed, not correlated: a board that was just filled has no statistics to plan a join by.
    placed = union_all(select(func.unnest(in_one(together))), *proposed)
    return and_(
        Unplaced.org_id == scope.org_id,
        Unplaced.run_id == run_id,
        Unplaced.participant_id.not_in(placed),
    )


def _count(waiting: Select[Unplaced]) -> int:
    return int(db.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0)


def _waiting(scope: Scope, run_id: uuid.UUID) -> Select[Unplaced]:
    return (
        select(Unplaced)
        .join(Unplaced.participant)
        .join(Participant.member)
        .where(waits(scope, run_id), Member.org_id == scope.org_id, takes_part())
    )
