"""Taking an orientation, step by step."""

import dataclasses as dc
import uuid

from flask_babel import lazy_gettext as _l
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db, found
from saas.errors import InvalidError
from saas.orientation import queries
from saas.orientation.models import Orientation
from saas.orientation.queries import Taking
from saas.orientation.steps import Step
from saas.programs.life import tell_taken_in
from saas.programs.models import Cohort, OrientationRule
from saas.scope import Scope

NO_STEP = _l("This step does not exist any more; look at your orientation again.")
CHOOSE = _l("Choose what you would do; no answer is wrong to give.")


def take_step(
    scope: Scope, participant_id: uuid.UUID, key: str, answer: str | None = None
) -> Taking:
    """Note that a participant took a step; the last one completes the orientation.

    Safe to call twice. Another answer to a scenario replaces the one before.

    Args:
        scope: Who takes it.
        participant_id: In which place.
        key: The step's.
        answer: What they chose in a scenario, in its words; None for other steps.

    Raises:
        NotFoundError: It is not the actor's, or has no such step.
        InvalidError: The step is a scenario, and this is none of its answers.
    """
    taking = queries.taking(scope, participant_id)
    step = found(taking.step(key), NO_STEP)
    _check(step, answer)
    row = _locked(scope, participant_id)
    if key not in row.taken:
        row.taken = [*row.taken, key]
    if step.scenario and answer:
        row.chosen = {**row.chosen, key: queries.in_standard_words(step.scenario, answer)}
    row.program_version_id = taking.version_id
    after = dc.replace(taking, row=row)
    if row.completed_at is None and after.following is None:
        row.completed_at = clock.now()
        _have_matched(scope, taking.participant.cohort)
    db.session.flush()
    return after


def _have_matched(scope: Scope, cohort: Cohort) -> None:
    """Whoever was left out until now can be matched, as if they came only now."""
    if cohort.program.orientation is OrientationRule.REQUIRED:
        tell_taken_in(scope, cohort)


def _check(step: Step, answer: str | None) -> None:
    if step.scenario and answer not in step.scenario.answers:
        raise InvalidError("answer", CHOOSE)


def _locked(scope: Scope, participant_id: uuid.UUID) -> Orientation:
    db.session.execute(
        insert(Orientation).on_conflict_do_nothing(),
        [{"org_id": scope.org_id, "participant_id": participant_id}],
    )
    row = queries.orientation(scope, participant_id, lock=True)
    return found(row, NO_STEP)
