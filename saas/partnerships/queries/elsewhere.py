"""Reads of who is together in the other cohorts of an organization."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from saas.db import db
from saas.partnerships.models import Partnership
from saas.programs.models import Participant
from saas.programs.queries.participants import members_in
from saas.scope import Scope


def partners_elsewhere(
    scope: Scope, cohort_id: uuid.UUID, until: dt.datetime | None = None
) -> Sequence[tuple[uuid.UUID, uuid.UUID]]:
    """Return which members of a cohort are together in another one: mentee and mentor.

    Now, or at a moment.
    """
    one, other = aliased(Participant), aliased(Participant)
    here = members_in(scope, cohort_id)
    lasts: ColumnElement[bool] = Partnership.ended_on.is_(None)
    if until is not None:
        lasts = and_(Partnership.created_at <= until, or_(lasts, Partnership.ended_at > until))
    rows = db.session.execute(
        select(one.member_id, other.member_id)
        .select_from(Partnership)
        .join(one, and_(one.org_id == Partnership.org_id, one.id == Partnership.mentee_id))
        .join(other, and_(other.org_id == Partnership.org_id, other.id == Partnership.mentor_id))
        .where(
            Partnership.org_id == scope.org_id,
            Partnership.cohort_id != cohort_id,
            lasts,
            one.member_id.in_(here),
            other.member_id.in_(here),
        )
    )
    return [(mentee, mentor) for mentee, mentor in rows]
