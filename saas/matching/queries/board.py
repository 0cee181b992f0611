"""Reads of the review board of a run."""

import enum
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from saas.db import db, found
from saas.matching.models import BoardStep, Proposal, ProposalState, Run, Unplaced
from saas.orgs.models import Member
from saas.programs.models import Participant
from saas.scope import Scope
from saas.web.paging import Page, page_of

NO_PROPOSAL = "This proposal does not exist, or you do not run its program."
SENT = (
    ProposalState.PUBLISHED,
    ProposalState.ACCEPTED,
    ProposalState.DECLINED,
    ProposalState.EXPIRED,
)


class Filter(enum.StrEnum):
    """Which proposals a board shows."""

    ALL = "all"
    PROPOSED = "proposed"
    LOOK = "look"
    APPROVED = "approved"
    REJECTED = "rejected"
    PINNED = "pinned"
    SENT = "sent"


class Order(enum.StrEnum):
    """What a board is sorted by."""

    BEST = "best"
    LOWEST = "lowest"
    MENTEE = "mentee"
    MENTOR = "mentor"


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands over a board.

    Attributes:
        average: Mean fit of what was not rejected, 0 to 100; None when there is nothing.
    """

    by: Mapping[Filter, int]
    average: int | None
    unplaced: int


def proposals(
    scope: Scope, run_id: uuid.UUID, shown: Filter, order: Order, number: int
) -> Page[Proposal]:
    """Return one page of a board, with both people of each proposal."""
    statement, mentee, mentor = _with_people(scope, run_id)
    by: dict[Order, list[Any]] = {
        Order.BEST: [Proposal.fit.desc()],
        Order.LOWEST: [Proposal.fit],
        Order.MENTEE: [mentee.name],
        Order.MENTOR: [mentor.name],
    }
    statement = statement.where(_in(shown)).order_by(*by[order], mentee.name, Proposal.id)
    return page_of(db.session, statement, number)


def proposal(scope: Scope, run_id: uuid.UUID, proposal_id: uuid.UUID) -> Proposal:
    """Return one proposal of a run, with both people.

    Raises:
        NotFoundError: No such proposal in this run.
    """
    statement, _mentee, _mentor = _with_people(scope, run_id)
    return found(db.session.scalar(statement.where(Proposal.id == proposal_id)), NO_PROPOSAL)


def follow_ups(scope: Scope, run_id: uuid.UUID) -> Sequence[Proposal]:
    """Return who is next in line after a declined proposal, to be sent."""
    statement, mentee, _mentor = _with_people(scope, run_id)
    open_states = (ProposalState.PROPOSED, ProposalState.APPROVED)
    return db.session.scalars(
        statement.where(Proposal.drafted_from_id.is_not(None), Proposal.state.in_(open_states))
        .order_by(mentee.name, Proposal.id)
        .limit(20)
    ).all()


def counts(scope: Scope, run: Run) -> Counts:
    """Return what stands over the board of a run."""
    standing = Proposal.state != ProposalState.REJECTED
    columns = [func.count().filter(_in(each)) for each in Filter]
    row = db.session.execute(
        select(func.avg(Proposal.fit).filter(standing), *columns).where(
            Proposal.org_id == scope.org_id, Proposal.run_id == run.id
        )
    ).one()
    waiting = db.session.scalar(
        select(func.count()).where(Unplaced.org_id == scope.org_id, Unplaced.run_id == run.id)
    )
    average = None if row[0] is None else round(float(row[0]) / 100)
    return Counts(dict(zip(Filter, row[1:], strict=True)), average, int(waiting or 0))


def unplaced(scope: Scope, run_id: uuid.UUID, number: int) -> Page[Unplaced]:
    """Return one page of the people whom a run left without a partner, by name."""
    statement = (
        select(Unplaced)
        .join(Unplaced.participant)
        .join(Participant.member)
        .where(Unplaced.org_id == scope.org_id, Unplaced.run_id == run_id)
        .options(contains_eager(Unplaced.participant).contains_eager(Participant.member))
        .order_by(Member.name, Unplaced.id)
    )
    return page_of(db.session, statement, number)


def steps(scope: Scope, run_id: uuid.UUID) -> Sequence[BoardStep]:
    """Return the latest decisions on a board, the newest first."""
    return db.session.scalars(
        select(BoardStep)
        .where(BoardStep.org_id == scope.org_id, BoardStep.run_id == run_id)
        .order_by(BoardStep.revision.desc(), BoardStep.id)
        .limit(10)
    ).all()


def approved(scope: Scope, run_id: uuid.UUID) -> Sequence[Proposal]:
    """Return what is approved on a board and was not sent, with both people."""
    return db.session.scalars(
        select(Proposal)
        .where(
            Proposal.org_id == scope.org_id,
            Proposal.run_id == run_id,
            Proposal.state == ProposalState.APPROVED,
        )
        .options(
            joinedload(Proposal.mentee).joinedload(Participant.member),
            joinedload(Proposal.mentor).joinedload(Participant.member),
        )
        .order_by(Proposal.fit.desc(), Proposal.id)
    ).all()


def _in(shown: Filter) -> ColumnElement[bool]:
    if shown is Filter.LOOK:
        waiting = Proposal.state == ProposalState.PROPOSED
        return waiting & (func.jsonb_array_length(Proposal.warnings) > 0)
    if shown is Filter.PINNED:
        return Proposal.pinned.is_(True)
    if shown is Filter.SENT:
        return Proposal.state.in_(SENT)
    if shown is Filter.ALL:
        return Proposal.id.is_not(None)
    return Proposal.state == ProposalState(shown.value)


def _with_people(scope: Scope, run_id: uuid.UUID) -> tuple[Select[Proposal], Any, Any]:
    mentee, mentor = aliased(Participant), aliased(Participant)
    mentee_member, mentor_member = aliased(Member), aliased(Member)
    # Outer joins, though everybody is there: they keep the planner from crossing people with
    # people while a table that was just filled has no statistics.
    statement = (
        select(Proposal)
        .outerjoin(mentee, Proposal.mentee)
        .outerjoin(mentee_member, mentee.member)
        .outerjoin(mentor, Proposal.mentor)
        .outerjoin(mentor_member, mentor.member)
        .where(Proposal.org_id == scope.org_id, Proposal.run_id == run_id)
        .options(
            contains_eager(Proposal.mentee.of_type(mentee)).contains_eager(
                mentee.member.of_type(mentee_member)
            ),
            contains_eager(Proposal.mentor.of_type(mentor)).contains_eager(
                mentor.member.of_type(mentor_member)
            ),
        )
    )
    return statement, mentee_member, mentor_member
