"""Pages of meetings."""

import uuid

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.partnerships import queries, services
from saas.partnerships.days import today
from saas.partnerships.forms import MeetingForm
from saas.partnerships.models import Partnership
from saas.partnerships.routes.answers import ask, back, own_view
from saas.partnerships.routes.blueprint import blueprint
from saas.partnerships.services.meetings import check_signed
from saas.partnerships.words import names_of
from saas.programs.means import means_offered
from saas.programs.models import Moment
from saas.scope import Role
from saas.web.forms import told
from saas.web.notices import notify


@blueprint.route("/partnerships/<uuid:partnership_id>/meetings/new", methods=["GET", "POST"])
@requires(Role.MEMBER)
def log_meeting(partnership_id: uuid.UUID) -> Response:
    """Note a meeting that was held, or was not."""
    scope, view = current_scope(), own_view(partnership_id)
    check_signed(scope, view.partnership)
    agreed = queries.agreement(scope, partnership_id).means
    form = MeetingForm()
    program = view.partnership.cohort.program
    form.ask(names_of(view.partnership), agreed or means_offered(scope, program))
    if not form.is_submitted():
        form.met_on.data = today(scope)
    elif form.validate():
        with told(form):
            services.log_meeting(scope, partnership_id, form.noted())
            notify(_noted(view.partnership))
            return back(partnership_id, "meetings")
    return ask(
        view,
        form,
        title=_("Log a meeting"),
        moment=Moment.MEETING,
        text=_("Also one that did not take place: it is nobody's fault, and good to know."),
        sees=_(
            "The note is seen by the two of you, and by nobody else; the people who run the "
            "program see the day and what became of the meeting."
        ),
        button=_("Save"),
    )


def _noted(row: Partnership) -> str:
    if row.ended_on:
        return str(_("The meeting is noted, and the partnership ends with it. How was it?"))
    return str(_("The meeting is noted."))


@blueprint.post("/partnerships/<uuid:partnership_id>/meetings/<uuid:meeting_id>/remove")
@requires(Role.MEMBER)
def take_back_meeting(partnership_id: uuid.UUID, meeting_id: uuid.UUID) -> Response:
    """Remove a meeting noted by mistake."""
    services.take_back_meeting(current_scope(), partnership_id, meeting_id)
    notify(_("The meeting is removed."))
    return back(partnership_id, "meetings")
