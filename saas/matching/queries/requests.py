"""Reads of requests: one's own, and those of a cohort."""

import datetime as dt
import enum
import uuid
from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from saas import clock
from saas.db import db, found
from saas.matching.models import Proposal, ProposalState, Request, RequestState
from saas.matching.queries.places import Pair
from saas.orgs.models import Member
from saas.orgs.speech import knows, learns
from saas.programs import queries as programs
from saas.programs.life import goes_on
from saas.programs.models import Cohort, MatchedBy, Participant, Program, Side
from saas.scope import Scope
from saas.web.paging import Page, page_of

NOT_YOURS = "This request does not exist, or is not yours to answer."
NO_PLACE = _l("You cannot ask mentors there: you take no part as a mentee, or requests are closed.")
NO_REQUEST = _l("This request does not exist, or you do not run its program.")
_ASKS = "asks_or_is_asked"
"""A fact that every page of a member needs, for what stands beside it."""
OPEN = (RequestState.WITH_MENTOR, RequestState.WITH_MENTEE)
SHOWN = 50


class Filter(enum.StrEnum):
    """Which requests of a cohort are listed."""

    OPEN = "open"
    UNANSWERED = "unanswered"
    CLOSED = "closed"


def asking_places(scope: Scope, member_id: uuid.UUID) -> Sequence[Participant]:
    """Return a member's places as a mentee from which they may ask mentors, newest cohort first.

    Each comes with its cohort and program.
    """
    statement = _asking(scope, member_id).order_by(Cohort.starts_on.desc(), Participant.id)
    return db.session.scalars(statement).all()


def asking_place(scope: Scope, member_id: uuid.UUID, place_id: uuid.UUID) -> Participant:
    """Return one place from which a member may ask mentors.

    Raises:
        NotFoundError: It is not theirs, not a mentee's, or nobody can ask there.
    """
    statement = _asking(scope, member_id).where(Participant.id == place_id)
    return found(db.session.scalar(statement), NO_PLACE)


def mentor_places(scope: Scope, member_id: uuid.UUID) -> Sequence[Participant]:
    """Return a member's places as a mentor who can be asked, with cohort and program."""
    statement = _places(scope, member_id, Side.MENTOR)
    return db.session.scalars(statement.order_by(Cohort.starts_on.desc(), Participant.id)).all()


def mentor_place(scope: Scope, member_id: uuid.UUID, place_id: uuid.UUID) -> Participant:
    """Return one place as a mentor in which a member can be asked.

    Raises:
        NotFoundError: It is not theirs, or nobody asks there.
    """
    statement = _places(scope, member_id, Side.MENTOR).where(Participant.id == place_id)
    return found(db.session.scalar(statement), NO_PLACE)


def can_ask_or_be_asked(_scope: Scope) -> bool:
    """Whether the actor takes part, on either side, where mentees ask mentors."""
    return knows(_ASKS)


def own_requests(scope: Scope, member_id: uuid.UUID) -> Sequence[Request]:
    """Return the latest requests that a member made or got, the open ones first."""
    closed = Request.state.not_in(OPEN)
    statement = _own(scope, member_id).order_by(closed, Request.created_at.desc(), Request.id)
    return db.session.scalars(statement.limit(SHOWN)).all()


def own_request(
    scope: Scope, member_id: uuid.UUID, request_id: uuid.UUID, side: Side | None = None
) -> Request:
    """Return one request that a member made or got.

    Args:
        scope: Whose.
        member_id: The member.
        request_id: The request.
        side: Which of the two they have to be; None for either.

    Raises:
        NotFoundError: There is none, or they are not that side of it.
    """
    row = db.session.scalar(_own(scope, member_id).where(Request.id == request_id))
    fits = row is not None and side in (None, side_of(row, member_id))
    return found(row if fits else None, NOT_YOURS)


def waiting_requests(scope: Scope, member_id: uuid.UUID) -> Sequence[Request]:
    """Return the requests that wait for a member to say something, the most urgent first."""
    statement = _own(scope, member_id).where(Request.state.in_(OPEN))
    rows = db.session.scalars(statement.order_by(Request.expires_at, Request.id))
    return [row for row in rows if row.waits_for is side_of(row, member_id)]


def side_of(row: Request, member_id: uuid.UUID) -> Side:
    """Return which of the two a member is."""
    return Side.MENTEE if row.mentee.member_id == member_id else Side.MENTOR


def open_of(scope: Scope, mentee_id: uuid.UUID) -> Mapping[uuid.UUID, Request]:
    """Return a mentee's open requests by mentor."""
    statement = select(Request).where(
        Request.org_id == scope.org_id, Request.mentee_id == mentee_id, Request.state.in_(OPEN)
    )
    return {row.mentor_id: row for row in db.session.scalars(statement)}


def times_asked(scope: Scope, mentee_id: uuid.UUID, mentor_id: uuid.UUID) -> int:
    """Return how often a mentee has asked a mentor, whatever became of it."""
    statement = select(func.count()).where(
        Request.org_id == scope.org_id,
        Request.mentee_id == mentee_id,
        Request.mentor_id == mentor_id,
    )
    return int(db.session.scalar(statement) or 0)


def open_pairs(
    scope: Scope, cohort_id: uuid.UUID, until: dt.datetime | None = None
) -> Sequence[Pair]:
    """Return who is asking whom in a cohort, the oldest request first; those `until` a moment."""
    rows = db.session.execute(
        select(Request.mentee_id, Request.mentor_id)
        .where(
            Request.org_id == scope.org_id,
            Request.cohort_id == cohort_id,
            Request.state.in_(OPEN),
            *([] if until is None else [Request.created_at <= until]),
        )
        .order_by(Request.created_at, Request.id)
    )
    return [(mentee, mentor) for mentee, mentor in rows]


def open_where(
    scope: Scope, *conditions: ColumnElement[bool], limit: int | None = None
) -> Sequence[Request]:
    """Return open requests, with both people, the most urgent first."""
    statement = _with_people(scope).where(Request.state.in_(OPEN), *conditions).limit(limit)
    return db.session.scalars(statement.order_by(Request.expires_at, Request.id)).all()


def sent_proposal(scope: Scope, row: Request) -> Proposal | None:
    """Return the proposal that the two of a request were sent and have not both answered."""
    return db.session.scalar(
        select(Proposal)
        .where(
            Proposal.org_id == scope.org_id,
            Proposal.mentee_id == row.mentee_id,
            Proposal.mentor_id == row.mentor_id,
            Proposal.state == ProposalState.PUBLISHED,
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def cohort_requests(
    scope: Scope, cohort_id: uuid.UUID, shown: Filter, number: int
) -> Page[Request]:
    """Return one page of a cohort's requests; open ones by urgency, the others newest first."""
    order = Request.expires_at if shown is Filter.OPEN else Request.created_at.desc()
    statement = _with_people(scope).where(Request.cohort_id == cohort_id, _in(shown))
    return page_of(db.session, statement.order_by(order, Request.id), number)


def cohort_request(scope: Scope, cohort_id: uuid.UUID, request_id: uuid.UUID) -> Request:
    """Return one request of a cohort that the actor runs (the caller has checked that).

    Raises:
        NotFoundError: There is none.
    """
    statement = _with_people(scope).where(Request.cohort_id == cohort_id, Request.id == request_id)
    return found(db.session.scalar(statement), NO_REQUEST)


def counts(scope: Scope, cohort_id: uuid.UUID) -> Mapping[Filter, int]:
    """Return how many requests of a cohort each filter lists."""
    row = db.session.execute(
        select(*(func.count().filter(_in(each)) for each in Filter)).where(
            Request.org_id == scope.org_id, Request.cohort_id == cohort_id
        )
    ).one()
    return dict(zip(Filter, row, strict=True))


def has_requests(scope: Scope) -> bool:
    """Return whether a mentee ever asked a mentor, sample programs aside."""
    statement = (
        select(Request.id)
        .join(Cohort, (Cohort.org_id == Request.org_id) & (Cohort.id == Request.cohort_id))
        .join(Cohort.program)
        .where(Request.org_id == scope.org_id, Program.is_sample.is_(False))
        .limit(1)
    )
    return db.session.scalar(statement) is not None


@goes_on(_l("Mentors were asked and have not answered."))
def open_requests_of(scope: Scope, program_id: uuid.UUID) -> Select[uuid.UUID]:
    """Find the requests of a program that wait for an answer."""
    cohort = (Cohort.org_id == Request.org_id) & (Cohort.id == Request.cohort_id)
    return (
        select(Request.id)
        .join(Cohort, cohort)
        .where(
            Request.org_id == scope.org_id,
            Request.state.in_(OPEN),
            Cohort.program_id == program_id,
        )
    )


def is_overdue(row: Request, now: dt.datetime) -> bool:
    """Whether whoever had to answer did not in time."""
    return row.state is RequestState.EXPIRED or (row.state in OPEN and row.expires_at <= now)


def _in(shown: Filter) -> ColumnElement[bool]:
    if shown is Filter.OPEN:
        return Request.state.in_(OPEN)
    if shown is Filter.CLOSED:
        return Request.state.not_in(OPEN)
    overdue = and_(Request.state.in_(OPEN), Request.expires_at <= clock.now())
    return or_(Request.state == RequestState.EXPIRED, overdue)


def _asking(scope: Scope, member_id: uuid.UUID) -> Select[Participant]:
    return _places(scope, member_id, Side.MENTEE).where(
        Program.winding_down_at.is_(None), programs.is_not_over()
    )


def _places(scope: Scope, member_id: uuid.UUID, side: Side | None = None) -> Select[Participant]:
    """Places in cohorts whose program lets mentees ask."""
    statement = (
        select(Participant)
        .join(Participant.cohort)
        .join(Cohort.program)
        .where(
            Participant.org_id == scope.org_id,
            Participant.member_id == member_id,
            *_open_to_requests(),
        )
        .options(contains_eager(Participant.cohort).contains_eager(Cohort.program))
    )
    return statement if side is None else statement.where(Participant.side == side)


def _open_to_requests() -> tuple[ColumnElement[bool], ...]:
    return (
        Participant.withdrawn_at.is_(None),
        Program.matched_by != MatchedBy.ADMIN,
        Program.archived_at.is_(None),
    )


def _own(scope: Scope, member_id: uuid.UUID) -> Select[Request]:
    mentee, mentor = aliased(Participant), aliased(Participant)
    return (
        _with_people(scope)
        .join(mentee, Request.mentee)
        .join(mentor, Request.mentor)
        .where(or_(mentee.member_id == member_id, mentor.member_id == member_id))
    )


def _with_people(scope: Scope) -> Select[Request]:
    return (
        select(Request)
        .where(Request.org_id == scope.org_id)
        .options(
            joinedload(Request.mentee).joinedload(Participant.member),
            joinedload(Request.mentor).joinedload(Participant.member),
            joinedload(Request.mentee).joinedload(Participant.cohort).joinedload(Cohort.program),
        )
    )


learns(
    _ASKS,
    select(Participant.id)
    .join(Participant.cohort)
    .join(Cohort.program)
    .where(
        Participant.org_id == Member.org_id,
        Participant.member_id == Member.id,
        *_open_to_requests(),
    )
    .correlate(Member)
    .exists(),
)
