"""Reads of what an organization keeps in an order: guidelines, goals, clauses, questions."""

import uuid
from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, select, true

from saas.db import db, found
from saas.programs.models import CatalogueReview, Clause, Goal, Guideline, Inherited, Listed
from saas.scope import Scope

L = TypeVar("L", bound=Listed)

GONE = "This does not exist any more; go back to the list."


def listed(scope: Scope, kind: type[L], *, retired: bool = False) -> Sequence[L]:
    """Return what is offered of a kind, or what was retired, in the organization's order."""
    is_retired = kind.retired_at.is_not(None) if retired else kind.retired_at.is_(None)
    return db.session.scalars(
        select(kind)
        .where(kind.org_id == scope.org_id, is_retired, of_organization(kind))
        .order_by(kind.position, kind.created_at, kind.id)
    ).all()


def listed_row(scope: Scope, kind: type[L], row_id: uuid.UUID) -> L:
    """Return one row of the organization's, retired or not.

    Raises:
        NotFoundError: No such row in this organization.
    """
    statement = select(kind).where(
        kind.org_id == scope.org_id, kind.id == row_id, of_organization(kind)
    )
    return found(db.session.scalar(statement), GONE)


def of_organization(kind: type[Listed]) -> ColumnElement[bool]:
    """Return the condition that a row is the organization's, and not one program's alone."""
    return kind.program_id.is_(None) if issubclass(kind, Inherited) else true()


def active_guidelines(scope: Scope) -> Sequence[Guideline]:
    """Return the guidelines in force, in order."""
    return listed(scope, Guideline)


def active_goals(scope: Scope) -> Sequence[Goal]:
    """Return the goals that partnerships can choose, in order."""
    return listed(scope, Goal)


def active_clauses(scope: Scope) -> Sequence[Clause]:
    """Return the paragraphs of the agreement, in order."""
    return listed(scope, Clause)


def has_reviewed(scope: Scope, kind: type[Listed]) -> bool:
    """Return whether an admin looked through the list of a kind, or changed anything in it."""
    review = db.session.scalar(
        select(CatalogueReview.id).where(
            CatalogueReview.org_id == scope.org_id,
            CatalogueReview.catalogue == kind.__tablename__,
        )
    )
    return review is not None
