"""What staff do about a partnership: get in touch, or ask both whether they met."""

import uuid

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.health import queries, services
from saas.health.forms import ContactForm
from saas.health.routes.blueprints import blueprint
from saas.health.watching import row_of
from saas.orgs.tenancy import current_scope, requires
from saas.partnerships.days import today
from saas.scope import Role, Scope
from saas.web.forms import show_form, told
from saas.web.htmx import see_other
from saas.web.notices import notify


@blueprint.route("/health/<uuid:partnership_id>/contact", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def log_contact(partnership_id: uuid.UUID) -> Response:
    """Write down that somebody got in touch, and what came of it."""
    scope = current_scope()
    partnership = queries.watched(scope, partnership_id)
    form = ContactForm()
    form.offer(_flags(scope, partnership_id))
    if not form.is_submitted():
        form.contacted_on.data = today(scope)
    elif form.validate():
        with told(form):
            services.log_contact(scope, partnership_id, form.said())
            notify(_("The contact is noted; their health is read again."))
            return see_other(url_for(".show_dashboard"))
    return show_form(
        "health/log_contact.html",
        form,
        partnership=partnership,
        earlier=queries.contacts(scope, partnership_id)[:5],
    )


@blueprint.post("/health/<uuid:partnership_id>/ask")
@requires(Role.PROGRAM_ADMIN)
def ask_whether_met(partnership_id: uuid.UUID) -> Response:
    """Ask both by mail whether they met."""
    services.ask_whether_met(current_scope(), partnership_id)
    notify(_("Both are asked by e-mail whether they met."))
    return see_other(url_for(".show_dashboard"))


def _flags(scope: Scope, partnership_id: uuid.UUID) -> tuple[str, ...]:
    reading = queries.newest_readings(scope, [partnership_id]).get(partnership_id)
    return row_of(reading, runs=True).flags if reading else ()
