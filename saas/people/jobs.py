"""Work of people done by the worker: some rows at a time, each time in a transaction of its own."""

import datetime as dt
import uuid
from collections.abc import Callable

from saas.errors import ForbiddenError
from saas.jobs import in_step, job
from saas.people.services import imports, selections
from saas.people.services.examining import examine_some
from saas.people.services.taking_in import take_in_some
from saas.people.services.undoing import undo_some
from saas.scope import Scope

LEASE = dt.timedelta(minutes=2)
FAILED = "Something went wrong before the end. What is done stays; you can go on or undo it."
Step = Callable[[Scope, uuid.UUID], bool]


def _failed(scope: Scope, import_id: str, by: str | None = None) -> None:
    """Say on the page of an import that it was given up."""
    imports.fail_import(scope, uuid.UUID(import_id), FAILED)


def _while_allowed(step: Step, import_id: str, by: str | None) -> None:
    """Do a step of an import until none is left, or whoever asked for it may not any more."""
    row_id = uuid.UUID(import_id)

    def act(scope: Scope) -> bool:
        try:
            imports.refuse_gone(scope, row_id, uuid.UUID(by) if by else None)
        except ForbiddenError as error:
            imports.fail_import(scope, row_id, str(error))
            return False
        return step(scope, row_id)

    while in_step(act):
        pass


@job("people.examine_import", failed=_failed, lease=LEASE)
def examine_import(_scope: Scope, import_id: str, by: str | None = None) -> None:
    """Look through the rows of an import."""
    _while_allowed(examine_some, import_id, by)


@job("people.take_in", failed=_failed, lease=LEASE)
def take_in(_scope: Scope, import_id: str, by: str | None = None) -> None:
    """Take in the people of a confirmed import."""
    _while_allowed(take_in_some, import_id, by)


@job("people.undo_import", failed=_failed, lease=LEASE)
def undo_import(_scope: Scope, import_id: str, by: str | None = None) -> None:
    """Take the people of an import out again."""
    _while_allowed(undo_some, import_id, by)


# Organizations have been furnished with a schedule of this name.
@job("intake.discard_abandoned")
def discard_abandoned(scope: Scope) -> None:
    """Forget files that nobody confirmed, the rows of old imports, and old selections."""
    imports.discard_abandoned(scope)
    selections.forget_selections(scope)


def _gave_up(scope: Scope, selection_id: str) -> None:
    """Leave what was done as it is."""
    selections.fail_action(scope, uuid.UUID(selection_id))


@job("people.act", failed=_gave_up, lease=LEASE)
def act(_scope: Scope, selection_id: str) -> None:
    """Do one thing with all who were chosen."""
    while in_step(lambda scope: selections.act_some(scope, uuid.UUID(selection_id))):
        pass


@job("people.undo_action", failed=_gave_up, lease=LEASE)
def undo_action(_scope: Scope, selection_id: str) -> None:
    """Undo what was done with all who were chosen."""
    while in_step(lambda scope: selections.undo_some(scope, uuid.UUID(selection_id))):
        pass
