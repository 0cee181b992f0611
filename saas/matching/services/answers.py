"""What the two sides of a proposal say, and what follows from it.

Everybody who changes whether two people are together locks the two participants first, the
lower id first, and then the proposal: so two acceptances never overrun a capacity.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from saas import clock
from saas.db import db
from saas.errors import ConflictError
from saas.jobs import enqueue
from saas.matching import messages
from saas.matching.acceptance import Accepted, accepted
from saas.matching.breaches import breaches_of
from saas.matching.crowd import places_of
from saas.matching.models import Answer, ExclusionReason, Proposal, ProposalState
from saas.matching.queries import answers as queries
from saas.matching.queries import places
from saas.matching.services.exclusions import exclude
from saas.matching.services.publishing import lock_as_partners, lock_participants
from saas.matching.services.rules import rules_of
from saas.programs.models import Participant, Side
from saas.scope import Scope

EXPIRED = _l("This proposal has expired; the people who run the program look for somebody else.")
CLOSED = _l(
    "This proposal does not go ahead any more; the people who run the program look further."
)
FINAL = _l(
    "You have answered this proposal already; write to the people who run the program instead."
)
REMINDED_BEFORE = dt.timedelta(days=2)
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Reply:
    """What one side says.

    Attributes:
        reason: Why not; only for the people who run the program.
    """

    answer: Answer
    reason: str = ""


def answer_proposal(scope: Scope, proposal_id: uuid.UUID, reply: Reply) -> Proposal:
    """Accept or decline a proposal as the acting member. Saying the same twice changes nothing.

    Where a rule keeps the two apart by now, accepting closes the proposal instead: it comes back
    withdrawn, and only who runs the program learns which rule.

    Raises:
        NotFoundError: There is none, or it is between others.
        ConflictError: It was answered otherwise, is closed, or somebody has no place left.
    """
    actor = scope.actor_id or uuid.UUID(int=0)
    row = queries.own_proposal(scope, actor, proposal_id)
    side = Side.MENTEE if row.mentee.member_id == actor else Side.MENTOR
    people = _lock(scope, row)
    given = row.mentee_answer if side is Side.MENTEE else row.mentor_answer
    if given is reply.answer:
        return row
    _check_open(row, given)
    if reply.answer is Answer.ACCEPTED:
        lock_as_partners(scope, people.values())
        if forbidden := _forbidden(scope, row):
            _stop(scope, row, forbidden)
            return row
        _check_room(scope, row, people)
    _write_down(row, side, reply)
    if reply.answer is Answer.DECLINED:
        _close(scope, row, ProposalState.DECLINED)
    elif row.mentee_answer is row.mentor_answer:
        _begin(scope, row)
    return row


def expire_proposals(scope: Scope) -> None:
    """Close the proposals that were not answered in time. Safe to call twice."""
    rows = _due(scope, clock.now())
    _lock(scope, *rows)
    for row in rows:
        if row.state is ProposalState.PUBLISHED:
            _close(scope, row, ProposalState.EXPIRED)


def close_impossible(scope: Scope) -> None:
    """Close the proposals whose mentee or mentor left: the other's place is free again.

    Safe to call twice.
    """
    rows = queries.sent_to_who_left(scope, AT_ONCE)
    people = _lock(scope, *rows)
    for row in rows:
        both = people[row.mentee_id], people[row.mentor_id]
        left = [each for each in both if not each.takes_part]
        if left and row.state is ProposalState.PUBLISHED:
            _stop(scope, row, f"{left[0].member.name} does not take part any more.")


def remind(scope: Scope) -> None:
    """Remind whoever has not answered, two days before a proposal expires; once."""
    rows = _due(scope, clock.now() + REMINDED_BEFORE, reminded=False)
    _lock(scope, *rows)
    for row in rows:
        if row.state is not ProposalState.PUBLISHED or row.reminded_at or not row.expires_at:
            continue
        row.reminded_at = clock.now()
        # Who had two days or less from the start was asked just now.
        if row.published_at and row.expires_at - row.published_at > REMINDED_BEFORE:
            messages.proposal_reminder(scope, row)


def _due(scope: Scope, at: dt.datetime, *, reminded: bool | None = None) -> list[Proposal]:
    statement = select(Proposal).where(
        Proposal.org_id == scope.org_id,
        Proposal.state == ProposalState.PUBLISHED,
        Proposal.expires_at <= at,
    )
    if reminded is False:
        statement = statement.where(Proposal.reminded_at.is_(None))
    order = Proposal.expires_at, Proposal.id
    return list(db.session.scalars(statement.order_by(*order).limit(AT_ONCE)))


def _lock(scope: Scope, *rows: Proposal) -> dict[uuid.UUID, Participant]:
    """Keep others from changing proposals and what their people have; return the people.

    All of them at once, in one order: two who lock some one after the other may wait for each
    other.
    """
    people = lock_participants(
        scope, (each for row in rows for each in (row.mentee_id, row.mentor_id))
    )
    db.session.scalars(
        select(Proposal)
        .where(Proposal.org_id == scope.org_id, Proposal.id.in_([row.id for row in rows]))
        .order_by(Proposal.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    return people


def _check_open(row: Proposal, given: Answer | None) -> None:
    if given is not None:
        raise ConflictError(FINAL)
    overdue = row.expires_at is not None and row.expires_at <= clock.now()
    if row.state is ProposalState.EXPIRED or (row.state is ProposalState.PUBLISHED and overdue):
        raise ConflictError(EXPIRED)
    if row.state is not ProposalState.PUBLISHED:
        raise ConflictError(CLOSED)


def _forbidden(scope: Scope, row: Proposal) -> str:
    """Return the rule that keeps two apart by now who were sent to each other; both are locked."""
    return breaches_of(scope, row.mentee.cohort, [row]).get(row.id, "")


def _stop(scope: Scope, row: Proposal, why: str) -> None:
    """Close a proposal that must not come about. What stopped it keeps the two apart, no more."""
    row.state, row.decline_reason = ProposalState.WITHDRAWN, why
    _look_further(scope, row)


def _check_room(scope: Scope, row: Proposal, people: dict[uuid.UUID, Participant]) -> None:
    """Refuse more partnerships than either side takes; both are locked."""
    together = places.taken(scope, row.cohort_id).partners
    rules = rules_of(row.mentee.cohort.program)
    for participant_id, person in people.items():
        if not person.takes_part:
            raise ConflictError(CLOSED)
        if sum(participant_id in pair for pair in together) >= places_of(person, rules):
            raise ConflictError(
                _(
                    "%(name)s has no place left by now; "
                    "the people who run the program look for somebody else.",
                    name=person.member.name,
                )
            )


def _write_down(row: Proposal, side: Side, reply: Reply) -> None:
    if side is Side.MENTEE:
        row.mentee_answer, row.mentee_answered_at = reply.answer, clock.now()
    else:
        row.mentor_answer, row.mentor_answered_at = reply.answer, clock.now()
    if reply.answer is Answer.DECLINED:
        row.decline_reason = reply.reason.strip() or None


def _begin(scope: Scope, row: Proposal) -> None:
    row.state = ProposalState.ACCEPTED
    db.session.flush()
    accepted(scope, Accepted(row.id, row.cohort_id, row.mentee_id, row.mentor_id))
    messages.both_accepted(scope, row)


def _close(scope: Scope, row: Proposal, state: ProposalState) -> None:
    row.state = state
    exclude(scope, [(row, ExclusionReason.DECLINED)])
    _look_further(scope, row)


def _look_further(scope: Scope, row: Proposal) -> None:
    """Tell both of a proposal that was closed, and find who is next in line."""
    messages.proposal_closed(scope, row)
    enqueue(
        scope,
        "matching.draft_next",
        key=f"matching.draft_next:{row.id}:{row.published_at}",
        proposal_id=str(row.id),
    )
