"""Who was taken into a cohort again later: by another import, or with many at once."""

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import Select, select, true

from saas.db import db
from saas.people.models import Action, Chosen, ChosenState, Import, ImportRow, RowState, Selection
from saas.programs.models import Participant
from saas.scope import Scope

IMPORTED = "A later import has {name}, too."
ADDED = "{name} was added to this cohort again since."
#: Where what was done is still so.
STANDS = (RowState.ADDED, RowState.UPDATED, RowState.KEPT)
DONE = (ChosenState.DONE, ChosenState.KEPT)


def taken_again(
    scope: Scope,
    place_ids: Collection[uuid.UUID],
    *,
    since: dt.datetime | None = None,
    besides: uuid.UUID | None = None,
) -> dict[uuid.UUID, str]:
    """Return which places something later has, too, and how it says so, for a {name}.

    Args:
        scope: Whose.
        place_ids: The places.
        since: When what is later began, at the earliest; None where it can only be later.
        besides: An import that does not count.
    """
    imported = select(ImportRow.place_id).join(
        Import, (Import.org_id == ImportRow.org_id) & (Import.id == ImportRow.import_id)
    )
    imported = imported.where(
        ImportRow.org_id == scope.org_id,
        # The imports of a cohort are found sooner than a place among the rows of all.
        Import.cohort_id.in_(_cohorts_of(scope, place_ids)),
        ImportRow.place_id.in_(place_ids),
        ImportRow.state.in_(STANDS),
        Import.id != besides if besides else true(),
        Import.confirmed_at > since if since else true(),
    )
    place_id = Chosen.before["place_id"].astext
    added = select(place_id).join(
        Selection, (Selection.org_id == Chosen.org_id) & (Selection.id == Chosen.selection_id)
    )
    added = added.where(
        Chosen.org_id == scope.org_id,
        Chosen.state.in_(DONE),
        place_id.in_([str(each) for each in place_ids]),
        Selection.action == Action.ADD,
        Selection.started_at > since if since else true(),
    )
    return {
        **{uuid.UUID(each): ADDED for each in db.session.scalars(added)},
        **{each: IMPORTED for each in db.session.scalars(imported) if each},
    }


def _cohorts_of(scope: Scope, place_ids: Collection[uuid.UUID]) -> Select[uuid.UUID]:
    return select(Participant.cohort_id).where(
        Participant.org_id == scope.org_id, Participant.id.in_(place_ids)
    )
