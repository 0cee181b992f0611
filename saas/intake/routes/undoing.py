"""The builder: taking the last change of a draft back, and no other."""

import uuid

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.intake.routes.blueprints import blueprint
from saas.intake.services.forms import Change, undo_change
from saas.orgs.tenancy import current_scope, requires
from saas.scope import Role
from saas.web.htmx import see_other
from saas.web.notices import notify


@blueprint.post("/forms/<uuid:form_id>/undo")
@requires(Role.ADMIN)
def undo_form_change(form_id: uuid.UUID) -> Response:
    """Take the change of a draft back that ?change= names."""
    undo_change(current_scope(), form_id, request.args.get("change"))
    notify(_("The last change is taken back."))
    return see_other(url_for(".show_draft", form_id=form_id))


def tell_change(
    form_id: uuid.UUID, change: Change | None, text: str, target: str | None = None
) -> None:
    """Tell of a change, with a button that takes it back where there is something to."""
    undo = url_for(".undo_form_change", form_id=form_id, change=change) if change else None
    notify(text, undo_url=undo, undo_target=target)
