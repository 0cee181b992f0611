"""Building forms: every change is one of the draft, and can be undone."""

import uuid
from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas import clock
from saas.db import db, refusing
from saas.errors import ConflictError, InvalidError
from saas.intake import queries
from saas.intake.layout import Layout, layout_from
from saas.intake.models import Form
from saas.intake.queries.forms import STANDARD
from saas.scope import Scope
from saas.seen import fingerprint

LONGEST_NAME = 100
CHANGED_SINCE = _l(
    "The form was changed again since then, so this is not taken back; look at it as it is now."
)
Change = str
"""Names one change of a draft: the fingerprint of what it was and became."""


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


def change_layout(
    scope: Scope, form_id: uuid.UUID, change: Callable[[Layout], Layout]
) -> Change | None:
    """Change the draft of a form, so that the change can be undone.

    Returns:
        What `undo_change` takes back; None where nothing is otherwise than before.

    Raises:
        NotFoundError: No such form, or it has no such section or question.
    """
    row = locked(scope, form_id)
    after = change(layout_from(row.layout)).as_json()
    if after == row.layout:
        return None
    row.before, row.layout = row.layout, after
    return last_change(row)


def last_change(row: Form) -> Change | None:
    """Return the last change of a draft, for taking it back; None where there is none."""
    return _change(row.before, row.layout) if row.before else None


def undo_change(scope: Scope, form_id: uuid.UUID, change: Change | None) -> Form:
    """Take the last change of a draft back, and nothing later. Safe to call twice.

    What was taken back is a change like others: to undo it, too, brings the first one back.

    Args:
        scope: Whose.
        form_id: The form.
        change: What is to be taken back, as `change_layout` or `last_change` names it.

    Raises:
        NotFoundError: No such form.
        ConflictError: There is nothing to undo, or something else was changed since.
    """
    row = locked(scope, form_id)
    if not row.before:
        raise ConflictError(_("There is nothing to undo."))
    if change == _change(row.layout, row.before):
        return row
    if change != last_change(row):
        raise ConflictError(CHANGED_SINCE)
    row.before, row.layout = row.layout, row.before
    return row


def locked(scope: Scope, form_id: uuid.UUID) -> Form:
    """Return a form, read again; nobody else changes it until we are done."""
    key = (scope.org_id, form_id)
    db.session.get(Form, key, with_for_update=True, populate_existing=True)
    return queries.form(scope, form_id)


def _change(before: dict[str, Any], after: dict[str, Any]) -> Change:
    return fingerprint({"before": before, "after": after})


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
