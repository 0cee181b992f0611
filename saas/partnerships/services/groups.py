"""What the mentor of a group does for all of it at once."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from saas.errors import ForbiddenError, InvalidError
from saas.partnerships import queries
from saas.partnerships.queries.groups import group
from saas.partnerships.services.meetings import Noted, log_meeting
from saas.programs.models import Side
from saas.scope import Scope

NOT_THE_MENTOR = _l("Only the mentor notes meetings of the group; note yours on your own page.")
NOBODY = "Say who was there: choose at least one."


@dataclass(frozen=True, slots=True)
class GroupNoted:
    """What a mentor says about a meeting of the group.

    Attributes:
        present: The partnerships of those who were there.
    """

    noted: Noted
    present: Collection[uuid.UUID]


def log_group_meeting(scope: Scope, mentor_id: uuid.UUID, meeting: GroupNoted) -> int:
    """Note a meeting of a group with everybody who was there; return how many they were.

    Whoever has a meeting on that day already keeps it.

    Raises:
        NotFoundError: There is no such group, or the actor is not in it.
        ForbiddenError: The actor is not its mentor.
        InvalidError: Nobody of the group was there, or it cannot have been on that day.
        ConflictError: The newest version of the program waits to be accepted.
    """
    its = group(scope, mentor_id)
    if its.side is not Side.MENTOR:
        raise ForbiddenError(NOT_THE_MENTOR)
    rows = [row for row in its.partnerships if row.id in meeting.present]
    if not rows:
        raise InvalidError("present", NOBODY)
    noted = queries.met_on(scope, [row.id for row in rows], meeting.noted.met_on)
    for row in rows:
        if row.id not in noted:
            log_meeting(scope, row.id, meeting.noted)
    return len(rows)
