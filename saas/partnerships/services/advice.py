"""Advice: recorded by either, answered by the mentee, and shown to have been of use."""

import uuid

from flask_babel import lazy_gettext as _l

from saas.db import db
from saas.errors import ConflictError, ForbiddenError
from saas.partnerships import queries
from saas.partnerships.days import today
from saas.partnerships.models import Advice, AdviceAnswer
from saas.partnerships.receiving import is_for
from saas.partnerships.services.acting import Acting, acting, changed
from saas.scope import Scope

ONLY_THE_MENTEE = _l("Only the mentee can do this.")
NOT_FOR_YOU = "Your partner got this advice; only they can do this."


def record_advice(scope: Scope, partnership_id: uuid.UUID, words: str) -> Advice:
    """Record a piece of advice that the mentor gave; either of the two may.

    Raises:
        NotFoundError, ForbiddenError: It is not their partnership.
        ConflictError: It has ended.
    """
    found = acting(scope, partnership_id)
    row = Advice(
        partnership_id=found.id, given_on=today(scope), words=words, recorded_by=found.side
    )
    db.session.add(row)
    changed(scope, found.id)
    return row


def answer_advice(
    scope: Scope, partnership_id: uuid.UUID, advice_id: uuid.UUID, answer: AdviceAnswer, why: str
) -> Advice:
    """Say what the mentee made of a piece of advice; they may think again.

    Raises:
        NotFoundError: No such advice in a partnership of theirs.
        ForbiddenError: It is not the mentee who acts.
        ConflictError: The partnership has ended.
    """
    found, row = _received(scope, partnership_id, advice_id)
    row.answer, row.why = answer, why
    row.answered_on = row.answered_on or today(scope)
    changed(scope, found.id)
    return row


def show_evidence(
    scope: Scope, partnership_id: uuid.UUID, advice_id: uuid.UUID, evidence: str
) -> Advice:
    """Show what the mentee did with a piece of advice, and what came of it.

    Raises:
        NotFoundError: No such advice in a partnership of theirs.
        ForbiddenError: It is not the mentee who acts.
        ConflictError: The advice was not taken, or the partnership has ended.
    """
    found, row = _received(scope, partnership_id, advice_id)
    if row.answer not in (AdviceAnswer.TAKEN, AdviceAnswer.ADAPTED):
        raise ConflictError("Say first that you took or adapted this advice.")
    row.evidence = evidence
    row.evidence_on = row.evidence_on or today(scope)
    changed(scope, found.id)
    return row


def _received(
    scope: Scope, partnership_id: uuid.UUID, advice_id: uuid.UUID
) -> tuple[Acting, Advice]:
    """Return advice that the actor got: as the mentee, or of two peers as who recorded it."""
    found = acting(scope, partnership_id)
    row = queries.entry(scope, Advice, found.id, advice_id)
    if not is_for(found.partnership, row, found.side):
        raise ForbiddenError(NOT_FOR_YOU if found.partnership.is_of_peers else ONLY_THE_MENTEE)
    return found, row


def take_back_advice(scope: Scope, partnership_id: uuid.UUID, advice_id: uuid.UUID) -> None:
    """Remove advice recorded by mistake; whoever recorded it may, until it is answered.

    Raises:
        NotFoundError: No such advice in a partnership of theirs.
        ForbiddenError: The other one recorded it.
        ConflictError: It was answered, or somebody gave thanks for it.
    """
    found = acting(scope, partnership_id)
    row = queries.entry(scope, Advice, found.id, advice_id)
    if row.recorded_by is not found.side:
        raise ForbiddenError("Your partner recorded this advice; ask them to take it back.")
    thanked = any(note.advice_id == row.id for note in queries.thanks(scope, found.id))
    if row.answer or thanked:
        raise ConflictError("This advice was answered already, so it stays.")
    db.session.delete(row)
    changed(scope, found.id)
