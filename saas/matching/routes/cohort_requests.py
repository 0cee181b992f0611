"""What staff see of requests: those of a cohort, the settings of a program, a tile."""

import uuid

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas import clock
from saas.matching.forms import RequestTermsForm
from saas.matching.queries import requests as queries
from saas.matching.queries.requests import Filter
from saas.matching.routes.blueprints import blueprint
from saas.matching.services import requests as services
from saas.matching.services.requests.terms import BY_RUNS
from saas.matching.words import CLOSED_BECAUSE, REQUEST_FILTERS, REQUEST_KINDS, REQUEST_STATES
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.programs.models import Cohort
from saas.programs.panels import Panel, shows_panel
from saas.scope import Role, Scope
from saas.seen import columns_of
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.paging import page_number
from saas.web.revising import revision, seen


@blueprint.get("/cohorts/<uuid:cohort_id>/requests")
@requires(Role.VIEWER)
def list_cohort_requests(cohort_id: uuid.UUID) -> Response:
    """Show who asked whom in a cohort, and what waits for whom."""
    scope = current_scope()
    cohort = programs.managed_cohort(scope, cohort_id)
    asked = request.args.get("show", "")
    shown = Filter(asked) if asked in set(Filter) else Filter.OPEN
    return render(
        "matching/list_cohort_requests.html",
        cohort=cohort,
        shown=shown,
        listed=queries.cohort_requests(scope, cohort.id, shown, page_number(request.args)),
        counts=queries.counts(scope, cohort.id),
        filters=REQUEST_FILTERS,
        states=REQUEST_STATES,
        kinds=REQUEST_KINDS,
        because=CLOSED_BECAUSE,
        overdue=lambda row: queries.is_overdue(row, clock.now()),
        zone=orgs.workspace(scope).time_zone,
        manages=scope.role.covers(Role.PROGRAM_ADMIN),
    )


@blueprint.post("/cohorts/<uuid:cohort_id>/requests/<uuid:request_id>/nudge")
@requires(Role.PROGRAM_ADMIN)
def nudge_request(cohort_id: uuid.UUID, request_id: uuid.UUID) -> Response:
    """Remind whoever a request waits for."""
    row = services.nudge_request(current_scope(), cohort_id, request_id)
    person = row.mentor if row.waits_for and row.waits_for.value == "mentor" else row.mentee
    notify(_("%(name)s gets a reminder.", name=person.member.name))
    return see_other(url_for(".list_cohort_requests", cohort_id=cohort_id))


@blueprint.post("/cohorts/<uuid:cohort_id>/requests/<uuid:request_id>/cancel")
@requires(Role.PROGRAM_ADMIN)
def cancel_request(cohort_id: uuid.UUID, request_id: uuid.UUID) -> Response:
    """Close an open request."""
    services.cancel_request(current_scope(), cohort_id, request_id)
    notify(_("The request is closed; both are told."))
    return see_other(url_for(".list_cohort_requests", cohort_id=cohort_id))


@blueprint.route("/programs/<uuid:program_id>/requests", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def edit_request_terms(program_id: uuid.UUID) -> Response:
    """Show who finds partners in a program and how mentees ask, and change it."""
    scope = current_scope()
    program = programs.program(scope, program_id)
    form = RequestTermsForm(obj=program)
    if form.validate_on_submit():
        with told(form):
            services.change_request_terms(scope, program.id, form.terms(), seen())
            notify(_("Saved. Requests that are open keep the time they have."))
            return see_other(url_for(".edit_request_terms", program_id=program.id))
    saved = RequestTermsForm(formdata=None, obj=program)
    told_beside = revision(form, columns_of(program, form.terms()), saved)
    return show_form(
        "matching/edit_request_terms.html",
        form,
        revision=told_beside,
        program=program,
        by_runs=BY_RUNS,
        only_read=not programs.manages(scope, program),
    )


@shows_panel
def show_requests_panel(scope: Scope, cohort: Cohort) -> Panel | None:
    """Tell how many requests of a cohort are open, or lead to where they are let in."""
    if not scope.role.covers(Role.VIEWER):
        return None
    counts = queries.counts(scope, cohort.id)
    if not cohort.program.takes_requests and not any(counts.values()):
        return _let_in(scope, cohort)
    return Panel(
        title=_("Requests"),
        value=counts[Filter.OPEN],
        text=_("open, %(late)s not answered in time", late=counts[Filter.UNANSWERED]),
        href=url_for("org.matching.list_cohort_requests", cohort_id=cohort.id),
        order=21,
    )


def _let_in(scope: Scope, cohort: Cohort) -> Panel | None:
    program = cohort.program
    if program.is_pool or not scope.role.covers(Role.PROGRAM_ADMIN) or not program.is_running:
        return None
    return Panel(
        title=_("Requests"),
        value=_("Not open"),
        text=_("let mentees ask mentors themselves"),
        href=url_for("org.matching.edit_request_terms", program_id=cohort.program_id),
        order=21,
    )
