"""Accepting what the program says: by signing the agreement, or when it changed since."""

import datetime as dt
import uuid
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db
from saas.errors import ConflictError
from saas.partnerships.agreed import Brief
from saas.partnerships.days import today
from saas.partnerships.models import Acceptance
from saas.partnerships.queries.acceptances import agreed
from saas.partnerships.services.acting import Acting, acting
from saas.partnerships.services.texts import follow_accepted
from saas.scope import Scope

REMIND_DAYS = 7
NEWER = _l("The program published another version meanwhile; read what changes, then accept it.")
SIGN = _l("Read and sign the agreement: by signing it you accept what your program says.")
WAITS = _l("Your program asks you to read and accept version {number} before you note a meeting.")


def accept_version(scope: Scope, partnership_id: uuid.UUID, *, seen: int) -> None:
    """Accept what the program says now, for one side. Safe to call twice.

    With the second of the two, a draft of their agreement is founded on it, too.

    Args:
        scope: One of the two.
        partnership_id: Their partnership.
        seen: The number of the version they had before their eyes.

    Raises:
        NotFoundError, ForbiddenError: It is not theirs.
        ConflictError: Another version was published meanwhile, they have signed nothing yet, or
            the partnership has ended.
    """
    found = acting(scope, partnership_id)
    asked = _asked(scope, found, seen)
    if asked:
        note_acceptance(scope, found, asked.id)
        follow_accepted(scope, found.partnership)


def put_off_version(scope: Scope, partnership_id: uuid.UUID, *, seen: int) -> dt.date:
    """Ask one side again in a week, and return the day. Safe to call twice.

    Raises:
        NotFoundError, ForbiddenError: It is not theirs.
        ConflictError: Another version was published meanwhile, they have signed nothing yet, or
            the partnership has ended.
    """
    found = acting(scope, partnership_id)
    asked = _asked(scope, found, seen)
    until = today(scope) + dt.timedelta(days=REMIND_DAYS)
    if asked:
        _note(scope, found, asked.id, put_off_until=until)
    return until


def note_acceptance(scope: Scope, found: Acting, program_version_id: uuid.UUID) -> None:
    """Note that a side accepts a version; the first time counts. Safe to call twice."""
    _note(scope, found, program_version_id, accepted_at=clock.now())


def check_nothing_waits(scope: Scope, found: Acting) -> None:
    """Refuse where the program lets meetings wait for acceptance, and the actor has not accepted.

    Raises:
        ConflictError: So it is.
    """
    if not found.partnership.cohort.program.waits_for_acceptance:
        return
    asked = agreed(scope, found.partnership).asked(found.side)
    if asked:
        raise ConflictError(WAITS.format(number=asked.number))


def _asked(scope: Scope, found: Acting, seen: int) -> Brief | None:
    """Return the version the actor is asked for; None when they accepted it already."""
    known = agreed(scope, found.partnership)
    if not found.partnership.is_single and not known.has_signed(found.side):
        raise ConflictError(SIGN)
    asked = known.asked(found.side)
    answered = known.accepted_by(found.side)
    number = (asked or answered or Brief(uuid.UUID(int=0), 0, asks=False)).number
    if number != seen:
        raise ConflictError(NEWER)
    return asked


def _note(scope: Scope, found: Acting, program_version_id: uuid.UUID, **values: Any) -> None:
    statement = insert(Acceptance).values(
        org_id=scope.org_id,
        id=uuid.uuid4(),
        partnership_id=found.id,
        program_version_id=program_version_id,
        side=found.side,
        created_at=clock.now(),
        **values,
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["org_id", "partnership_id", "program_version_id", "side"],
            set_=values,
            where=Acceptance.accepted_at.is_(None),
        )
    )
