"""The check-in in the portal."""

import uuid

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.errors import ConflictError, ForbiddenError
from saas.health import queries, services
from saas.health.forms import CheckInForm
from saas.health.routes.blueprints import blueprint
from saas.orgs.tenancy import current_scope, requires
from saas.partnerships import queries as partnerships
from saas.partnerships.days import today
from saas.partnerships.prompting import prompts_for
from saas.partnerships.queries import View
from saas.programs.models import Moment
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import see_other
from saas.web.notices import notify


@blueprint.route("/partnerships/<uuid:partnership_id>/check-in", methods=["GET", "POST"])
@requires(Role.MEMBER)
def answer_check_in(partnership_id: uuid.UUID) -> Response:
    """Ask one of the two how it goes."""
    scope = current_scope()
    view = _own(partnership_id)
    form = CheckInForm()
    if view.partnership.ended_on:
        form.leave_meetings_out()
    if form.is_submitted() and form.validate():
        with told(form):
            services.answer_now(scope, partnership_id, form.answers())
            notify(_("Thank you. Your answer is saved."))
            home = "org.partnerships.show_partnership"
            return see_other(url_for(home, partnership_id=partnership_id))
    said = prompts_for(scope, view, Moment.CHECK_IN)
    return show_form("health/answer_check_in.html", form, view=view, prompts=said)


def _own(partnership_id: uuid.UUID) -> View:
    view = partnerships.view(current_scope(), partnership_id)
    if view.side is None:
        raise ForbiddenError(_("Only the mentee and the mentor answer check-ins."))
    if not queries.may_say(view.partnership, today(current_scope())):
        raise ConflictError(_("This partnership has ended; there is nothing to ask."))
    return view
