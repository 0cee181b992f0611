"""What the two agree on: changed by either, signed by both, in versions."""

import dataclasses as dc
import datetime as dt
import uuid

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas import clock
from saas.db import db
from saas.errors import ConflictError, InvalidError
from saas.partnerships import messages, queries
from saas.partnerships.days import today
from saas.partnerships.models import Agreement
from saas.partnerships.reviews import is_over
from saas.partnerships.services.acceptances import note_acceptance
from saas.partnerships.services.acting import Acting, acting, changed, check_signs
from saas.partnerships.services.goals import pursue
from saas.partnerships.services.records import write_record
from saas.partnerships.services.texts import texts_in_force
from saas.partnerships.words import names_of
from saas.programs.models import AgreedPart, Program, ProgramVersion, Side
from saas.programs.services import ensure_version
from saas.scope import Scope
from saas.web.format import day

CHANGED = "The agreement was changed meanwhile; read it as it is now, then go on."
NOT_OFFERED = _l("Choose from the goals that your program offers.")
NOT_ALLOWED = _l("Choose from the means of meeting that your program allows.")
MOST_GOALS = 10


@dc.dataclass(frozen=True, slots=True)
class Terms:
    """What the two can change of their agreement; goals and means without doubles.

    Attributes:
        ends_on: Until when they agree to be partners; None: they do not say.
    """

    every_days: int
    means: list[str]
    goals: list[str]
    review_on: dt.date
    ends_on: dt.date | None = None


#: The term that each part of an agreement is.
TERM_OF = {
    AgreedPart.GOALS: "goals",
    AgreedPart.RHYTHM: "every_days",
    AgreedPart.MEANS: "means",
    AgreedPart.LENGTH: "ends_on",
}


def change_agreement(
    scope: Scope, partnership_id: uuid.UUID, terms: Terms, *, seen: int
) -> Agreement:
    """Change the agreement; what was signed stays, and the change becomes the next version.

    It stays founded on the version of the program that the two keep to; only the goals to
    choose from are those of the newest.
    Parts that the program does not leave to the two stay as they are, whatever the terms say.

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
    current = current_agreement(scope, found, seen)
    program = found.partnership.cohort.program
    terms = _left_to_them(program, current, terms)
    if _says(current, terms):
        return current
    version = ensure_version(scope, program)
    _check(scope, program, current, terms)
    _check_goals(program, version, current, terms)
    _check_means(program, current, terms)
    texts = texts_in_force(scope, current, found.partnership)
    row = current if current.is_draft else _next_version(current)
    row.every_days, row.means, row.goals = terms.every_days, terms.means, terms.goals
    row.ends_on, row.review_on = terms.ends_on, terms.review_on
    row.revision = current.revision + 1
    if current.is_due(today(scope)):
        row.reviewed_on = today(scope)
    for name, value in texts.items():
        setattr(row, name, value)
    db.session.add(row)
    pursue(scope, found.id, terms.goals, version)
    changed(scope, found.id)
    return row


def sign_agreement(scope: Scope, partnership_id: uuid.UUID, *, seen: int) -> Agreement:
    """Sign the agreement for one side, and ask the other. Safe to call twice.

    Whoever signs accepts the version of the program that the agreement is founded on. The
    second signature has it written down for good.

    Raises:
        NotFoundError, ForbiddenError: It is not theirs.
        ConflictError: It was changed meanwhile, or the partnership has ended.
    """
    found = acting(scope, partnership_id)
    row = current_agreement(scope, found, seen)
    if not row.signed_at(found.side):
        sign(scope, found, row)
    return row


def sign(scope: Scope, found: Acting, row: Agreement) -> None:
    """Put a side's name under a version that it has not signed."""
    name = names_of(found.partnership)[found.side]
    if found.side is Side.MENTEE:
        row.mentee_signed_at, row.mentee_signed_as = clock.now(), name
    else:
        row.mentor_signed_at, row.mentor_signed_as = clock.now(), name
    if row.program_version_id:
        note_acceptance(scope, found, row.program_version_id)
    if row.is_signed:
        write_record(scope, found.partnership, row)
    else:
        messages.agreement_to_sign(scope, found.partnership, row, found.side.other)
    changed(scope, found.id)


def current_agreement(scope: Scope, found: Acting, seen: int) -> Agreement:
    """Return the newest version, as somebody had it before their eyes, kept from others.

    Raises:
        NotFoundError: There is nothing to sign.
        ConflictError: It was changed meanwhile.
    """
    check_signs(found.partnership)
    row = queries.agreement(scope, found.id)
    # A program that publishes meanwhile founds a draft anew, though the partnership is locked.
    db.session.refresh(row, with_for_update={"key_share": True})
    if row.revision != seen:
        raise ConflictError(CHANGED)
    return row


def _left_to_them(program: Program, current: Agreement, terms: Terms) -> Terms:
    kept = {
        name: getattr(current, name) for part, name in TERM_OF.items() if not program.leaves(part)
    }
    return dc.replace(terms, **kept)


def _check(scope: Scope, program: Program, current: Agreement, terms: Terms) -> None:
    if not 1 <= terms.every_days <= 365:
        raise InvalidError("every_days", "Enter a number of days from 1 to 365.")
    if len(terms.goals) > MOST_GOALS:
        raise InvalidError("own_goals", f"Choose {MOST_GOALS} goals at most; fewer is better.")
    over = is_over(terms.ends_on, today(scope))
    if over and program.leaves(AgreedPart.LENGTH):
        raise InvalidError("ends_on", "Choose a last day that is still to come.")
    if terms.review_on < today(scope):
        raise InvalidError("review_on", "Choose a day that is still to come.")
    # What they agreed on before this was asked stays, and so does going on for longer.
    asks = (terms.review_on, terms.ends_on) != (current.review_on, current.ends_on)
    if asks and terms.ends_on and not over and terms.ends_on < terms.review_on:
        last = day(terms.ends_on)
        raise InvalidError("review_on", _("Choose a day until your last one, %(day)s.", day=last))


def _check_goals(
    program: Program, version: ProgramVersion, current: Agreement, terms: Terms
) -> None:
    """Refuse goals in their own words, where the program wants its own; what they have stays."""
    known = {*current.goals, *(goal["title"] for goal in version.goals)}
    if not program.own_goals and not known.issuperset(terms.goals):
        raise InvalidError("goals", NOT_OFFERED)


def _check_means(program: Program, current: Agreement, terms: Terms) -> None:
    """Refuse other means than the program allows; what they have stays."""
    if not all(means in current.means or program.allows_means(means) for means in terms.means):
        raise InvalidError("means", NOT_ALLOWED)


def _says(row: Agreement, terms: Terms) -> bool:
    return all(getattr(row, each.name) == getattr(terms, each.name) for each in dc.fields(terms))


def _next_version(current: Agreement) -> Agreement:
    return Agreement(partnership_id=current.partnership_id, version=current.version + 1)
