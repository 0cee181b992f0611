"""How a request ends, and what else ends with it.

Everybody who answers, makes or ends a request locks its two participants first, the lower id
first, and then the request, as with proposals. So whoever holds one of the two (because they
just became partners) may close the requests of that one, and nobody else answers them meanwhile.
"""

import uuid
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import or_, select

from saas import clock
from saas.db import db
from saas.errors import ConflictError
from saas.matching import request_messages as messages
from saas.matching.acceptance import Accepted, on_accepted
from saas.matching.crowd import places_of
from saas.matching.engine import Rules
from saas.matching.models import (
    ClosedBecause,
    Request,
    RequestState,
)
from saas.matching.queries import places
from saas.matching.queries import requests as queries
from saas.matching.queries.places import Pair
from saas.matching.services.publishing import lock_participants
from saas.matching.services.rules import rules_of
from saas.programs import queries as programs
from saas.programs.models import Participant, Side
from saas.scope import Scope


@dataclass(frozen=True, slots=True)
class Room:
    """The places of a cohort, to tell which open requests can still come about.

    Attributes:
        used: Places that partners take, by participant.
    """

    rules: Rules
    used: Counter[uuid.UUID]

    def problem(self, row: Request) -> ClosedBecause | None:
        """Return why a request cannot come about any more, or None."""
        if not (row.mentee.takes_part and row.mentor.takes_part):
            return ClosedBecause.LEFT
        if self._is_full(row.mentee):
            return ClosedBecause.MENTEE_PLACED
        return ClosedBecause.MENTOR_FULL if self._is_full(row.mentor) else None

    def _is_full(self, person: Participant) -> bool:
        return self.used[person.id] >= places_of(person, self.rules)


def room_in(scope: Scope, cohort_id: uuid.UUID, *more: Pair) -> Room:
    """Return the places of a cohort; `more` are partners whom nobody else knows of yet."""
    rules = rules_of(programs.cohort(scope, cohort_id).program)
    together = places.taken(scope, cohort_id).partners | set(more)
    return Room(rules, Counter(each for pair in together for each in pair))


def lock(scope: Scope, *rows: Request) -> dict[uuid.UUID, Participant]:
    """Keep others from changing requests and what their people have; return the people."""
    ids = {each for row in rows for each in (row.mentee_id, row.mentor_id)}
    people = lock_participants(scope, ids)
    db.session.scalars(
        select(Request)
        .where(Request.org_id == scope.org_id, Request.id.in_([row.id for row in rows]))
        .order_by(Request.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    return people


def close(row: Request, state: RequestState, because: ClosedBecause | None = None) -> None:
    """Write down that a request has ended; it is locked, or one of its people is."""
    row.state, row.closed_because, row.closed_at = state, because, clock.now()


def cancel_request(scope: Scope, cohort_id: uuid.UUID, request_id: uuid.UUID) -> Request:
    """Close an open request as staff; both are told kindly. Safe to call twice.

    Raises:
        NotFoundError: There is none, or the actor does not run its program.
        ConflictError: It was answered or closed otherwise.
    """
    cohort = programs.open_cohort(scope, cohort_id)
    row = queries.cohort_request(scope, cohort.id, request_id)
    lock(scope, row)
    if row.closed_because is ClosedBecause.CANCELLED:
        return row
    if row.waits_for is None:
        raise ConflictError("This request is closed already; there is nothing to cancel.")
    close(row, RequestState.CLOSED, ClosedBecause.CANCELLED)
    for side in Side:
        messages.request_closed(scope, row, side)
    return row


@on_accepted
def settle_requests(scope: Scope, accepted: Accepted) -> None:
    """Close what cannot come about now that two are partners: both of them are locked."""
    pair = accepted.mentee_id, accepted.mentor_id
    touched = or_(Request.mentee_id == pair[0], Request.mentor_id == pair[1])
    room = room_in(scope, accepted.cohort_id, pair)
    for row in queries.open_where(scope, touched):
        if (row.mentee_id, row.mentor_id) == pair:
            close(row, RequestState.ACCEPTED)
        else:
            close_if_impossible(scope, row, room)


def close_if_impossible(scope: Scope, row: Request, room: Room) -> None:
    """Close an open request that cannot come about, and tell kindly whoever still hopes."""
    because = room.problem(row)
    if because is None:
        return
    close(row, RequestState.CLOSED, because)
    mentor_hopes = because is ClosedBecause.MENTEE_PLACED or not row.mentee.takes_part
    messages.request_closed(scope, row, Side.MENTOR if mentor_hopes else Side.MENTEE)
