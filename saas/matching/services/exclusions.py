"""Keeping two people apart: what decisions, and what people say, write down of them."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    any_,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.sql.dml import ReturningInsert

from saas import clock
from saas.db import db, in_one
from saas.matching.models import Exclusion, ExclusionReason, Proposal, Request, Unplaced
from saas.scope import Scope

DECIDED = (ExclusionReason.REJECTED, ExclusionReason.EXCLUDED)
"""Why an admin keeps two people apart; the other reasons are what one of the two said or did."""


def exclude(
    scope: Scope, pairs: Iterable[tuple[Proposal | Request, ExclusionReason]]
) -> Sequence[uuid.UUID]:
    """Keep people apart from now on; return the ids of what an admin decided anew.

    Safe to call twice.

    What one of the two said outweighs what an admin decided, which may be taken back: at the
    very moment that somebody takes it back, too.
    """
    said: list[dict[str, Any]] = []
    decided: list[dict[str, Any]] = []
    for proposal, reason in pairs:
        (decided if reason in DECIDED else said).append(
            {
                "org_id": scope.org_id,
                "id": uuid.uuid4(),
                "cohort_id": proposal.cohort_id,
                "mentee_id": proposal.mentee_id,
                "mentor_id": proposal.mentor_id,
                "reason": reason,
                "created_at": clock.now(),
            }
        )
    if said:
        db.session.execute(_outweighing(), said)
    return db.session.scalars(new_rows(Exclusion), decided).all() if decided else ()


def keep_apart_everywhere(scope: Scope, rows: Iterable[Proposal]) -> Sequence[uuid.UUID]:
    """Let what keeps people apart in a cohort hold in the whole organization, from now on.

    Whatever kept them apart before. Returns the ids of the exclusions that did not; safe to call
    twice.
    """
    rows = tuple(rows)
    if not rows:
        return ()
    return db.session.scalars(
        update(Exclusion)
        .where(_excludes(scope, rows), Exclusion.everywhere_at.is_(None))
        .values(everywhere_at=clock.now())
        .returning(Exclusion.id)
        .execution_options(synchronize_session=False)
    ).all()


def keep_apart_here(scope: Scope, ids: Iterable[str]) -> None:
    """Let exclusions that came to hold everywhere hold in their cohort alone again."""
    wanted = [uuid.UUID(each) for each in ids]
    if wanted:
        db.session.execute(
            update(Exclusion)
            .where(Exclusion.org_id == scope.org_id, Exclusion.id == any_(in_one(wanted)))
            .values(everywhere_at=None)
            .execution_options(synchronize_session=False)
        )


def new_rows(kind: type[Exclusion] | type[Unplaced]) -> ReturningInsert[Any]:
    """Return the statement that inserts rows, however many, and gives the ids of the new ones."""
    table = cast(Table, kind.__table__)
    return insert(table).on_conflict_do_nothing().returning(table.c.id)


def _outweighing() -> Insert:
    """Return the statement that inserts what somebody said; what an admin decided gives way.

    It waits for who holds that row, and inserts where that was deleted.
    """
    table = cast(Table, Exclusion.__table__)
    statement = insert(table)
    return statement.on_conflict_do_update(
        index_elements=["org_id", "cohort_id", "mentee_id", "mentor_id"],
        set_={"reason": statement.excluded.reason},
        where=or_(*(table.c.reason == each for each in DECIDED)),
    )


def _excludes(scope: Scope, rows: Iterable[Proposal | Request]) -> ColumnElement[bool]:
    pairs = {(row.cohort_id, row.mentee_id, row.mentor_id) for row in rows}
    own = tuple_(Exclusion.cohort_id, Exclusion.mentee_id, Exclusion.mentor_id)
    wanted = select(*(func.unnest(in_one(ids)) for ids in zip(*pairs, strict=True)))
    return and_(Exclusion.org_id == scope.org_id, own.in_(wanted))
