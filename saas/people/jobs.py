"""Work of people done by the worker: some rows at a time, each time in a transaction of its own."""

import datetime as dt
import uuid

from saas.jobs import in_step, job
from saas.people.services import imports, selections
from saas.people.services.examining import examine_some
from saas.people.services.taking_in import take_in_some
from saas.people.services.undoing import undo_some
from saas.scope import Scope

LEASE = dt.timedelta(minutes=2)
FAILED = "Something went wrong before the end. What is done stays; you can go on or undo it."


def _failed(scope: Scope, import_id: str) -> None:
    """Say on the page of an import that it was given up."""
    imports.fail_import(scope, uuid.UUID(import_id), FAILED)


@job("people.examine_import", failed=_failed, lease=LEASE)
def examine_import(_scope: Scope, import_id: str) -> None:
    """Look through the rows of an import."""
    while in_step(lambda scope: examine_some(scope, uuid.UUID(import_id))):
        pass


@job("people.take_in", failed=_failed, lease=LEASE)
def take_in(_scope: Scope, import_id: str) -> None:
    """Take in the people of a confirmed import."""
    while in_step(lambda scope: take_in_some(scope, uuid.UUID(import_id))):
        pass


@job("people.undo_import", failed=_failed, lease=LEASE)
def undo_import(_scope: Scope, import_id: str) -> None:
    """Take the people of an import out again."""
    while in_step(lambda scope: undo_some(scope, uuid.UUID(import_id))):
        pass


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
