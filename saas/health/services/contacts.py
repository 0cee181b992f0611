"""What staff did about a partnership, and what came of it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from saas.db import db
from saas.errors import InvalidError
from saas.health import queries
from saas.health.models import StaffContact
from saas.partnerships.days import latest_day
from saas.partnerships.services import changed
from saas.scope import Scope


@dataclass(frozen=True, slots=True)
class Outcome:
    """A contact with the two, or with one of them.

    Attributes:
        words: What came of it.
        flag: The flag it was about; None when it was about none.
    """

    contacted_on: dt.date
    words: str
    flag: str | None = None


def log_contact(scope: Scope, partnership_id: uuid.UUID, outcome: Outcome) -> StaffContact:
    """Write down that staff got in touch, and have the partnership read again.

    Raises:
        NotFoundError: There is none, the actor does not run its program, or is one of the two.
        InvalidError: The day cannot be.
    """
    row = queries.watched(scope, partnership_id)
    if outcome.contacted_on > latest_day(scope):
        raise InvalidError("contacted_on", "Choose a day that is not in the future.")
    contact = StaffContact(
        partnership_id=row.id,
        contacted_on=outcome.contacted_on,
        by_id=scope.actor_id,
        outcome=outcome.words,
        flag=outcome.flag,
    )
    db.session.add(contact)
    changed(scope, row.id)
    return contact
