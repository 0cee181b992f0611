"""What the two work on, and how far they have come."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from saas import clock
from saas.db import db
from saas.errors import ConflictError, InvalidError
from saas.partnerships import queries
from saas.partnerships.days import today
from saas.partnerships.models import PartnershipGoal
from saas.partnerships.services.acting import acting, changed
from saas.programs.models import ProgramVersion, ProgressRule
from saas.scope import Scope


def note_progress(
    scope: Scope, partnership_id: uuid.UUID, goal_id: uuid.UUID, percent: int
) -> PartnershipGoal:
    """Note how far a goal has come; either of the two may.

    Raises:
        NotFoundError: No such goal in a partnership of theirs.
        ConflictError: The goal is not pursued any more, or the partnership has ended.
        InvalidError: It is no percentage.
    """
    found = acting(scope, partnership_id)
    goal = queries.entry(scope, PartnershipGoal, found.id, goal_id)
    if goal.removed_at:
        raise ConflictError("You do not pursue this goal any more; look at your agreement.")
    if not 0 <= percent <= 100:
        raise InvalidError("percent", "Enter a whole number from 0 to 100.")
    goal.progress, goal.updated_on = percent, today(scope)
    changed(scope, found.id)
    return goal


def pursue(
    scope: Scope, partnership_id: uuid.UUID, titles: Sequence[str], version: ProgramVersion
) -> None:
    """Make these the goals of a partnership; those that stay keep their progress.

    What the program offers comes with its milestones and with how its progress is judged.
    """
    db.session.flush()
    current = {goal.title: goal for goal in queries.goals(scope, partnership_id)}
    for title, goal in current.items():
        if title not in titles:
            goal.removed_at = clock.now()
    offered = {goal["title"]: goal for goal in version.goals}
    set_on = today(scope)
    for title in titles:
        if title not in current:
            goal = _goal(title, offered.get(title))
            goal.partnership_id, goal.set_on = partnership_id, set_on
            db.session.add(goal)
    db.session.flush()


def _goal(title: str, offered: Mapping[str, Any] | None) -> PartnershipGoal:
    if offered is None:
        return PartnershipGoal(title=title)
    return PartnershipGoal(
        title=title,
        goal_id=uuid.UUID(offered["id"]),
        category=offered["category"],
        milestones=[{"text": text, "reached_on": None} for text in offered["milestones"]],
        progress_rule=ProgressRule(offered["progress_rule"]),
        measure=offered["measure"],
    )
