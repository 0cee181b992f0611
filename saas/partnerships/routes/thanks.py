"""Pages of thank-you notes."""

import uuid

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.partnerships import queries, services
from saas.partnerships.forms import ThanksForm
from saas.partnerships.models import Advice
from saas.partnerships.routes.answers import ask, back, own_view
from saas.partnerships.routes.blueprint import blueprint
from saas.programs.models import Moment
from saas.scope import Role
from saas.web.forms import told
from saas.web.notices import notify


@blueprint.route("/partnerships/<uuid:partnership_id>/thanks/new", methods=["GET", "POST"])
@requires(Role.MEMBER)
def say_thanks(partnership_id: uuid.UUID) -> Response:
    """Write a thank-you note, for the advice that the address names if it names one."""
    scope = current_scope()
    view = own_view(partnership_id, may_have_ended=True)
    advice = _advice(partnership_id)
    form = ThanksForm()
    if form.validate_on_submit():
        with told(form):
            advice_id = advice.id if advice else None
            services.say_thanks(scope, partnership_id, form.words.data, advice_id)
            notify(_("Your note is on its way to %(name)s.", name=view.other.member.name))
            return back(partnership_id, "thanks")
    return ask(
        view,
        form,
        title=_("Thank %(name)s", name=view.other.member.name),
        moment=Moment.THANKS,
        quote=advice.words if advice else "",
        text="" if advice else _("For a meeting, for advice, for an open door."),
        sees=_("The two of you can read this, and nobody else; it is also sent by e-mail."),
        button=_("Send"),
    )


def _advice(partnership_id: uuid.UUID) -> Advice | None:
    named = request.args.get("advice", "")
    rows = queries.advice(current_scope(), partnership_id) if named else []
    return next((row for row in rows if str(row.id) == named), None)
