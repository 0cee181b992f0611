"""Reads of who of a cohort has taken the orientation."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select
from sqlalchemy.orm import contains_eager

from saas.db import db
from saas.orgs.models import Member
from saas.orientation.models import Orientation
from saas.orientation.queries.taking import of_participant, steps_in
from saas.programs import queries as programs
from saas.programs.models import OrientationRule, Participant, Side
from saas.programs.queries.participants import takes_part
from saas.scope import Scope
from saas.web.paging import Page, page_of


def not_ready(scope: Scope, cohort_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the participants who are not to be matched yet: nobody, where it is not needed."""
    program = programs.cohort(scope, cohort_id).program
    if program.orientation is not OrientationRule.REQUIRED:
        return frozenset()
    statement = (
        select(Participant.id)
        .outerjoin(Orientation, of_participant())
        .where(
            Participant.org_id == scope.org_id,
            Participant.cohort_id == cohort_id,
            Participant.withdrawn_at.is_(None),
            not_(_is_done(scope, cohort_id)),
        )
    )
    return frozenset(db.session.scalars(statement))


def to_remind(scope: Scope, cohort_id: uuid.UUID, on: dt.date, limit: int) -> Sequence[Participant]:
    """Return the next of a cohort who have not taken it nor been reminded since a day, by name."""
    statement = _in_cohort(scope, cohort_id).where(_is_to_remind(scope, cohort_id, on))
    return db.session.scalars(statement.limit(limit)).all()


def number_to_remind(scope: Scope, cohort_id: uuid.UUID, on: dt.date) -> int:
    """Return how many of a cohort have not taken it nor been reminded since a day."""
    return _count(scope, cohort_id, func.count().filter(_is_to_remind(scope, cohort_id, on)))[0]


def counts(scope: Scope, cohort_id: uuid.UUID) -> tuple[int, int]:
    """Return how many of a cohort have taken the orientation, and how many they are in all."""
    done, everybody = _count(
        scope, cohort_id, func.count().filter(_is_done(scope, cohort_id)), func.count()
    )
    return done, everybody


def progress_page(
    scope: Scope, cohort_id: uuid.UUID, number: int, *, only_open: bool
) -> tuple[Page[Participant], Mapping[uuid.UUID, Orientation]]:
    """Return one page of a cohort's participants by name, and how far each is by their id."""
    statement = _in_cohort(scope, cohort_id)
    if only_open:
        statement = statement.where(not_(_is_done(scope, cohort_id)))
    page = page_of(db.session, statement, number)
    rows = db.session.scalars(
        select(Orientation).where(
            Orientation.org_id == scope.org_id,
            Orientation.participant_id.in_([each.id for each in page.items]),
        )
    )
    return page, {row.participant_id: row for row in rows}


def _is_done(scope: Scope, cohort_id: uuid.UUID) -> ColumnElement[bool]:
    """Whether a participant took all of it: once, or as it is now."""
    program = programs.cohort(scope, cohort_id).program
    steps = steps_in(scope, [program])
    now = [
        and_(
            Participant.side == side,
            Orientation.taken.contains([step.key for step in steps[program.id, side]]),
        )
        for side in Side
    ]
    # Who has not begun has no row, so that all of it is unknown.
    return func.coalesce(or_(Orientation.completed_at.is_not(None), *now), false())


def _is_to_remind(scope: Scope, cohort_id: uuid.UUID, on: dt.date) -> ColumnElement[bool]:
    since = dt.datetime.combine(on, dt.time(), dt.UTC)
    return and_(
        not_(_is_done(scope, cohort_id)),
        or_(Orientation.reminded_at.is_(None), Orientation.reminded_at < since),
    )


def _count(scope: Scope, cohort_id: uuid.UUID, *what: ColumnElement[int]) -> Sequence[int]:
    """Return counts of those in a cohort, in one query."""
    people = _in_cohort(scope, cohort_id).order_by(None)
    return db.session.execute(people.with_only_columns(*what)).one()


def _in_cohort(scope: Scope, cohort_id: uuid.UUID) -> Select[Participant]:
    return (
        select(Participant)
        .join(Participant.member)
        .outerjoin(Orientation, of_participant())
        .where(
            Participant.org_id == scope.org_id,
            Participant.cohort_id == cohort_id,
            takes_part(),
        )
        .options(contains_eager(Participant.member))
        .order_by(Member.name, Member.id, Participant.side)
    )
