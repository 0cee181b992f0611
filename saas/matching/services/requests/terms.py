"""Who finds partners in a program, and whether a mentor wants to be asked."""

import uuid
from typing import TypedDict

from flask_babel import lazy_gettext as _l

from saas import clock
from saas.errors import InvalidError
from saas.matching.queries import requests as queries
from saas.programs.models import MatchedBy, Participant, Program
from saas.programs.services.locking import locked_open_program
from saas.scope import Scope
from saas.seen import columns_of, refuse_moved

BY_RUNS = _l("In a program of peers nobody is asked: you match them, by runs.")


class RequestTerms(TypedDict):
    """What a program says about requests (`Program`)."""

    matched_by: MatchedBy
    open_requests: int
    request_days: int
    message_required: bool


def change_request_terms(
    scope: Scope, program_id: uuid.UUID, terms: RequestTerms, seen: str | None = None
) -> Program:
    """Change what a program says about requests; those that are open keep their time.

    Args:
        scope: Whose, and who acts.
        program_id: The program.
        terms: What it says from now on.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: The program is not the actor's to see.
        ConflictError: It is archived.
        MovedError: Somebody else changed them since.
        InvalidError: In a pool nobody asks: its people are matched by runs.
    """
    program = locked_open_program(scope, program_id)
    refuse_moved(seen, columns_of(program, terms), terms)
    if program.is_pool and terms["matched_by"] is not MatchedBy.ADMIN:
        raise InvalidError("matched_by", BY_RUNS)
    for name, value in terms.items():
        setattr(program, name, value)
    return program


def pause_requests(scope: Scope, participant_id: uuid.UUID) -> Participant:
    """Let nobody ask the acting mentor for now; what is open stays. Safe to call twice.

    Raises:
        NotFoundError: It is not their place as a mentor.
    """
    place = _own(scope, participant_id)
    place.requests_paused_at = place.requests_paused_at or clock.now()
    return place


def resume_requests(scope: Scope, participant_id: uuid.UUID) -> Participant:
    """Let mentees ask the acting mentor again. Safe to call twice.

    Raises:
        NotFoundError: It is not their place as a mentor.
    """
    place = _own(scope, participant_id)
    place.requests_paused_at = None
    return place


def _own(scope: Scope, participant_id: uuid.UUID) -> Participant:
    return queries.mentor_place(scope, scope.actor_id or uuid.UUID(int=0), participant_id)
