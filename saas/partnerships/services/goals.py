"""What the two work on, and how far they have come."""

import uuid
from collections.abc import Collection, Mapping, Sequence
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

MOST_MILESTONES = 12


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
    _check_pursued(goal)
    _check_percent(goal, percent)
    goal.progress, goal.updated_on = percent, today(scope)
    changed(scope, found.id)
    return goal


def note_milestones(
    scope: Scope,
    partnership_id: uuid.UUID,
    goal_id: uuid.UUID,
    *,
    reached: Collection[str],
    added: Sequence[str] = (),
) -> PartnershipGoal:
    """Note which milestones of a goal are reached, and add further ones; either may.

    Where milestones say how far the goal has come, its progress follows.

    Raises:
        NotFoundError: No such goal in a partnership of theirs.
        ConflictError: The goal is not pursued any more, or the partnership has ended.
        InvalidError: They are too many.
    """
    found = acting(scope, partnership_id)
    goal = queries.entry(scope, PartnershipGoal, found.id, goal_id)
    _check_pursued(goal)
    on = today(scope)
    before = {each["text"]: each["reached_on"] for each in goal.milestones}
    texts = list(dict.fromkeys([*before, *added]))
    if len(texts) > MOST_MILESTONES:
        raise InvalidError("added", f"Keep to {MOST_MILESTONES} milestones; fewer is better.")
    goal.milestones = [
        {
            "text": text,
            "reached_on": (before.get(text) or on.isoformat()) if text in reached else None,
        }
        for text in texts
    ]
    if goal.progress_rule is ProgressRule.MILESTONES and texts:
        done = sum(each["reached_on"] is not None for each in goal.milestones)
        goal.progress = round(100 * done / len(texts))
    goal.updated_on = on
    changed(scope, found.id)
    return goal


def _check_pursued(goal: PartnershipGoal) -> None:
    if goal.removed_at:
        raise ConflictError("You do not pursue this goal any more; look at your agreement.")


def _check_percent(goal: PartnershipGoal, percent: int) -> None:
    if goal.progress_rule is ProgressRule.MILESTONES and goal.milestones:
        raise InvalidError("percent", "The milestones say how far this goal has come.")
    if goal.progress_rule is ProgressRule.REACHED and percent not in (0, 100):
        raise InvalidError("percent", "This goal is reached, or it is not yet: enter 100 or 0.")
    if not 0 <= percent <= 100:
        raise InvalidError("percent", "Enter a whole number from 0 to 100.")


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
    # Versions of old may have two goals of one title: it means the first, as where it is chosen.
    offered = {goal["title"]: goal for goal in reversed(version.goals)}
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
