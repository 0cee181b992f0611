"""Reads of who is together in the other cohorts of an organization."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_

from saas.db import db
from saas.partnerships.models import Partnership
from saas.programs.queries.participants import pairs_elsewhere
from saas.scope import Scope


def partners_elsewhere(
    scope: Scope, cohort_id: uuid.UUID, until: dt.datetime | None = None
) -> Sequence[tuple[uuid.UUID, uuid.UUID]]:
    """Return which members of a cohort are together in another one: mentee and mentor.

    Now, or at a moment.
    """
    lasts: ColumnElement[bool] = Partnership.ended_on.is_(None)
    if until is not None:
        lasts = and_(Partnership.created_at <= until, or_(lasts, Partnership.ended_at > until))
    rows = db.session.execute(pairs_elsewhere(scope, cohort_id, Partnership).where(lasts))
    return [(mentee, mentor) for mentee, mentor in rows]
