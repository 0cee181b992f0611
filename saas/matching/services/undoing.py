"""Taking back any step of a board."""

import uuid

from saas.matching.models import BoardStep
from saas.matching.services.steps import lock_board, take_back, undoable_step
from saas.matching.services.trials import give_back
from saas.scope import Scope


def undo(scope: Scope, run_id: uuid.UUID, step_id: uuid.UUID) -> BoardStep:
    """Take one step back. Safe to call twice.

    Raises:
        NotFoundError: No such step.
        ConflictError: What it decided was changed again, or sent, or a place was given away.
    """
    run = lock_board(scope, run_id)
    step = undoable_step(scope, run, step_id)
    if step.undone_at:
        return step
    if step.before.get("kept"):
        give_back(scope, run, step)
    else:
        take_back(scope, run, step)
    return step
