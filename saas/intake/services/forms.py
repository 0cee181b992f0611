"""Building forms: every change is one of the draft, and can be undone."""

import uuid
from collections.abc import Callable

from flask_babel import gettext as _

from saas import clock
from saas.db import db, refusing
from saas.errors import ConflictError, InvalidError
from saas.intake import queries
from saas.intake.layout import Layout, layout_from
from saas.intake.models import Form
from saas.intake.queries.forms import STANDARD
from saas.scope import Scope

LONGEST_NAME = 100


def create_form(scope: Scope, name: str, copied: uuid.UUID | None = None) -> Form:
    """Begin a form: a copy of another one's draft, or empty.

    Raises:
        NotFoundError: There is no form to copy.
        InvalidError: The name is empty, too long or taken.
    """
    layout = queries.form(scope, copied).layout if copied else Layout().as_json()
    row = Form(name=_checked_name(scope, name, None), layout=layout)
    with refusing(_("Another form has this name; choose another name.")):
        db.session.add(row)
    return row


def rename_form(scope: Scope, form_id: uuid.UUID, name: str) -> Form:
    """Call a form something else; only admins see the name.

    Raises:
        NotFoundError: No such form.
        InvalidError: The name is empty, too long or taken.
    """
    row = queries.form(scope, form_id)
    with refusing(_("Another form has this name; choose another name.")):
        row.name = _checked_name(scope, name, row)
    return row


def retire_form(scope: Scope, form_id: uuid.UUID) -> Form:
    """Offer a form to programs no longer; what it was answered with stays. Safe to call twice.

    Raises:
        NotFoundError: No such form.
        ConflictError: It is the standard one, or a program asks it.
    """
    row = queries.form(scope, form_id)
    if row.builtin_key == STANDARD:
        raise ConflictError(_("Programs that choose no form use this one, so it stays."))
    asking = queries.programs_by_form(scope).get(row.id)
    if asking:
        raise ConflictError(
            _("“%(name)s” asks this form; choose another one there first.", name=asking[0].name)
        )
    row.retired_at = row.retired_at or clock.now()
    return row


def restore_form(scope: Scope, form_id: uuid.UUID) -> Form:
    """Offer a form again. Safe to call twice.

    Raises:
        NotFoundError: No such form.
    """
    row = queries.form(scope, form_id)
    row.retired_at = None
    return row


def change_layout(scope: Scope, form_id: uuid.UUID, change: Callable[[Layout], Layout]) -> Form:
    """Change the draft of a form, so that the change can be undone.

    Raises:
        NotFoundError: No such form, or it has no such section or question.
    """
    row = locked(scope, form_id)
    after = change(layout_from(row.layout)).as_json()
    if after != row.layout:
        row.before, row.layout = row.layout, after
    return row


def undo_change(scope: Scope, form_id: uuid.UUID) -> Form:
    """Take the last change of a draft back; a second time brings it back.

    Raises:
        NotFoundError: No such form.
        ConflictError: There is nothing to undo.
    """
    row = locked(scope, form_id)
    if not row.before:
        raise ConflictError(_("There is nothing to undo."))
    row.before, row.layout = row.layout, row.before
    return row


def locked(scope: Scope, form_id: uuid.UUID) -> Form:
    """Return a form, read again; nobody else changes it until we are done."""
    key = (scope.org_id, form_id)
    db.session.get(Form, key, with_for_update=True, populate_existing=True)
    return queries.form(scope, form_id)


def _checked_name(scope: Scope, name: str, row: Form | None) -> str:
    name = " ".join(name.split())
    if not name:
        raise InvalidError("name", _("Enter a name."))
    if len(name) > LONGEST_NAME:
        raise InvalidError("name", _("Use at most %(most)s characters.", most=LONGEST_NAME))
    other = queries.form_named(scope, name)
    if other is not None and other is not row:
        raise InvalidError("name", _("Another form has this name; choose another name."))
    return name
