"""Choosing people, and doing one thing with all of them: some at a time, and undone likewise."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db
from saas.errors import ConflictError, DomainError, InvalidError
from saas.jobs import enqueue
from saas.orgs import queries as orgs
from saas.orgs.models import Member
from saas.people.models import Action, Chosen, ChosenState, Selection
from saas.people.queries import selections as queries
from saas.people.queries.directory import Sought, every_one, people_sought
from saas.people.services.actions import DOINGS
from saas.people.services.cohorts import cohort_keeping, cohort_taking_in
from saas.people.services.details import checked_detail
from saas.people.services.tags import checked_tag
from saas.programs.models import Side
from saas.scope import Role, Scope

CHUNK = 25
AT_ONCE = 50
"""People with whom a request does something by itself; more are for the worker."""
KEPT_FOR = dt.timedelta(days=30)
Step = Callable[[Scope, uuid.UUID], bool]


def choose(
    scope: Scope,
    which: Sought | Collection[uuid.UUID],
    selection_id: uuid.UUID | None = None,
) -> Selection:
    """Choose people: those of a search, or by id; ids that are nobody's are passed over.

    Args:
        scope: Who chooses.
        which: Everybody who is sought, or these.
        selection_id: An earlier choice to add them to.

    Raises:
        NotFoundError: The earlier choice is not the actor's.
        ConflictError: Nobody is chosen, or something was done with the earlier choice.
    """
    row = _open(scope, selection_id) if selection_id else _new(scope)
    statement = people_sought(scope, which) if isinstance(which, Sought) else _by_id(scope, which)
    _add(row, statement)
    if not row.total:
        raise ConflictError("Choose at least one person.")
    return row


def choose_again(scope: Scope, selection_id: uuid.UUID) -> Selection:
    """Choose the same people again, to do something else with them.

    Raises:
        NotFoundError: No such choice of the actor's.
    """
    earlier = queries.own_selection(scope, selection_id)
    row = _new(scope)
    _add(row, queries.members_of(earlier))
    return row


def start_action(
    scope: Scope, selection_id: uuid.UUID, action: Action, given: Mapping[str, str]
) -> Selection:
    """Do something with all who were chosen, at once or by the worker.

    Args:
        scope: Who chose them.
        selection_id: The choice.
        action: What to do.
        given: What the action needs: "tag"; "cohort_id" and "side"; or "detail" and "value".

    Raises:
        NotFoundError: No such choice or cohort of the actor's.
        ConflictError: Something was done with this choice already.
        InvalidError: What is given cannot be used.
    """
    row = _open(scope, selection_id)
    row.action, row.given = action, _checked(scope, action, given)
    row.started_at, row.progress = clock.now(), 0
    _work_through(scope, row, act_some, "people.act")
    return row


def act_some(scope: Scope, selection_id: uuid.UUID) -> bool:
    """Do it with the next people chosen; False when nobody is left. Safe to call twice."""
    row = queries.selection(scope, selection_id, lock=True)
    if not row.started_at or row.finished_at or not row.action:
        return False
    doing = DOINGS[row.action]
    waiting = queries.chosen_in(row, [ChosenState.CHOSEN], 0 if row.cancelled_at else CHUNK)

    def act(each: Chosen) -> None:
        each.before = doing.act(_acting(scope, row), each.member, row.given)

    for each in waiting:
        _try(each, act, well=ChosenState.DONE, badly=ChosenState.SKIPPED)
    return _goes_on(row, ChosenState.CHOSEN, waiting, "finished_at")


def undo_some(scope: Scope, selection_id: uuid.UUID) -> bool:
    """Undo it for the next people; False when nobody is left. Safe to call twice."""
    row = queries.selection(scope, selection_id, lock=True)
    if not row.undo_asked_at or row.undone_at or not row.action:
        return False
    doing = DOINGS[row.action]
    waiting = queries.chosen_in(row, [ChosenState.DONE], CHUNK if doing.undo else 0)

    def undo(each: Chosen) -> None:
        if doing.undo:
            doing.undo(_acting(scope, row), each.member, each.before)

    for each in waiting:
        _try(each, undo, well=ChosenState.UNDONE, badly=ChosenState.KEPT)
    return _goes_on(row, ChosenState.DONE, waiting, "undone_at")


def cancel_action(scope: Scope, selection_id: uuid.UUID) -> Selection:
    """Stop what is under way; what is done stays, until it is undone. Safe to call twice.

    Raises:
        NotFoundError: No such choice of the actor's.
        ConflictError: Nothing is under way.
    """
    row = queries.own_selection(scope, selection_id, lock=True)
    if not row.started_at or (row.finished_at and not row.cancelled_at):
        raise ConflictError("Nothing is under way here; there is nothing to cancel.")
    row.cancelled_at = row.cancelled_at or clock.now()
    db.session.flush()
    act_some(scope, row.id)
    return row


def undo_action(scope: Scope, selection_id: uuid.UUID) -> Selection:
    """Undo what was done with the people chosen, as far as it goes. Safe to call twice.

    Raises:
        NotFoundError: No such choice of the actor's.
        ConflictError: It is not finished, cannot be undone, or its program is archived.
    """
    row = queries.own_selection(scope, selection_id, lock=True)
    if row.undo_asked_at:
        return row
    if not row.finished_at or not row.action or not DOINGS[row.action].undo:
        raise ConflictError("This cannot be undone.")
    if row.action is Action.ADD:
        cohort_keeping(scope, uuid.UUID(row.given["cohort_id"]))
    row.undo_asked_at, row.progress = clock.now(), 0
    _work_through(scope, row, undo_some, "people.undo_action")
    return row


def fail_action(scope: Scope, selection_id: uuid.UUID) -> None:
    """Say that the worker gave it up; what was done until then stays."""
    row = queries.selection(scope, selection_id, lock=True)
    if row.started_at and not row.finished_at:
        row.cancelled_at = row.finished_at = clock.now()
    elif row.undo_asked_at and not row.undone_at:
        row.undone_at = clock.now()


def forget_selections(scope: Scope) -> None:
    """Forget what was chosen long ago."""
    db.session.execute(
        delete(Selection).where(
            Selection.org_id == scope.org_id, Selection.created_at < clock.now() - KEPT_FOR
        )
    )


def _new(scope: Scope) -> Selection:
    row = Selection(chosen_by_id=orgs.acting(scope).id, total=0)
    db.session.add(row)
    db.session.flush()
    return row


def _open(scope: Scope, selection_id: uuid.UUID) -> Selection:
    row = queries.own_selection(scope, selection_id, lock=True)
    if row.started_at:
        raise ConflictError("Something was done with these people already; choose them again.")
    return row


def _by_id(scope: Scope, ids: Collection[uuid.UUID]) -> Select[Member]:
    return select(Member).where(Member.org_id == scope.org_id, Member.id.in_(ids))


def _add(row: Selection, statement: Select[Member]) -> None:
    for members in every_one(statement):
        values = [_chosen(row, each.id) for each in members]
        db.session.execute(
            insert(Chosen)
            .values(values)
            .on_conflict_do_nothing(index_elements=["org_id", "selection_id", "member_id"])
        )
    row.total = sum(queries.chosen_counts(row).values())


def _chosen(row: Selection, member_id: uuid.UUID) -> dict[str, Any]:
    return {
        "org_id": row.org_id,
        "id": uuid.uuid4(),
        "selection_id": row.id,
        "member_id": member_id,
        "state": ChosenState.CHOSEN,
        "why": "",
        "before": {},
        "created_at": clock.now(),
    }


def _checked(scope: Scope, action: Action, given: Mapping[str, str]) -> dict[str, str]:
    if action in (Action.TAG, Action.UNTAG):
        return {"tag": checked_tag(given.get("tag", ""))}
    if action is Action.DETAIL:
        return checked_detail(given.get("detail", ""), given.get("value", ""))
    if action is Action.ADD:
        if not given.get("cohort_id"):
            raise InvalidError("cohort_id", "Choose a cohort.")
        cohort = cohort_taking_in(scope, uuid.UUID(given["cohort_id"]))
        return {"cohort_id": str(cohort.id), "side": Side(given["side"]).value}
    return {}


def _acting(scope: Scope, row: Selection) -> Scope:
    """Return the scope of who chose, with the rights they have by now; raises ForbiddenError."""
    return orgs.acting_later(scope, row.chosen_by_id, Role.ADMIN)


def _try(
    each: Chosen, act: Callable[[Chosen], None], *, well: ChosenState, badly: ChosenState
) -> None:
    try:
        with db.session.begin_nested():
            act(each)
    except DomainError as error:
        each.state, each.why = badly, str(error)
    else:
        each.state = well


def _goes_on(row: Selection, waiting: ChosenState, did: Sequence[Chosen], ends: str) -> bool:
    db.session.flush()
    left = queries.chosen_counts(row)[waiting]
    row.progress = 100 - 100 * left // max(row.total, 1)
    if did and left:
        return True
    row.progress = 100
    setattr(row, ends, clock.now())
    return False


def _work_through(scope: Scope, row: Selection, step: Step, kind: str) -> None:
    db.session.flush()
    if row.total > AT_ONCE:
        enqueue(scope, kind, key=f"{kind}:{row.id}", selection_id=str(row.id))
        return
    while step(scope, row.id):
        pass
