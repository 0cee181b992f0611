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
    form.ask(goal)
    if not form.is_submitted():
        form.show(goal)
    elif form.validate():
        with told(form):
            reached, added = form.reached.data or (), form.added.data
            services.note_milestones(scope, partnership_id, goal_id, reached=reached, added=added)
            if form.progress is not None:
                services.note_progress(scope, partnership_id, goal_id, form.progress)
            notify(_("Your progress is noted."))
            return back(partnership_id, "goals")
    return ask(
        view,
        form,
        title=_("How far has this goal come?"),
        quote=goal.title,
        text=goal.measure or _("As the two of you see it; 100 is reached."),
        sees=_("The two of you and the people who run the program see goals and progress."),
        button=_("Save"),
    )
