"""Looking at the agreement again: it is kept, which both sign once more, or changed."""

import uuid

from flask_babel import lazy_gettext as _l

from saas.db import db
from saas.errors import ConflictError
from saas.partnerships.days import today
from saas.partnerships.models import Agreement
from saas.partnerships.reviews import next_review_of
from saas.partnerships.services.acting import acting
from saas.partnerships.services.agreements import current_agreement, sign
from saas.partnerships.services.texts import texts_in_force
from saas.scope import Scope

SIGN_FIRST = _l("Sign the agreement first, both of you; then there is something to look at again.")
#: What a version that keeps the agreement takes over.
KEPT = ("every_days", "means", "goals", "ends_on")


def keep_agreement(scope: Scope, partnership_id: uuid.UUID, *, seen: int) -> Agreement:
    """Keep the agreement as it is, until the next planned day, and ask the other to agree.

    It becomes a version of its own: whoever keeps it signs it, and the other one is asked to.
    Where both accepted another version of the program since, it is founded on that.

    Raises:
        NotFoundError, ForbiddenError: It is not theirs.
        ConflictError: It was changed meanwhile, is not signed by both, or the partnership has
            ended.
    """
    found = acting(scope, partnership_id)
    current = current_agreement(scope, found, seen)
    if not current.is_signed:
        raise ConflictError(SIGN_FIRST)
    on = today(scope)
    row = Agreement(
        partnership_id=found.id,
        version=current.version + 1,
        revision=current.revision + 1,
        reviewed_on=on,
        review_on=next_review_of(found.partnership, current.ends_on, on),
        **{name: getattr(current, name) for name in KEPT},
        **texts_in_force(scope, current, found.partnership),
    )
    db.session.add(row)
    db.session.flush()
    sign(scope, found, row)
    return row
