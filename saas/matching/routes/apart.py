"""Whom an admin keeps apart, and letting them be proposed again."""

import uuid

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.matching.queries import apart as queries
from saas.matching.routes.blueprints import blueprint
from saas.matching.services import apart as services
from saas.matching.words import STILL_APART
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.scope import Role
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.paging import page_number


@blueprint.get("/cohorts/<uuid:cohort_id>/kept-apart")
@requires(Role.VIEWER)
def list_kept_apart(cohort_id: uuid.UUID) -> Response:
    """Show whom of a cohort an admin keeps apart."""
    scope = current_scope()
    cohort = programs.managed_cohort(scope, cohort_id)
    listed = queries.kept_apart(scope, cohort.id, page_number(request.args))
    return render(
        "matching/list_kept_apart.html",
        cohort=cohort,
        listed=listed,
        besides=queries.besides(scope, cohort.id, listed.items),
        also=STILL_APART,
        zone=orgs.workspace(scope).time_zone,
        manages=programs.manages(scope, cohort.program),
    )


@blueprint.post("/cohorts/<uuid:cohort_id>/kept-apart/<uuid:exclusion_id>/allow")
@requires(Role.PROGRAM_ADMIN)
def allow_again(cohort_id: uuid.UUID, exclusion_id: uuid.UUID) -> Response:
    """Take never again back."""
    return _told(cohort_id, services.allow_again(current_scope(), cohort_id, exclusion_id))


@blueprint.post("/cohorts/<uuid:cohort_id>/kept-apart/<uuid:exclusion_id>/lift")
@requires(Role.PROGRAM_ADMIN)
def lift_rejection(cohort_id: uuid.UUID, exclusion_id: uuid.UUID) -> Response:
    """Take a rejection back."""
    return _told(cohort_id, services.lift_rejection(current_scope(), cohort_id, exclusion_id))


def _told(cohort_id: uuid.UUID, allowed: services.Allowed) -> Response:
    if allowed.elsewhere:
        said = _(
            "Taken back; %(one)s and %(other)s stay apart, since never again was said of them "
            "elsewhere as well."
        )
    elif allowed.here:
        said = _("%(one)s and %(other)s may be proposed to each other again.")
    else:
        said = _(
            "Taken back; in this cohort something else keeps %(one)s and %(other)s apart. They may "
            "be proposed to each other again in other cohorts."
        )
    notify(said % dict(zip(("one", "other"), allowed.names, strict=True)))
    return see_other(url_for(".list_kept_apart", cohort_id=cohort_id))
