"""Reads of the review board of a run."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, Uuid, cast, exists, func, literal, select, tuple_, union
from sqlalchemy.orm import aliased, contains_eager, joinedload

from saas.db import db, found
from saas.matching.models import BoardStep, Proposal, ProposalState, Run
from saas.matching.queries import waiting
from saas.matching.queries.look import STANDING, TRAITS, Filter, Look, in_list
from saas.orgs.models import Member
from saas.programs.models import Participant
from saas.scope import Scope
from saas.web.paging import Page, page_of

NO_PROPOSAL = _l("This proposal does not exist, or you do not run its program.")


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands over a board.

    Attributes:
        average: Mean fit of what was not rejected, 0 to 100; None when there is nothing.
    """

    by: Mapping[Filter, int]
    average: int | None
    unplaced: int


def proposals(scope: Scope, run_id: uuid.UUID, look: Look, number: int) -> Page[Proposal]:
    """Return one page of a board, with both people of each proposal."""
    statement, people, names = _with_people(scope, run_id)
    statement = statement.where(look.listed(), look.narrowed(people, names))
    return page_of(db.session, statement.order_by(*look.ordering(names)), number)


def found_by(scope: Scope, run_id: uuid.UUID, look: Look) -> Sequence[Proposal]:
    """Return all of a board that an admin looks at and can still decide about."""
    statement, people, names = _with_people(scope, run_id)
    conditions = look.listed(), look.narrowed(people, names), Proposal.state.in_(STANDING)
    return db.session.scalars(statement.where(*conditions).order_by(Proposal.id)).all()


def found_counts(scope: Scope, run_id: uuid.UUID, look: Look) -> Mapping[Filter, int]:
    """Return how many proposals each list has of those that an admin looks at."""
    statement, people, names = _with_people(scope, run_id)
    columns = [func.count().filter(in_list(each)) for each in Filter]
    counted = statement.with_only_columns(*columns, maintain_column_froms=True)
    row = db.session.execute(counted.where(look.narrowed(people, names))).one()
    return dict(zip(Filter, row, strict=True))


def traits(scope: Scope, cohort_id: uuid.UUID) -> Sequence[tuple[str, str]]:
    """Return the units, sites and so on that people of a cohort named, at most 200."""
    parts = [
        select(literal(key).label("kind"), Participant.answers[key].astext.label("value"))
        .where(Participant.org_id == scope.org_id, Participant.cohort_id == cohort_id)
        .where(Participant.answers[key].astext != "")
        for key in TRAITS
    ]
    both = union(*parts).subquery()
    order = both.c.kind.desc(), func.lower(both.c.value), both.c.value
    rows = db.session.execute(select(both.c.kind, both.c.value).order_by(*order).limit(200))
    return [(kind, value) for kind, value in rows]


def proposal(scope: Scope, run_id: uuid.UUID, proposal_id: uuid.UUID) -> Proposal:
    """Return one proposal of a run, with both people.

    Raises:
        NotFoundError: No such proposal in this run.
    """
    statement, _people, _names = _with_people(scope, run_id)
    return found(db.session.scalar(statement.where(Proposal.id == proposal_id)), NO_PROPOSAL)


def other_way_round(
    scope: Scope, run_id: uuid.UUID, rows: Iterable[Proposal]
) -> Sequence[Proposal]:
    """Return what stands on a board between the same two members as some, each as the other."""
    statement, (mentee, mentor), _names = _with_people(scope, run_id)
    swapped = {(row.mentor.member_id, row.mentee.member_id) for row in rows}
    same = tuple_(mentee.member_id, mentor.member_id).in_(swapped)
    return db.session.scalars(statement.where(same, Proposal.state.in_(STANDING))).all()


def follow_ups(scope: Scope, run_id: uuid.UUID) -> Sequence[Proposal]:
    """Return who is next in line after a declined proposal, to be sent."""
    statement, _people, (mentee, _mentor) = _with_people(scope, run_id)
    return db.session.scalars(
        statement.where(Proposal.drafted_from_id.is_not(None), Proposal.state.in_(STANDING))
        .order_by(mentee.name, Proposal.id)
        .limit(20)
    ).all()


def counts(scope: Scope, run: Run) -> Counts:
    """Return what stands over the board of a run."""
    standing = Proposal.state.not_in((ProposalState.REJECTED, ProposalState.REPLACED))
    columns = [func.count().filter(in_list(each)) for each in Filter]
    row = db.session.execute(
        select(func.avg(Proposal.fit).filter(standing), *columns).where(
            Proposal.org_id == scope.org_id, Proposal.run_id == run.id
        )
    ).one()
    average = None if row[0] is None else round(float(row[0]) / 100)
    return Counts(dict(zip(Filter, row[1:], strict=True)), average, waiting.count(scope, run.id))


def steps(scope: Scope, run_id: uuid.UUID) -> Sequence[tuple[BoardStep, bool]]:
    """Return the latest decisions on a board, the newest first, and whether any of each was sent.

    What was taken back makes room for what can still be undone, so that all of it can.
    """
    latest = (
        select(BoardStep.id)
        .where(BoardStep.org_id == scope.org_id, BoardStep.run_id == run_id)
        .order_by(BoardStep.undone_at.is_not(None), BoardStep.revision.desc(), BoardStep.id)
        .limit(10)
    )
    ids = func.jsonb_object_keys(BoardStep.before["proposals"]).table_valued("id").render_derived()
    sent = (
        exists()
        .where(
            Proposal.org_id == scope.org_id,
            Proposal.id == cast(ids.c.id, Uuid),
            Proposal.published_at.is_not(None),
        )
        .correlate(BoardStep)
    )
    rows = db.session.execute(
        select(BoardStep, sent)
        .where(BoardStep.org_id == scope.org_id, BoardStep.id.in_(latest))
        .order_by(BoardStep.revision.desc(), BoardStep.id)
    )
    return [(step, was_sent) for step, was_sent in rows]


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


def _with_people(
    scope: Scope, run_id: uuid.UUID
) -> tuple[Select[Proposal], tuple[Any, Any], tuple[Any, Any]]:
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
    return statement, (mentee, mentor), (mentee_member, mentor_member)
