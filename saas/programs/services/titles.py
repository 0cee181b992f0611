"""Keeping titles apart: no two that a list offers are alike (`saas.programs.titles`)."""

import uuid
from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from saas.db import db, lock_until_commit
from saas.errors import ConflictError, InvalidError
from saas.programs import queries
from saas.programs.models import Inherited, Program
from saas.programs.queries.catalogues import of_organization
from saas.programs.titles import is_among
from saas.scope import Scope

TAKEN = _l("Another one in this list has this title; choose another title.")


def lock_titles(scope: Scope, kind: type[Inherited]) -> None:
    """Keep others from what titles the organization offers, until this commits.

    Of two who write the same title at once, the second finds what the first wrote.
    """
    lock_until_commit(scope.org_id, kind.__tablename__)


def offered_titles(
    scope: Scope, kind: type[Inherited], *, but: uuid.UUID | None = None
) -> list[str]:
    """Return the titles that the organization offers, kept from others until this commits.

    Args:
        scope: Whose.
        kind: Of which catalogue.
        but: The row whose title it is not about.
    """
    lock_titles(scope, kind)
    statement = select(kind.title, kind.id).where(
        kind.org_id == scope.org_id, kind.retired_at.is_(None), of_organization(kind)
    )
    return [title for title, row_id in db.session.execute(statement) if row_id != but]


def said_titles(
    scope: Scope, program: Program, kind: type[Inherited], *, but: uuid.UUID | None = None
) -> list[str]:
    """Return the titles that a program says, which is kept from others already.

    Args:
        scope: Whose.
        program: The program.
        kind: Of which catalogue.
        but: The row whose title it is not about.
    """
    entries = queries.entries_of(scope, program, kind)
    return [entry.title for entry in entries if entry.is_said and entry.id != but]


def refuse_taken(title: str, others: Iterable[str]) -> None:
    """Refuse a title that somebody wrote.

    Raises:
        InvalidError: One of the others is like it.
    """
    if is_among(title, others):
        raise InvalidError("title", TAKEN)


def refuse_return(title: str, others: Iterable[str]) -> None:
    """Refuse to offer a title again, or another one, that nobody wrote just now.

    Raises:
        ConflictError: One of the others is like it.
    """
    if is_among(title, others):
        raise ConflictError(
            _(
                "Another one in this list has the title “%(title)s”; give that one another first.",
                title=title,
            )
        )
