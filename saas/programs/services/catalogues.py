"""Keeping lists: guidelines, goals, clauses, and whatever else is `Listed`.

The retired keep their places among the others, so that a restored one is where it was.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.characters import text_key
from saas.db import db
from saas.errors import ConflictError
from saas.orgs.furnishing import furnishes
from saas.programs.builtin import Builtin
from saas.programs.builtin.clauses import CLAUSES
from saas.programs.builtin.goals import GOALS
from saas.programs.builtin.guidelines import GUIDELINES
from saas.programs.incoming import known_rows, refuse_unseen
from saas.programs.models import CatalogueReview, Clause, Goal, Guideline, Inherited, Listed
from saas.programs.ordering import moved
from saas.programs.queries import listed_row
from saas.programs.queries.catalogues import of_organization
from saas.programs.services.deciding import decide_texts
from saas.programs.services.titles import (
    lock_titles,
    offered_titles,
    refuse_return,
    refuse_taken,
)
from saas.programs.titles import copied
from saas.scope import Scope
from saas.seen import columns_of, refuse_moved

L = TypeVar("L", bound=Listed)
S = TypeVar("S", bound=Inherited)

RETIRED = _l("This one is retired meanwhile; restore it to move it.")


@furnishes
def furnish_catalogues(scope: Scope) -> None:
    """Give a workspace the built-in guidelines, goals and clauses. Safe to call twice."""
    furnish_listed(scope, Guideline, GUIDELINES)
    furnish_listed(scope, Goal, GOALS)
    furnish_listed(scope, Clause, CLAUSES)


def furnish_listed(scope: Scope, kind: type[Listed], builtin: Builtin) -> None:
    """Add the built-in rows of a kind that are not there yet. Safe to call twice."""
    rows = [
        {"org_id": scope.org_id, "builtin_key": key, "position": position, **texts}
        for position, (key, texts) in enumerate(builtin.items())
    ]
    db.session.execute(insert(kind).on_conflict_do_nothing(), rows)


def add_listed(scope: Scope, row: L) -> L:
    """Put a new row at the end of its list.

    Raises:
        InvalidError: Another one that is offered has its title.
    """
    kind = type(row)
    if isinstance(row, Inherited):
        refuse_taken(row.title, offered_titles(scope, type(row)))
    row.position = last_position(scope, kind) + 1
    db.session.add(row)
    review_listed(scope, kind)
    return row


def change_listed(
    scope: Scope, kind: type[L], row_id: uuid.UUID, /, seen: str | None = None, **texts: Any
) -> L:
    """Reword a row; what partnerships agreed to before stays as it was.

    Args:
        scope: Whose, and who acts.
        kind: What it is.
        row_id: The row.
        seen: The fingerprint of the texts that its author began from, if they began from any.
        **texts: By column.

    Raises:
        NotFoundError: No such row.
        MovedError: Somebody else reworded it since.
        InvalidError: Another one that is offered has the title.
    """
    others = offered_titles(scope, kind, but=row_id) if issubclass(kind, Inherited) else ()
    row = locked_row(scope, kind, row_id)
    now = columns_of(row, texts)
    refuse_moved(seen, now, texts)
    if "title" in texts and row.retired_at is None:
        refuse_taken(texts["title"], others)
    if now != texts:
        _say(row, texts)
    review_listed(scope, kind)
    return row


def duplicate_listed(scope: Scope, kind: type[S], row_id: uuid.UUID) -> S:
    """Put a copy of a row right below it, under a title of its own.

    Raises:
        NotFoundError: No such row.
    """
    row = listed_row(scope, kind, row_id)
    title = copied(row.title, offered_titles(scope, kind))
    copy = kind(**{**row.texts, "title": title})
    rows = _locked_rows(scope, kind)
    rows.insert(rows.index(row) + 1, copy)
    db.session.add(copy)
    for position, each in enumerate(rows):
        each.position = position
    review_listed(scope, kind)
    return copy


def import_listed(
    scope: Scope, kind: type[S], rows: Sequence[Mapping[str, Any]], seen: str | None = None
) -> None:
    """Take over rows of a file: those with a title that is there reword it, others go to the end.

    A title that only a retired row has brings that row back.

    Args:
        scope: Whose, and who acts.
        kind: What they are.
        rows: By column; columns that a row does not have stay as they are.
        seen: What their author looked at (`saas.programs.incoming.seen_of`), if they did.

    Raises:
        MovedError: Somebody else changed what they meet since.
    """
    lock_titles(scope, kind)
    known = known_rows(_locked_rows(scope, kind))
    refuse_unseen(seen, known, rows)
    position = last_position(scope, kind)
    for each in rows:
        there = known.get(text_key(each["title"]))
        if there is None:
            position += 1
            db.session.add(kind(**each, position=position))
            continue
        there.of.retired_at = None
        if changed := there.changed_by(each):
            decide_texts(there.of, changed)
    review_listed(scope, kind)


def move_listed(
    scope: Scope,
    kind: type[L],
    row_id: uuid.UUID,
    *,
    up: bool,
    beside: Callable[[L], bool] = lambda _each: True,
) -> L:
    """Let a row change places with the one above or below it; at the end nothing moves.

    Args:
        scope: Whose, and who acts.
        kind: What it is.
        row_id: The row.
        up: Whether it goes up; otherwise down.
        beside: Whether a row is shown in one list with it.

    Raises:
        NotFoundError: No such row.
        ConflictError: It is retired.
    """
    row = listed_row(scope, kind, row_id)
    rows = _locked_rows(scope, kind)
    if row.retired_at:
        raise ConflictError(RETIRED)
    after = moved(
        rows,
        rows.index(row),
        up=up,
        is_shown=lambda each: each.retired_at is None and beside(each),
    )
    for position, each in enumerate(after):
        each.position = position
    review_listed(scope, kind)
    return row


def retire_listed(scope: Scope, kind: type[L], row_id: uuid.UUID) -> L:
    """Offer a row no longer; what partnerships agreed to before stays. Safe to call twice.

    Raises:
        NotFoundError: No such row.
    """
    row = listed_row(scope, kind, row_id)
    row.retired_at = row.retired_at or clock.now()
    review_listed(scope, kind)
    return row


def restore_listed(scope: Scope, kind: type[L], row_id: uuid.UUID) -> L:
    """Offer a retired row again, in its old place. Safe to call twice.

    Raises:
        NotFoundError: No such row.
        ConflictError: Another one that is offered has its title by now.
    """
    others = offered_titles(scope, kind, but=row_id) if issubclass(kind, Inherited) else ()
    row = locked_row(scope, kind, row_id)
    if isinstance(row, Inherited) and row.retired_at:
        refuse_return(row.title, others)
    row.retired_at = None
    return row


def review_listed(scope: Scope, kind: type[Listed]) -> None:
    """Note that an admin looked through the list of a kind. Safe to call twice."""
    db.session.execute(
        insert(CatalogueReview).on_conflict_do_nothing(),
        [
            {
                "org_id": scope.org_id,
                "catalogue": kind.__tablename__,
                "reviewed_by_id": scope.actor_id,
            }
        ],
    )


def last_position(scope: Scope, kind: type[Listed]) -> int:
    """Return the greatest position in use; -1 when there is no row."""
    last = db.session.scalar(select(func.max(kind.position)).where(kind.org_id == scope.org_id))
    return -1 if last is None else last


def locked_row(scope: Scope, kind: type[L], row_id: uuid.UUID) -> L:
    """Return a row as it is by now, kept from others until this commits.

    Raises:
        NotFoundError: No such row.
    """
    row = listed_row(scope, kind, row_id)
    db.session.refresh(row, with_for_update={"key_share": True})
    return row


def _say(row: Listed, texts: Mapping[str, Any]) -> None:
    if isinstance(row, Inherited):
        decide_texts(row, texts)
        return
    for name, text in texts.items():
        setattr(row, name, text)


def _locked_rows(scope: Scope, kind: type[L]) -> list[L]:
    # All of them, so that two admins who move rows at once do so one after the other.
    rows: Sequence[L] = db.session.scalars(
        select(kind)
        .where(kind.org_id == scope.org_id, of_organization(kind))
        .order_by(kind.position, kind.created_at, kind.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return list(rows)
