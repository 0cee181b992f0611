"""Reads of whom an admin keeps apart: for good everywhere, or in a cohort."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from saas.db import db, found
from saas.matching.models import Exclusion, ExclusionReason
from saas.programs.models import Participant
from saas.scope import Scope
from saas.web.paging import Page, page_of

NOT_APART = _l("These two are not kept apart here any more; load the list again.")


def kept_apart(scope: Scope, cohort_id: uuid.UUID, number: int) -> Page[Exclusion]:
    """Return a page of those of a cohort whom an admin keeps apart, the latest first."""
    since = func.coalesce(Exclusion.everywhere_at, Exclusion.created_at)
    statement = _decided(scope, cohort_id).order_by(since.desc(), Exclusion.id)
    return page_of(db.session, statement, number)


def never_again(scope: Scope, cohort_id: uuid.UUID, exclusion_id: uuid.UUID) -> Exclusion:
    """Return one of them of whom an admin said never again.

    Raises:
        NotFoundError: Nobody says so of them there, or not any more.
    """
    said = Exclusion.everywhere_at.is_not(None)
    return _one(_decided(scope, cohort_id).where(Exclusion.id == exclusion_id, said))


def rejected(scope: Scope, cohort_id: uuid.UUID, exclusion_id: uuid.UUID) -> Exclusion:
    """Return one of them whom only a rejection keeps apart, kept from others.

    Raises:
        NotFoundError: They were not rejected there, or something else was said of them since.
    """
    alone = Exclusion.everywhere_at.is_(None)
    statement = _decided(scope, cohort_id).where(Exclusion.id == exclusion_id, alone)
    return _one(statement.with_for_update(of=Exclusion))


def of_the_same(scope: Scope, row: Exclusion) -> Sequence[Exclusion]:
    """Return all that says never again of the same two, in any cohort, kept from others."""
    statement, _sides = _between(scope, _members(row))
    return db.session.scalars(
        statement.where(Exclusion.everywhere_at.is_not(None))
        .order_by(Exclusion.id)
        .with_for_update(of=Exclusion)
        .execution_options(populate_existing=True)
    ).all()


def besides(
    scope: Scope, cohort_id: uuid.UUID, rows: Collection[Exclusion]
) -> Mapping[uuid.UUID, ExclusionReason]:
    """Return what else keeps the two of each row of a cohort apart there, beside an admin's word.

    Two who parted are kept apart whoever of them mentored; rows with nothing else are left out.
    """
    parted = _parted(scope, cohort_id, rows)
    found_rows = {
        row.id: row.reason
        for row in rows
        if row.everywhere_at and row.reason is not ExclusionReason.EXCLUDED
    }
    ended = {row.id: ExclusionReason.ENDED for row in rows if _members(row) in parted}
    return found_rows | ended


def _parted(
    scope: Scope, cohort_id: uuid.UUID, rows: Collection[Exclusion]
) -> set[frozenset[uuid.UUID]]:
    """Return the members, two and two, who parted in a cohort, of those that rows are about."""
    members = frozenset[uuid.UUID]().union(*map(_members, rows))
    statement, sides = _between(scope, members)
    ended = statement.where(
        Exclusion.cohort_id == cohort_id, Exclusion.reason == ExclusionReason.ENDED
    )
    return {frozenset(pair) for pair in db.session.execute(ended.with_only_columns(*sides))}


def _between(
    scope: Scope, members: Collection[uuid.UUID]
) -> tuple[Select[Exclusion], tuple[Any, Any]]:
    """Return the exclusions whose two are among some members, and the columns of who they are."""
    one, other = aliased(Participant), aliased(Participant)
    statement = (
        select(Exclusion)
        .join(one, and_(one.org_id == Exclusion.org_id, one.id == Exclusion.mentee_id))
        .join(other, and_(other.org_id == Exclusion.org_id, other.id == Exclusion.mentor_id))
        .where(
            Exclusion.org_id == scope.org_id,
            one.member_id.in_(members),
            other.member_id.in_(members),
        )
    )
    return statement, (one.member_id, other.member_id)


def _members(row: Exclusion) -> frozenset[uuid.UUID]:
    return frozenset((row.mentee.member_id, row.mentor.member_id))


def _one(statement: Select[Exclusion]) -> Exclusion:
    return found(db.session.scalar(statement), NOT_APART)


def _decided(scope: Scope, cohort_id: uuid.UUID) -> Select[Exclusion]:
    people = (
        joinedload(side, innerjoin=True).joinedload(Participant.member, innerjoin=True)
        for side in (Exclusion.mentee, Exclusion.mentor)
    )
    return (
        select(Exclusion)
        .where(
            Exclusion.org_id == scope.org_id,
            Exclusion.cohort_id == cohort_id,
            or_(
                Exclusion.everywhere_at.is_not(None),
                Exclusion.reason == ExclusionReason.REJECTED,
            ),
        )
        .options(*people)
    )
