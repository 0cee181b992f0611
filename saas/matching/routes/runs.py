"""Runs of a cohort: history, start, progress, cancel."""

import uuid

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.matching.models import RunState
from saas.matching.queries import runs as queries
from saas.matching.routes.blueprints import blueprint
from saas.matching.routes.board import show_board
from saas.matching.routes.what_if import show_trial
from saas.matching.services import runs as services
from saas.matching.words import RUN_KINDS, RUN_STATES
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.scope import Role
from saas.web.htmx import leave_for, render, see_other, wants_partial
from saas.web.notices import notify


@blueprint.get("/cohorts/<uuid:cohort_id>/runs")
@requires(Role.VIEWER)
def list_runs(cohort_id: uuid.UUID) -> Response:
    """Show the runs of a cohort, the newest first."""
    scope = current_scope()
    cohort = programs.managed_cohort(scope, cohort_id)
    return render(
        "matching/list_runs.html",
        cohort=cohort,
        runs=queries.runs_of(scope, cohort.id),
        counts=programs.participant_counts(scope, [cohort]).get(cohort.id, {}),
        states=RUN_STATES,
        kinds=RUN_KINDS,
        zone=orgs.workspace(scope).time_zone,
        manages=scope.role.covers(Role.PROGRAM_ADMIN),
    )


@blueprint.post("/cohorts/<uuid:cohort_id>/runs")
@requires(Role.PROGRAM_ADMIN)
def start_run(cohort_id: uuid.UUID) -> Response:
    """Match the people of a cohort."""
    run = services.start_run(current_scope(), cohort_id)
    return see_other(url_for(".show_run", run_id=run.id))


@blueprint.get("/runs/<uuid:run_id>")
@requires(Role.VIEWER)
def show_run(run_id: uuid.UUID) -> Response:
    """Show how far a run is, or its board once it is done."""
    scope = current_scope()
    run = queries.managed_run(scope, run_id)
    if run.state is RunState.DONE:
        # The progress that asked is a part of another page: the board replaces all of it.
        if wants_partial():
            return leave_for(request.path)
        return show_trial(run) if run.trial else show_board(run)
    return render(
        "matching/show_run.html",
        partial="matching/_run.html",
        run=run,
        manages=programs.manages(scope, run.cohort.program),
    )


@blueprint.post("/runs/<uuid:run_id>/cancel")
@requires(Role.PROGRAM_ADMIN)
def cancel_run(run_id: uuid.UUID) -> Response:
    """Stop a run that waits or is under way."""
    run = services.cancel_run(current_scope(), run_id)
    notify(_("The run is cancelled; nothing was proposed."))
    return see_other(url_for(".list_runs", cohort_id=run.cohort_id))
