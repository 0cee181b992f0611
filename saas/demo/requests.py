"""Whom the sample's mentees asked themselves: in the second cohort, beside the run."""

from saas.db import db
from saas.demo.cast import ADMIN
from saas.demo.intake import SECOND, cohort
from saas.demo.stage import Stage
from saas.matching.finding import choice_of
from saas.matching.models import Request
from saas.matching.queries import requests as queries
from saas.matching.services.requests import (
    Reply,
    RequestTerms,
    Say,
    Wanted,
    answer_request,
    ask_mentor,
    change_request_terms,
)
from saas.programs.models import MatchedBy

_TERMS = RequestTerms(
    matched_by=MatchedBy.BLENDED, open_requests=3, request_days=7, message_required=True
)
_MESSAGES = {
    "Rania Khoury": "I design substations and want to build wind farms. An hour a month with "
    "somebody who has done that would save me years of guessing.",
    "Tomasz Zieliński": "I have one year of work behind me, most of it alone. I would like to "
    "show somebody how I test, and hear what I do not see.",
}
_QUESTION = "Gladly read. What would you want to have changed by the summer?"


def prepare(stage: Stage) -> None:
    """Note who let mentees ask, who asked, and what one mentor would like to know."""
    stage.on(1, lambda: _let_them_ask(stage))
    stage.on(0, lambda: _ask(stage))


def _let_them_ask(stage: Stage) -> None:
    program_id = cohort(stage, SECOND).program_id
    change_request_terms(stage.scope(ADMIN.name), program_id, _TERMS)


def _ask(stage: Stage) -> None:
    rows = [_asked(stage, name, message) for name, message in _MESSAGES.items()]
    db.session.flush()
    mentor = rows[0].mentor.member.name
    answer_request(stage.scope(mentor), rows[0].id, Reply(Say.MORE, _QUESTION))


def _asked(stage: Stage, name: str, message: str) -> Request:
    """Let a mentee ask whoever fits them best."""
    scope = stage.scope(name)
    [place] = queries.asking_places(scope, stage.members[name])
    best = choice_of(scope, place).candidates[0]
    return ask_mentor(scope, Wanted(place.id, best.mentor_id, message))
