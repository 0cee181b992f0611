"""Reads of the proposals that a member was sent."""

import uuid
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from saas.db import db, found
from saas.matching.models import Proposal, ProposalState
from saas.matching.queries.look import SENT
from saas.orgs.models import Member
from saas.programs.life import goes_on
from saas.programs.models import Cohort, Participant
from saas.programs.queries.participants import takes_part
from saas.programs.speaking import speak_for
from saas.scope import Scope

NOT_YOURS = "This proposal does not exist, or is not for you."


def own_proposals(scope: Scope, member_id: uuid.UUID) -> Sequence[Proposal]:
    """Return the proposals that a member was sent, the newest first."""
    statement = _sent(scope, member_id).order_by(Proposal.published_at.desc(), Proposal.id)
    return db.session.scalars(statement.limit(50)).all()


def own_proposal(scope: Scope, member_id: uuid.UUID, proposal_id: uuid.UUID) -> Proposal:
    """Return one proposal that a member was sent.

    Raises:
        NotFoundError: There is none, or it is between others.
    """
    statement = _sent(scope, member_id).where(Proposal.id == proposal_id)
    row = found(db.session.scalar(statement), NOT_YOURS)
    speak_for(row.mentee.cohort.program)
    return row


def open_proposals(scope: Scope, member_id: uuid.UUID) -> Sequence[Proposal]:
    """Return the proposals that wait for a member's answer, the most urgent first."""
    statement = (
        _sent(scope, member_id)
        .where(Proposal.state == ProposalState.PUBLISHED)
        .order_by(Proposal.expires_at, Proposal.id)
    )
    return [each for each in db.session.scalars(statement) if not has_answered(each, member_id)]


def has_answered(proposal: Proposal, member_id: uuid.UUID) -> bool:
    """Whether a member has answered a proposal they were sent."""
    mine = proposal.mentee.member_id == member_id
    return (proposal.mentee_answer if mine else proposal.mentor_answer) is not None


def sent_to_who_left(scope: Scope, limit: int) -> Sequence[Proposal]:
    """Return proposals that wait for an answer of somebody, or with somebody, who has left."""
    left = (
        exists()
        .where(
            Participant.org_id == Proposal.org_id,
            or_(Participant.id == Proposal.mentee_id, Participant.id == Proposal.mentor_id),
            Member.org_id == Participant.org_id,
            Member.id == Participant.member_id,
            ~takes_part(),
        )
        .correlate(Proposal)
    )
    statement = select(Proposal).where(
        Proposal.org_id == scope.org_id, Proposal.state == ProposalState.PUBLISHED, left
    )
    return db.session.scalars(statement.order_by(Proposal.id).limit(limit)).all()


@goes_on(_l("Proposals were sent that not everybody has answered."))
def open_proposals_of(scope: Scope, program_id: uuid.UUID) -> Select[uuid.UUID]:
    """Find the proposals of a program that were sent and wait for an answer."""
    cohort = (Cohort.org_id == Proposal.org_id) & (Cohort.id == Proposal.cohort_id)
    return (
        select(Proposal.id)
        .join(Cohort, cohort)
        .where(
            Proposal.org_id == scope.org_id,
            Proposal.state == ProposalState.PUBLISHED,
            Cohort.program_id == program_id,
        )
    )


def _sent(scope: Scope, member_id: uuid.UUID) -> Select[Proposal]:
    mentee, mentor = aliased(Participant), aliased(Participant)
    between: ColumnElement[bool] = or_(mentee.member_id == member_id, mentor.member_id == member_id)
    return (
        select(Proposal)
        .join(mentee, Proposal.mentee)
        .join(mentor, Proposal.mentor)
        .where(Proposal.org_id == scope.org_id, Proposal.state.in_(SENT), between)
        .options(
            joinedload(Proposal.mentee).joinedload(Participant.member),
            joinedload(Proposal.mentor).joinedload(Participant.member),
            joinedload(Proposal.mentee).joinedload(Participant.cohort).joinedload(Cohort.program),
        )
    )
