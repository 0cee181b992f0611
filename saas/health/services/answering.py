"""What the two say about how it goes: each for themselves, never shown to the other."""

import datetime as dt
import uuid
from dataclasses import dataclass

from saas.db import db, refusing
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.health import queries
from saas.health.models import CheckIn, FitAnswer
from saas.partnerships.days import today
from saas.partnerships.services import Acting, acting, changed, meet_on
from saas.partnerships.services.acting import ENDED
from saas.programs.models import Side
from saas.scope import Scope

ANSWERED = "You have answered this check-in already; thank you."


@dataclass(frozen=True, slots=True)
class Answers:
    """What one side says.

    Attributes:
        met_on: The day they met, where the person says that they did; a meeting is noted on it.
        met: Whether they met at all; None when that was not asked.
        note: For the person alone, unless it is shared with the program's admins.
    """

    felt_quality: int
    fit: FitAnswer | None = None
    met: bool | None = None
    met_on: dt.date | None = None
    note: str = ""
    note_shared: bool = False


def answer_check_in(scope: Scope, check_in_id: uuid.UUID, answers: Answers) -> CheckIn:
    """Answer a check-in that was asked.

    Raises:
        NotFoundError: It does not exist, or was asked of somebody else.
        ConflictError: It was answered already, or the partnership has ended.
        InvalidError: Something cannot be.
    """
    row = queries.check_in(scope, check_in_id, lock=True)
    _as(scope, row.partnership_id, row.side)
    if row.answered_on:
        raise ConflictError(ANSWERED)
    return _save(scope, row, answers)


def answer_now(scope: Scope, partnership_id: uuid.UUID, answers: Answers) -> CheckIn:
    """Say how it goes: to the open check-in, or unasked; once a day.

    Raises:
        NotFoundError, ForbiddenError: It is not their partnership.
        ConflictError: They answered today already, or the partnership has ended.
        InvalidError: Something cannot be.
    """
    side = _speaking(scope, partnership_id).side
    on = today(scope)
    row = queries.open_check_in(scope, partnership_id, side, on)
    if row is None:
        row = CheckIn(partnership_id=partnership_id, side=side, asked_on=on)
        with refusing(ANSWERED):
            db.session.add(row)
    return _save(scope, row, answers)


def say_met(scope: Scope, partnership_id: uuid.UUID, met_on: dt.date) -> None:
    """Answer "did you meet?" with yes: a meeting is noted on that day. Safe to call twice.

    Raises:
        NotFoundError, ForbiddenError: It is not their partnership.
        ConflictError: The partnership has ended.
        InvalidError: It cannot have been on that day.
    """
    meet_on(scope, partnership_id, met_on)


def _speaking(scope: Scope, partnership_id: uuid.UUID) -> Acting:
    """Return the partnership that one of the two speaks of, while there is something to say."""
    found = acting(scope, partnership_id, may_have_ended=True)
    if not queries.may_say(found.partnership, today(scope)):
        raise ConflictError(ENDED)
    return found


def _as(scope: Scope, partnership_id: uuid.UUID, side: Side) -> None:
    """Refuse anybody but the one who was asked."""
    found = _speaking(scope, partnership_id)
    if found.side is not side:
        raise NotFoundError(queries.NO_CHECK_IN)


def _save(scope: Scope, row: CheckIn, answers: Answers) -> CheckIn:
    if not 1 <= answers.felt_quality <= 5:
        raise InvalidError("felt_quality", "Choose one of the five.")
    if answers.met and answers.met_on:
        meet_on(scope, row.partnership_id, answers.met_on)
    row.felt_quality, row.fit, row.met = answers.felt_quality, answers.fit, answers.met
    row.note, row.note_shared = answers.note, answers.note_shared and bool(answers.note)
    row.answered_on = today(scope)
    changed(scope, row.partnership_id)
    return row
