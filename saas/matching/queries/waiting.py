"""Who waits on a board: left out by the run, or by a decision since, and not placed again."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import contains_eager

from saas.db import db
from saas.matching.models import Proposal, ProposalState, Unplaced
from saas.orgs.models import Member
from saas.programs.models import Participant
from saas.scope import Scope
from saas.web.paging import SIZE, Page

PLACED = (
    ProposalState.PROPOSED,
    ProposalState.APPROVED,
    ProposalState.PUBLISHED,
    ProposalState.ACCEPTED,
)


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
    total = count(scope, run_id)
    order = (
        Participant.waited.desc(),
        Unplaced.place.nulls_last(),
        Participant.created_at,
        Participant.id,
    )
    rows = db.session.scalars(
        _waiting(scope, run_id)
        .options(contains_eager(Unplaced.participant).contains_eager(Participant.member))
        .order_by(*order)
        .limit(SIZE)
        .offset((number - 1) * SIZE)
    )
    before = (number - 1) * SIZE + 1
    return Page([Waiting(row, before + at) for at, row in enumerate(rows)], number, total)


def count(scope: Scope, run_id: uuid.UUID) -> int:
    """Return how many wait."""
    counted = select(func.count()).select_from(_waiting(scope, run_id).subquery())
    return int(db.session.scalar(counted) or 0)


def waits(scope: Scope, run_id: uuid.UUID) -> ColumnElement[bool]:
    """Return the condition that somebody a run left out has nobody by now.

    A mentor never waits, but a peer stands on a board as either of the two.
    """
    placed = (
        exists().where(
            Proposal.org_id == Unplaced.org_id,
            Proposal.run_id == Unplaced.run_id,
            side == Unplaced.participant_id,
            Proposal.state.in_(PLACED),
        )
        for side in (Proposal.mentee_id, Proposal.mentor_id)
    )
    return and_(
        Unplaced.org_id == scope.org_id,
        Unplaced.run_id == run_id,
        *(~each for each in placed),
    )


def _waiting(scope: Scope, run_id: uuid.UUID) -> Select[Unplaced]:
    return (
        select(Unplaced)
        .join(Unplaced.participant)
        .join(Participant.member)
        .where(waits(scope, run_id), Member.org_id == scope.org_id)
    )
