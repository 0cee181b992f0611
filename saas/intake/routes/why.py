"""The page of what applicants read of why a mentor helps."""

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.intake.forms.building import WhyForm
from saas.intake.routes.blueprints import blueprint
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.programs.services.why import change_why, read_of_why
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import see_other
from saas.web.notices import notify
from saas.web.revising import revision, seen


@blueprint.route("/forms/why", methods=["GET", "POST"])
@requires(Role.ADMIN)
def edit_why() -> Response:
    """Show what applicants read, and change it."""
    scope = current_scope()
    form = WhyForm(data=read_of_why(scope))
    if form.validate_on_submit():
        with told(form):
            change_why(scope, form.text.data or "", seen())
            notify(_("Saved; applicants read it from now on."))
            return see_other(url_for(".edit_why"))
    now = read_of_why(scope)
    return show_form(
        "intake/edit_why.html",
        form,
        revision=revision(form, now, WhyForm(formdata=None, data=now)),
        is_own=orgs.workspace(scope).why is not None,
    )


@blueprint.post("/forms/why/reset")
@requires(Role.ADMIN)
def reset_why() -> Response:
    """Go back to the built-in text."""
    change_why(current_scope(), None)
    notify(_("The built-in text is back."))
    return see_other(url_for(".edit_why"))
