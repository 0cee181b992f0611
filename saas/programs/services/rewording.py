"""New words in built-in texts that an organization has not changed."""

from typing import TypeVar

from sqlalchemy import select

from saas.db import db
from saas.orgs.speech import rewords
from saas.programs.builtin import Builtin
from saas.programs.builtin.clauses import CLAUSES
from saas.programs.builtin.goals import GOALS
from saas.programs.builtin.guidelines import GUIDELINES
from saas.programs.models import Clause, Goal, Guideline, Listed
from saas.scope import Scope
from saas.words import Words

L = TypeVar("L", bound=Listed)


@rewords
def reword_catalogues(scope: Scope, before: Words, after: Words) -> None:
    """Put new words into the guidelines, goals and clauses."""
    reword_listed(scope, Guideline, GUIDELINES, before, after)
    reword_listed(scope, Goal, GOALS, before, after)
    reword_listed(scope, Clause, CLAUSES, before, after)


def reword_listed(
    scope: Scope, kind: type[L], builtin: Builtin, before: Words, after: Words
) -> None:
    """Put new words into what is still the built-in text, retired rows included.

    Args:
        scope: The organization.
        kind: The rows.
        builtin: Their built-in texts by key, in the standard words.
        before: The words until now, in which an unchanged text stands.
        after: The new words.
    """
    # Of two who reword a row at once, the second sees what the first wrote; in order of the list,
    # as whoever moves rows keeps them.
    rows = db.session.scalars(
        select(kind)
        .where(kind.org_id == scope.org_id, kind.builtin_key.is_not(None))
        .order_by(kind.position, kind.created_at, kind.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    for row in rows:
        for column, text in builtin.get(row.builtin_key or "", {}).items():
            if getattr(row, column) == before.say_within(text):
                setattr(row, column, after.say_within(text))
