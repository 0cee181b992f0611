"""Thank-you notes."""

import uuid

from saas.db import db
from saas.partnerships import messages, queries
from saas.partnerships.days import today
from saas.partnerships.models import Advice, Thanks
from saas.partnerships.services.acting import acting, changed
from saas.scope import Scope


def say_thanks(
    scope: Scope, partnership_id: uuid.UUID, words: str, advice_id: uuid.UUID | None = None
) -> Thanks:
    """Thank the other one, for a piece of advice where one is named; also after the end.

    Raises:
        NotFoundError: It is not their partnership, or has no such advice.
        ForbiddenError: They run the program, and are neither of the two.
    """
    found = acting(scope, partnership_id, may_have_ended=True)
    if advice_id:
        queries.entry(scope, Advice, found.id, advice_id)
    row = Thanks(
        partnership_id=found.id,
        given_on=today(scope),
        by=found.side,
        words=words,
        advice_id=advice_id,
    )
    db.session.add(row)
    messages.thanks_received(scope, found.partnership, row)
    changed(scope, found.id)
    return row
