"""What the two agree on: changed by either, signed by both, in versions."""

import datetime as dt
import uuid
from dataclasses import dataclass

from saas import clock
from saas.db import db
from saas.errors import ConflictError, InvalidError
from saas.partnerships import messages, queries
from saas.partnerships.days import today
from saas.partnerships.models import Agreement
from saas.partnerships.services.acceptances import note_acceptance
from saas.partnerships.services.acting import Acting, acting, changed
from saas.partnerships.services.goals import pursue
from saas.partnerships.services.texts import kept_texts
from saas.programs.models import Side
from saas.programs.services import ensure_version
from saas.scope import Scope

CHANGED = "The agreement was changed meanwhile; read it as it is now, then go on."
MOST_GOALS = 10


@dataclass(frozen=True, slots=True)
class Terms:
    """What the two can change of their agreement; goals and means without doubles."""

    every_days: int
    means: list[str]
    goals: list[str]
    review_on: dt.date


def change_agreement(
    scope: Scope, partnership_id: uuid.UUID, terms: Terms, *, seen: int
) -> Agreement:
    """Change the agreement; what was signed stays, and the change becomes the next version.

    Args:
        scope: One of the two.
        partnership_id: Their partnership.
        terms: What it is to say.
        seen: The revision they had before their eyes.

    Raises:
        NotFoundError, ForbiddenError: It is not theirs.
        ConflictError: It was changed meanwhile, or the partnership has ended.
        InvalidError: Something cannot be agreed on.
    """
    found = acting(scope, partnership_id)
    current = _current(scope, found, seen)
    _check(scope, terms)
    if _says(current, terms):
        return current
    row = _next_version(current) if _is_signed(current) else current
    row.every_days, row.means, row.goals = terms.every_days, terms.means, terms.goals
    row.review_on, row.revision = terms.review_on, current.revision + 1
    version = ensure_version(scope, found.partnership.cohort.program)
    for name, value in kept_texts(version).items():
        setattr(row, name, value)
    db.session.add(row)
    pursue(scope, found.id, terms.goals, version)
    changed(scope, found.id)
    return row


def sign_agreement(scope: Scope, partnership_id: uuid.UUID, *, seen: int) -> Agreement:
    """Sign the agreement for one side, and ask the other. Safe to call twice.

    Whoever signs accepts the version of the program that the agreement is founded on.

    Raises:
        NotFoundError, ForbiddenError: It is not theirs.
        ConflictError: It was changed meanwhile, or the partnership has ended.
    """
    found = acting(scope, partnership_id)
    row = _current(scope, found, seen)
    if signed_at(row, found.side):
        return row
    if found.side is Side.MENTEE:
        row.mentee_signed_at = clock.now()
    else:
        row.mentor_signed_at = clock.now()
    if row.program_version_id:
        note_acceptance(scope, found, row.program_version_id)
    if signed_at(row, found.side.other) is None:
        messages.agreement_to_sign(scope, found.partnership, row, found.side.other)
    changed(scope, found.id)
    return row


def signed_at(agreement: Agreement, side: Side) -> dt.datetime | None:
    """Return when a side signed this version, or None."""
    is_mentee = side is Side.MENTEE
    return agreement.mentee_signed_at if is_mentee else agreement.mentor_signed_at


def _current(scope: Scope, found: Acting, seen: int) -> Agreement:
    row = queries.agreement(scope, found.id)
    if row.revision != seen:
        raise ConflictError(CHANGED)
    return row


def _check(scope: Scope, terms: Terms) -> None:
    if not 1 <= terms.every_days <= 365:
        raise InvalidError("every_days", "Enter a number of days from 1 to 365.")
    if len(terms.goals) > MOST_GOALS:
        raise InvalidError("own_goals", f"Choose {MOST_GOALS} goals at most; fewer is better.")
    if terms.review_on < today(scope):
        raise InvalidError("review_on", "Choose a day that is still to come.")


def _says(row: Agreement, terms: Terms) -> bool:
    same_goals = row.goals == terms.goals and row.means == terms.means
    return same_goals and (row.every_days, row.review_on) == (terms.every_days, terms.review_on)


def _is_signed(row: Agreement) -> bool:
    return row.mentee_signed_at is not None or row.mentor_signed_at is not None


def _next_version(current: Agreement) -> Agreement:
    return Agreement(partnership_id=current.partnership_id, version=current.version + 1)
