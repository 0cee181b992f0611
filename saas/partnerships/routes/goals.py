"""Pages of goals."""

import uuid

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.partnerships import queries, services
from saas.partnerships.forms import ProgressForm
from saas.partnerships.models import PartnershipGoal
from saas.partnerships.routes.answers import ask, back, own_view
from saas.partnerships.routes.blueprint import blueprint
from saas.scope import Role
from saas.web.forms import told
from saas.web.notices import notify


@blueprint.route(
    "/partnerships/<uuid:partnership_id>/goals/<uuid:goal_id>", methods=["GET", "POST"]
)
@requires(Role.MEMBER)
def note_progress(partnership_id: uuid.UUID, goal_id: uuid.UUID) -> Response:
    """Note how far a goal has come."""
    scope, view = current_scope(), own_view(partnership_id)
    goal = queries.entry(scope, PartnershipGoal, partnership_id, goal_id)
    form = ProgressForm()
    if not form.is_submitted():
        form.percent.data = goal.progress
    elif form.validate():
        with told(form):
            services.note_progress(scope, partnership_id, goal_id, form.percent.data)
            notify(_("Your progress is noted."))
            return back(partnership_id, "goals")
    return ask(
        view,
        form,
        title=_("How far has this goal come?"),
        quote=goal.title,
        text=_("As the two of you see it; 100 is reached."),
        sees=_("The two of you and the people who run the program see goals and progress."),
        button=_("Save"),
    )
