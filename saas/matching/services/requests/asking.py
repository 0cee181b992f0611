"""A mentee asks a mentor, and takes that back."""

import datetime as dt
import uuid
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas import clock
from saas.db import db, found, refusing
from saas.errors import ConflictError, InvalidError
from saas.matching import request_messages as messages
from saas.matching.finding import Candidate, choice_of
from saas.matching.models import Request, RequestState
from saas.matching.queries import requests as queries
from saas.matching.services.publishing import lock_participants
from saas.matching.services.requests.closing import close, lock
from saas.programs.models import Participant, Program, Side
from saas.scope import Scope

#: How often one mentee can ask the same mentor: a second try, and no more.
MOST_TIMES = 2
#: Said alike of a mentor who is forbidden, paused, full, unknown or of another organization.
NOT_TO_ASK = _l("This mentor cannot be asked; choose one from the list.")
ASKED_ALREADY = _l("You have asked this mentor already; wait for the answer.")
NO_WORDS = _l("Write a few words: why this mentor, and what you hope for.")
NOT_READY = _l("Take the orientation of the program first; then you can ask a mentor.")
NO_ROOM = _l("You have as many mentors as you can have; there is no place for one more.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a mentee asks for.

    Attributes:
        mentee_id: Their own place in the cohort.
        mentor_id: The mentor's place in it.
        message: Only for the mentor.
    """

    mentee_id: uuid.UUID
    mentor_id: uuid.UUID
    message: str = ""


def ask_mentor(scope: Scope, wanted: Wanted) -> Request:
    """Ask a mentor as the acting member. Asking whom one is asking already changes nothing.

    Raises:
        NotFoundError: The place is not theirs, or this mentor cannot be asked.
        ConflictError: Too many requests are open, or this mentor was asked too often.
        InvalidError: The program asks for a few words, and there are none.
    """
    mentee = queries.asking_place(scope, scope.actor_id or uuid.UUID(int=0), wanted.mentee_id)
    lock_participants(scope, (mentee.id, wanted.mentor_id))
    asking = queries.open_of(scope, mentee.id)
    if wanted.mentor_id in asking:
        return asking[wanted.mentor_id]
    candidate, reasons = _candidate(scope, mentee, wanted.mentor_id)
    _check(scope, mentee, candidate, len(asking))
    program = mentee.cohort.program
    message = _checked_message(program, wanted.message)
    row = Request(
        cohort_id=mentee.cohort_id,
        mentee_id=mentee.id,
        mentor_id=candidate.mentor_id,
        message=message,
        fit=candidate.fit,
        reasons=reasons,
        expires_at=clock.now() + dt.timedelta(days=program.request_days),
    )
    with refusing(ASKED_ALREADY):
        db.session.add(row)
    messages.request_made(scope, row)
    return row


def withdraw_request(scope: Scope, request_id: uuid.UUID) -> Request:
    """Take a request back as the mentee who made it. Safe to call twice.

    Raises:
        NotFoundError: There is none, or somebody else made it.
        ConflictError: It was answered or closed.
    """
    actor = scope.actor_id or uuid.UUID(int=0)
    row = queries.own_request(scope, actor, request_id, Side.MENTEE)
    lock(scope, row)
    if row.state is RequestState.WITHDRAWN:
        return row
    if row.waits_for is None:
        raise ConflictError("This request is closed already; there is nothing to take back.")
    close(row, RequestState.WITHDRAWN)
    messages.request_closed(scope, row, Side.MENTOR)
    return row


def _candidate(
    scope: Scope, mentee: Participant, mentor_id: uuid.UUID
) -> tuple[Candidate, list[str]]:
    choice = choice_of(scope, mentee, mentor_id)
    if not choice.ready:
        raise ConflictError(NOT_READY)
    if choice.places <= 0:
        raise ConflictError(NO_ROOM)
    candidate = found(choice.candidate(mentor_id), NOT_TO_ASK)
    return candidate, choice.reasons(candidate)


def _check(scope: Scope, mentee: Participant, candidate: Candidate, asking: int) -> None:
    most, name = mentee.cohort.program.open_requests, candidate.profile.name
    if asking >= most:
        raise ConflictError(
            _(
                "You are asking %(most)s already, as many as this program allows at once; "
                "wait for an answer, or take one request back.",
                most=most,
            )
        )
    if queries.times_asked(scope, mentee.id, candidate.mentor_id) >= MOST_TIMES:
        raise ConflictError(f"You have asked {name} twice; ask somebody else.")


def _checked_message(program: Program, message: str) -> str:
    if program.message_required and not message.strip():
        raise InvalidError("message", NO_WORDS)
    return message.strip()
