"""Pages of groups, where the members see each other."""

import uuid

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.errors import ForbiddenError
from saas.matching.together import shared_times
from saas.orgs.tenancy import current_scope, requires
from saas.partnerships import queries, services
from saas.partnerships.days import today
from saas.partnerships.forms import GroupMeetingForm
from saas.partnerships.queries import groups
from saas.partnerships.routes.blueprint import blueprint
from saas.partnerships.services.groups import NOT_THE_MENTOR
from saas.programs.models import Side
from saas.scope import Role
from saas.web.format import plural
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify


@blueprint.get("/groups/<uuid:participant_id>")
def show_group(participant_id: uuid.UUID) -> Response:
    """Show a group to its members, and to who runs the program; it is known by its mentor."""
    scope = current_scope()
    its = groups.group(scope, participant_id)
    ids = [row.id for row in its.partnerships]
    return render(
        "partnerships/show_group.html",
        group=its,
        times=shared_times(
            its.mentor.cohort.program, its.mentor, [row.mentee for row in its.partnerships]
        ),
        last_met=queries.last_met(scope, ids),
        agreements=queries.newest_agreements(scope, ids),
        actor_id=scope.actor_id,
    )


@blueprint.route("/groups/<uuid:participant_id>/meetings/new", methods=["GET", "POST"])
@requires(Role.MEMBER)
def log_group_meeting(participant_id: uuid.UUID) -> Response:
    """Note a meeting of the group, as its mentor."""
    scope = current_scope()
    its = groups.group(scope, participant_id)
    if its.side is not Side.MENTOR:
        raise ForbiddenError(NOT_THE_MENTOR)
    form = GroupMeetingForm()
    form.offer(its.names())
    if not form.is_submitted():
        form.met_on.data = today(scope)
        form.present.data = [str(row_id) for row_id in its.names()]
    elif form.validate():
        with told(form):
            number = services.log_group_meeting(scope, participant_id, form.meeting())
            people = plural(number, "mentee", "mentees")
            notify(_("The meeting is noted with %(people)s.", people=people))
            return see_other(url_for(".show_group", participant_id=participant_id))
    return show_form("partnerships/log_group_meeting.html", form, group=its)
