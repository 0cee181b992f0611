"""Pages of participants."""

import uuid

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries, services
from saas.programs.forms import CapacityForm
from saas.programs.models import Participant, Side
from saas.programs.routes.blueprint import blueprint
from saas.programs.services.participants import CAPACITY
from saas.programs.words import SIDES
from saas.scope import Role
from saas.seen import columns_of
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.revising import revision, seen

LAST_PAGE = 10_000


@blueprint.get("/cohorts/<uuid:cohort_id>/participants")
@requires(Role.VIEWER)
def list_participants(cohort_id: uuid.UUID) -> Response:
    """Show who takes part in a cohort, a page at a time."""
    scope, side, number = current_scope(), _side(), _page()
    cohort = queries.managed_cohort(scope, cohort_id)
    participants, has_more = queries.participants_page(scope, cohort.id, side, page=number)
    return render(
        "programs/list_participants.html",
        cohort=cohort,
        participants=participants,
        has_more=has_more,
        first=(number - 1) * queries.PAGE + 1,
        number=number,
        side=side,
        counts=queries.participant_counts(scope, [cohort]).get(cohort.id, {}),
        sides=SIDES,
        manages=scope.role.covers(Role.PROGRAM_ADMIN),
    )


@blueprint.route("/participants/<uuid:participant_id>", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def change_capacity(participant_id: uuid.UUID) -> Response:
    """Change how many partnerships a participant takes at once."""
    scope = current_scope()
    participant = queries.managed_participant(scope, participant_id)
    form = CapacityForm(obj=participant)
    if form.validate_on_submit():
        with told(form):
            services.change_capacity(scope, participant.id, form.capacity.data, seen())
            notify(_("The capacity of %(name)s is saved.", name=participant.member.name))
            return _list(participant)
    saved = CapacityForm(formdata=None, obj=participant)
    told_beside = revision(form, columns_of(participant, CAPACITY), saved)
    return show_form(
        "programs/edit_participant.html",
        form,
        revision=told_beside,
        participant=participant,
        sides=SIDES,
        only_read=not queries.manages(scope, participant.cohort.program),
    )


@blueprint.post("/participants/<uuid:participant_id>/withdraw")
@requires(Role.PROGRAM_ADMIN)
def withdraw_participant(participant_id: uuid.UUID) -> Response:
    """Let a participant take part no longer."""
    participant = services.withdraw_participant(current_scope(), participant_id)
    notify(
        _("%(name)s no longer takes part.", name=participant.member.name),
        undo_url=url_for(".restore_participant", participant_id=participant.id),
    )
    return _list(participant)


@blueprint.post("/participants/<uuid:participant_id>/restore")
@requires(Role.PROGRAM_ADMIN)
def restore_participant(participant_id: uuid.UUID) -> Response:
    """Let a participant take part again."""
    participant = services.restore_participant(current_scope(), participant_id)
    notify(_("%(name)s takes part again.", name=participant.member.name))
    return _list(participant)


def _list(participant: Participant) -> Response:
    return see_other(url_for(".list_participants", cohort_id=participant.cohort_id))


def _side() -> Side | None:
    side = request.args.get("side")
    return Side(side) if side in set(Side) else None


def _page() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
