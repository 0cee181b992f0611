"""Pages of a program admin: who applied, deciding, inviting."""

import uuid
from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from saas.errors import InvalidError, NotFoundError
from saas.intake import queries
from saas.intake.forms import DeclineForm, InviteForm
from saas.intake.models import Application, ApplicationState
from saas.intake.routes.applications import answered
from saas.intake.routes.blueprints import blueprint
from saas.intake.services import decisions as services
from saas.intake.services.invitations import invite_to_apply
from saas.intake.words import STATE_KINDS, STATES
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.programs.models import Cohort, Side
from saas.programs.panels import Panel, shows_panel
from saas.programs.words import SIDES
from saas.scope import Role, Scope
from saas.web.forms import refuse, show_form, told
from saas.web.htmx import see_other
from saas.web.notices import notify

E = TypeVar("E", bound=StrEnum)
SHOWN = [state for state in ApplicationState if state is not ApplicationState.DRAFT]


@blueprint.get("/cohorts/<uuid:cohort_id>/applications")
@requires(Role.PROGRAM_ADMIN)
def list_cohort_applications(cohort_id: uuid.UUID) -> Response:
    """Show who applied to a cohort."""
    return _show_list(cohort_id, DeclineForm(formdata=None))


@blueprint.post("/cohorts/<uuid:cohort_id>/applications/<any(approve, decline):decision>")
@requires(Role.PROGRAM_ADMIN)
def decide_applications(cohort_id: uuid.UUID, decision: str) -> Response:
    """Approve or decline the applications chosen in the list."""
    form = DeclineForm()
    try:
        decided = _decide(current_scope(), cohort_id, _chosen(), decision, form)
    except InvalidError as error:
        refuse(form, error)
        return _show_list(cohort_id, form)
    _tell(cohort_id, decided, decision)
    return see_other(url_for(".list_cohort_applications", cohort_id=cohort_id))


@blueprint.post("/cohorts/<uuid:cohort_id>/applications/undo")
@requires(Role.PROGRAM_ADMIN)
def undo_decisions(cohort_id: uuid.UUID) -> Response:
    """Let applications wait for a decision again."""
    undone = services.undo_decisions(current_scope(), cohort_id, _chosen())
    notify(
        ngettext(
            "%(num)s application waits for a decision again.",
            "%(num)s applications wait for a decision again.",
            len(undone),
        )
    )
    return see_other(url_for(".list_cohort_applications", cohort_id=cohort_id))


@blueprint.get("/applications/<uuid:application_id>/review")
@requires(Role.PROGRAM_ADMIN)
def review_application(application_id: uuid.UUID) -> Response:
    """Show one application with its answers, to decide on it."""
    application = queries.managed_application(current_scope(), application_id)
    return _show_one(application, DeclineForm(formdata=None))


@blueprint.post("/applications/<uuid:application_id>/<any(approve, decline):decision>")
@requires(Role.PROGRAM_ADMIN)
def decide_application(application_id: uuid.UUID, decision: str) -> Response:
    """Approve or decline one application."""
    scope = current_scope()
    application = queries.managed_application(scope, application_id)
    form = DeclineForm()
    try:
        decided = _decide(scope, application.cohort_id, [application.id], decision, form)
    except InvalidError as error:
        refuse(form, error)
        return _show_one(application, form)
    _tell(application.cohort_id, decided, decision)
    return see_other(url_for(".list_cohort_applications", cohort_id=application.cohort_id))


@blueprint.route("/cohorts/<uuid:cohort_id>/invite", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def invite_people(cohort_id: uuid.UUID) -> Response:
    """Invite people by e-mail to apply."""
    scope = current_scope()
    cohort = programs.running_cohort(scope, cohort_id)
    form = InviteForm()
    if form.validate_on_submit():
        with told(form):
            invited = invite_to_apply(scope, cohort_id, form.addresses.data)
            notify(
                ngettext("%(num)s person is invited.", "%(num)s people are invited.", len(invited))
            )
            return see_other(url_for("org.programs.show_cohort", cohort_id=cohort_id))
    return show_form("intake/invite_people.html", form, cohort=cohort)


@shows_panel
def show_applications(scope: Scope, cohort: Cohort) -> Panel | None:
    """Tell how many applications wait, on the cohort's page."""
    if not scope.role.covers(Role.PROGRAM_ADMIN):
        return None
    counts = queries.counts(scope, cohort.id)
    waiting = counts[ApplicationState.SUBMITTED]
    decided = counts[ApplicationState.APPROVED] + counts[ApplicationState.DECLINED]
    return Panel(
        title=_("Applications"),
        value=waiting,
        text=_("waiting for a decision, %(decided)s decided", decided=decided),
        href=url_for("org.intake.list_cohort_applications", cohort_id=cohort.id),
        order=10,
    )


@shows_panel
def show_invitation(scope: Scope, cohort: Cohort) -> Panel | None:
    """Lead to inviting people by e-mail, from the cohort's page, while its program runs."""
    if not scope.role.covers(Role.PROGRAM_ADMIN) or not cohort.program.is_running:
        return None
    return Panel(
        title=_("Invite"),
        value=_("By e-mail"),
        text=_("ask people to apply"),
        href=url_for("org.intake.invite_people", cohort_id=cohort.id),
        order=12,
    )


def _decide(
    scope: Scope, cohort_id: uuid.UUID, ids: list[uuid.UUID], decision: str, form: DeclineForm
) -> Sequence[Application]:
    reason = form.reason.data or ""
    if decision == "approve":
        return services.approve_applications(scope, cohort_id, ids, reason)
    return services.decline_applications(scope, cohort_id, ids, reason)


def _tell(cohort_id: uuid.UUID, decided: Sequence[Application], decision: str) -> None:
    who = decided[0].member.name if len(decided) == 1 else ""
    count = len(decided)
    if decision == "approve":
        text = _("%(who)s takes part.", who=who) if who else _("%(n)s people take part.", n=count)
    else:
        text = _("%(who)s is declined.", who=who) if who else _("%(n)s are declined.", n=count)
    ids = [str(each.id) for each in decided]
    notify(text, undo_url=url_for(".undo_decisions", cohort_id=cohort_id, id=ids))


def _chosen() -> list[uuid.UUID]:
    """Return the applications ticked, or all that were shown when that button was pressed."""
    name = "shown" if "everybody" in request.form else "id"
    try:
        return [uuid.UUID(each) for each in request.values.getlist(name)]
    except ValueError as error:
        raise NotFoundError(queries.NO_APPLICATION) from error


def _show_list(cohort_id: uuid.UUID, form: DeclineForm) -> Response:
    scope = current_scope()
    cohort = programs.managed_cohort(scope, cohort_id)
    state = _asked_for("state", SHOWN) or ApplicationState.SUBMITTED
    side = _asked_for("side", list(Side))
    return show_form(
        "intake/list_cohort_applications.html",
        form,
        cohort=cohort,
        found=queries.applications(scope, cohort.id, state, side, _page()),
        counts=queries.counts(scope, cohort.id),
        state=state,
        side=side,
        shown=SHOWN,
        states=STATES,
        sides=SIDES,
        ticked=set(request.form.getlist("id")),
        manages=programs.manages(scope, cohort.program),
        zone=orgs.workspace(scope).time_zone,
    )


def _show_one(application: Application, form: DeclineForm) -> Response:
    scope, cohort_id = current_scope(), application.cohort_id
    return show_form(
        "intake/review_application.html",
        form,
        application=application,
        sections=answered(application),
        consents=queries.consents_by_question(scope, application.id),
        own=False,
        states=STATES,
        state_kinds=STATE_KINDS,
        sides=SIDES,
        zone=orgs.workspace(scope).time_zone,
        manages=programs.manages(scope, application.cohort.program),
        taken=application.side in queries.sides_taken(scope, cohort_id, application.member_id),
    )


def _asked_for(name: str, known: list[E]) -> E | None:
    typed = request.args.get(name)
    return next((each for each in known if each.value == typed), None)


def _page() -> int:
    typed = request.args.get("page", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1
