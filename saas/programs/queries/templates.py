"""Reads of the programs that an organization keeps as templates."""

import uuid
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from saas.db import db, found
from saas.programs.models import ProgramTemplate
from saas.scope import Scope

NO_TEMPLATE = _l("This template does not exist any more; look at the others.")


def templates(scope: Scope) -> Sequence[ProgramTemplate]:
    """Return the templates of the organization, by name."""
    return db.session.scalars(
        select(ProgramTemplate)
        .where(ProgramTemplate.org_id == scope.org_id, ProgramTemplate.removed_at.is_(None))
        .order_by(ProgramTemplate.name, ProgramTemplate.id)
    ).all()


def template(scope: Scope, template_id: uuid.UUID, *, removed: bool = False) -> ProgramTemplate:
    """Return a template; one that was removed only when asked for, too.

    Raises:
        NotFoundError: There is none.
    """
    row = db.session.get(ProgramTemplate, (scope.org_id, template_id))
    return found(row if row and (removed or row.removed_at is None) else None, NO_TEMPLATE)


def template_named(scope: Scope, name: str) -> ProgramTemplate | None:
    """Return the template with this name that is offered."""
    return db.session.scalar(
        select(ProgramTemplate).where(
            ProgramTemplate.org_id == scope.org_id,
            ProgramTemplate.name == name,
            ProgramTemplate.removed_at.is_(None),
        )
    )
