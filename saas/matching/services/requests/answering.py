"""What a mentor says to a request, and what the mentee says when asked back."""

import datetime as dt
import enum
import uuid
from collections import Counter
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas import clock
from saas.db import db
from saas.errors import ConflictError, InvalidError
from saas.matching import messages as proposal_messages
from saas.matching import request_messages as messages
from saas.matching.acceptance import Accepted, accepted
from saas.matching.breaches import breaches
from saas.matching.crowd import places_of
from saas.matching.models import (
    Answer,
    ExclusionReason,
    Proposal,
    ProposalState,
    Request,
    RequestState,
)
from saas.matching.queries import places
from saas.matching.queries import requests as queries
from saas.matching.services.exclusions import exclude
from saas.matching.services.publishing import lock_as_partners
from saas.matching.services.requests.closing import close, lock
from saas.matching.services.rules import rules_of
from saas.programs.models import Participant, Side
from saas.scope import Scope

#: How much two people can say to each other before they had better decide.
MOST_WORDS = 20
CLOSED = "This request is closed already."
EXPIRED = "The time to answer this request is over."
FINAL = _l(
    "You have answered this request already; write to the people who run the program instead."
)
# Neither of the two learns which rule it is, nor that the other said something.
FORBIDDEN = _l("This request does not go ahead any more; ask the people who run the program.")
NOT_TAKEN = _l(
    "This program asks both of you to take its orientation first; accept once you both have."
)
NOT_ASKED = _l("Wait for the mentor; you can say more once they have asked you something.")
WRITE_SOMETHING = "Write what you would like to know."
WRITE_AN_ANSWER = "Write an answer."
ENOUGH = "You two have written enough to each other here; accept or decline the request."


class Say(enum.StrEnum):
    """What a mentor can say to a request."""

    ACCEPT = "accept"
    DECLINE = "decline"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a mentor says.

    Attributes:
        words: With `DECLINE` why not, only for the people who run the program; with `MORE`
            what they would like to know, for the mentee.
    """

    say: Say
    words: str = ""


def answer_request(scope: Scope, request_id: uuid.UUID, reply: Reply) -> Request:
    """Answer a request as the mentor who got it. Saying the same twice changes nothing.

    "Tell me more" hands the request to the mentee, with a whole new time to answer.

    Raises:
        NotFoundError: There is none, or it is for somebody else.
        ConflictError: It was answered otherwise or is closed, or there is no place left.
        InvalidError: There is no question in "tell me more".
    """
    actor = scope.actor_id or uuid.UUID(int=0)
    row = queries.own_request(scope, actor, request_id, Side.MENTOR)
    people = lock(scope, row)
    if _is_said(row, reply):
        return row
    _check_open(row)
    if reply.say is Say.ACCEPT:
        _accept(scope, row, people)
    elif reply.say is Say.DECLINE:
        close(row, RequestState.DECLINED)
        row.decline_reason = reply.words.strip() or None
        exclude(scope, [(row, ExclusionReason.DECLINED)])
        messages.request_closed(scope, row, Side.MENTEE)
    else:
        if row.waits_for is Side.MENTEE:
            raise ConflictError(_("You have asked something; wait for the mentee to answer it."))
        _say(row, Side.MENTOR, reply.words, WRITE_SOMETHING)
        messages.request_question(scope, row)
    return row


def tell_more(scope: Scope, request_id: uuid.UUID, words: str) -> Request:
    """Answer what the mentor asked back, or add to it, as the mentee.

    The request waits for the mentor again, who has a whole new time to answer. Saying the same
    twice changes nothing.

    Raises:
        NotFoundError: There is none, or somebody else made it.
        ConflictError: It is closed, or the mentor has asked nothing.
        InvalidError: There is no answer.
    """
    actor = scope.actor_id or uuid.UUID(int=0)
    row = queries.own_request(scope, actor, request_id, Side.MENTEE)
    lock(scope, row)
    if _last(row) == (Side.MENTEE, words.strip()):
        return row
    _check_open(row)
    if not row.exchange:
        raise ConflictError(NOT_ASKED)
    _say(row, Side.MENTEE, words, WRITE_AN_ANSWER)
    messages.request_told(scope, row)
    return row


def _is_said(row: Request, reply: Reply) -> bool:
    """Whether a mentor says once more what they said."""
    if reply.say is Say.MORE:
        return _last(row) == (Side.MENTOR, reply.words.strip())
    states = {Say.ACCEPT: RequestState.ACCEPTED, Say.DECLINE: RequestState.DECLINED}
    return row.state is states[reply.say]


def _last(row: Request) -> tuple[Side, str] | None:
    return (Side(row.exchange[-1]["by"]), row.exchange[-1]["words"]) if row.exchange else None


def _check_open(row: Request) -> None:
    if queries.is_overdue(row, clock.now()):
        raise ConflictError(EXPIRED)
    if row.state in (RequestState.ACCEPTED, RequestState.DECLINED):
        raise ConflictError(FINAL)
    if row.waits_for is None:
        raise ConflictError(CLOSED)


def _say(row: Request, by: Side, words: str, missing: str) -> None:
    """Note what one side said and hand the request to the other, whose clock starts anew."""
    if not words.strip():
        raise InvalidError("words", missing)
    if len(row.exchange) >= MOST_WORDS:
        raise ConflictError(ENOUGH)
    row.exchange = [*row.exchange, {"by": by.value, "words": words.strip()}]
    mentor = by is Side.MENTOR
    row.state = RequestState.WITH_MENTEE if mentor else RequestState.WITH_MENTOR
    days = row.mentee.cohort.program.request_days
    row.expires_at, row.reminded_at = clock.now() + dt.timedelta(days=days), None


def _accept(scope: Scope, row: Request, people: dict[uuid.UUID, Participant]) -> None:
    _check_room(scope, row, people)
    lock_as_partners(scope, people.values())
    proposal = queries.sent_proposal(scope, row)
    _check_allowed(scope, row, proposal)
    if proposal:
        _accept_for_both(proposal)
    close(row, RequestState.ACCEPTED)
    db.session.flush()
    proposal_id = proposal.id if proposal else None
    accepted(scope, Accepted(proposal_id, row.cohort_id, row.mentee_id, row.mentor_id))
    proposal_messages.both_accepted(scope, row)


def _check_room(scope: Scope, row: Request, people: dict[uuid.UUID, Participant]) -> None:
    """Refuse more partnerships than either takes; a proposal to somebody else takes a place."""
    rules = rules_of(row.mentee.cohort.program)
    known = places.taken(scope, row.cohort_id)
    pairs = (known.partners | known.asked) - {(row.mentee_id, row.mentor_id)}
    used = Counter(each for pair in pairs for each in pair)
    for person in people.values():
        if not person.takes_part:
            raise ConflictError(f"{person.member.name} does not take part any more.")
        if used[person.id] >= places_of(person, rules):
            raise ConflictError(
                f"{person.member.name} has no place left: a partner has it, or a proposal "
                "that is still open."
            )


def _check_allowed(scope: Scope, row: Request, sent: Proposal | None) -> None:
    """Refuse two whom a rule, or an orientation, has come to keep apart since the mentee asked."""
    pair = row.mentee_id, row.mentor_id
    asked = [pair] if sent else []
    found = breaches(scope, row.mentee.cohort, [pair], asked, with_requests=False).get(pair)
    if found:
        raise ConflictError(FORBIDDEN if found.rules or found.low else NOT_TAKEN)


def _accept_for_both(proposal: Proposal) -> None:
    """The mentee asked and the mentor accepts: so both accept what was proposed to them."""
    now = clock.now()
    proposal.mentee_answer = proposal.mentor_answer = Answer.ACCEPTED
    proposal.mentee_answered_at = proposal.mentee_answered_at or now
    proposal.mentor_answered_at = proposal.mentor_answered_at or now
    proposal.state = ProposalState.ACCEPTED
