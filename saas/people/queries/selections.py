"""Reads of selections: who was chosen, and what became of them."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from saas.db import db, found
from saas.errors import NotFoundError
from saas.orgs.models import Member
from saas.people.models import Chosen, ChosenState, Selection
from saas.scope import Scope
from saas.web.paging import Page, page_of

NO_SELECTION = "That selection does not exist any more; choose the people again."


def selection(scope: Scope, selection_id: uuid.UUID, *, lock: bool = False) -> Selection:
    """Return a selection; raises NotFoundError."""
    key = (scope.org_id, selection_id)
    options = {"with_for_update": True, "populate_existing": True} if lock else {}
    return found(db.session.get(Selection, key, **options), NO_SELECTION)  # type: ignore[arg-type]


def own_selection(scope: Scope, selection_id: uuid.UUID, *, lock: bool = False) -> Selection:
    """Return a selection that the actor made; raises NotFoundError."""
    row = selection(scope, selection_id, lock=lock)
    if row.chosen_by_id != scope.actor_id:
        raise NotFoundError(NO_SELECTION)
    return row


def chosen_in(row: Selection, states: Collection[ChosenState], most: int) -> Sequence[Chosen]:
    """Return the first of those chosen who are in one of the states, with their members."""
    statement = _chosen(row).where(Chosen.state.in_(states)).order_by(Chosen.id).limit(most)
    return db.session.scalars(statement).all()


def chosen_page(row: Selection, states: Collection[ChosenState], number: int) -> Page[Chosen]:
    """Return one page of those chosen who are in one of the states, by name."""
    statement = _chosen(row).where(Chosen.state.in_(states)).order_by(Member.name, Member.id)
    return page_of(db.session, statement, number)


def chosen_counts(row: Selection) -> Mapping[ChosenState, int]:
    """Return how many of those chosen are in each state."""
    counted = db.session.execute(
        select(Chosen.state, func.count())
        .where(Chosen.org_id == row.org_id, Chosen.selection_id == row.id)
        .group_by(Chosen.state)
    ).all()
    known: dict[ChosenState, int] = {state: count for state, count in counted}
    return {state: known.get(state, 0) for state in ChosenState}


def members_of(row: Selection) -> Select[Member]:
    """Return the statement that selects the members chosen, in no order."""
    return select(Member).where(
        Member.org_id == row.org_id,
        Member.id.in_(
            select(Chosen.member_id).where(
                Chosen.org_id == row.org_id, Chosen.selection_id == row.id
            )
        ),
    )


def _chosen(row: Selection) -> Select[Chosen]:
    return (
        select(Chosen)
        .join(Chosen.member)
        .where(Chosen.org_id == row.org_id, Chosen.selection_id == row.id)
        .options(contains_eager(Chosen.member))
    )
