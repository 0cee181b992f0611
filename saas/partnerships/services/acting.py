"""Who may act in a partnership, and what follows when something changes in it."""

import uuid
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from saas import clock
from saas.errors import ConflictError, ForbiddenError, NotFoundError
from saas.jobs import enqueue
from saas.partnerships import queries
from saas.partnerships.models import Partnership
from saas.programs.models import Side
from saas.scope import Scope

ENDED = "This partnership has ended; what happened in it can still be read."
NOTHING_TO_SIGN = _l(
    "There is no agreement here: these two meet once, and there is nothing to sign."
)
NOT_YOURS = _l("Only the mentee and the mentor can do this.")


@dataclass(frozen=True, slots=True)
class Acting:
    """A partnership, locked, and which of the two acts in it."""

    partnership: Partnership
    side: Side

    @property
    def id(self) -> uuid.UUID:
        """The partnership's id."""
        return self.partnership.id


def acting(scope: Scope, partnership_id: uuid.UUID, *, may_have_ended: bool = False) -> Acting:
    """Return the partnership that one of the two acts in.

    Raises:
        NotFoundError: There is none, or it is not theirs to see.
        ForbiddenError: They run the program, and are neither of the two.
        ConflictError: It has ended.
    """
    view = queries.view(scope, partnership_id, lock=True)
    if view.side is None:
        raise ForbiddenError(NOT_YOURS)
    if view.partnership.ended_on and not may_have_ended:
        raise ConflictError(ENDED)
    return Acting(view.partnership, view.side)


def check_signs(partnership: Partnership) -> None:
    """Refuse what is about the agreement, where there is nothing to sign.

    Raises:
        NotFoundError: The two meet once.
    """
    if partnership.is_single:
        raise NotFoundError(NOTHING_TO_SIGN)


def changed(scope: Scope, partnership_id: uuid.UUID) -> None:
    """Have the health of a partnership read again, once this commits."""
    enqueue(
        scope,
        "health.read",
        key=f"health.read:{partnership_id}:{clock.now().isoformat()}",
        partnership_id=str(partnership_id),
    )
