"""The dashboard: who needs help first."""

import uuid

from flask import request
from werkzeug.wrappers import Response

from saas.health import queries
from saas.health.models import Reading
from saas.health.queries import Sought
from saas.health.routes.blueprints import blueprint
from saas.health.watching import Row, row_of
from saas.health.words import BAND_KINDS, BANDS, FLAGS
from saas.orgs.tenancy import current_scope, requires
from saas.partnerships.models import Partnership
from saas.programs import queries as programs
from saas.programs.speaking import speaking_for
from saas.scope import RUNS, Role
from saas.web.htmx import render
from saas.web.paging import page_number


@blueprint.get("/health")
@requires(Role.VIEWER)
def show_dashboard() -> Response:
    """List the partnerships that last, whoever needs help first on top."""
    scope = current_scope()
    runs = scope.role.covers(RUNS)
    sought = _sought()
    listing = queries.watchlist(scope, sought, page_number(request.args))
    ids = [each.id for each in listing.items]
    readings = queries.newest_readings(scope, ids)
    return render(
        "health/show_dashboard.html",
        listing=listing,
        sought=sought,
        rows={each.id: _said(each, readings[each.id], runs=runs) for each in listing.items},
        contacts=queries.last_contacts(scope, ids),
        counts=queries.band_counts(scope, sought.program_id),
        programs=programs.programs(scope),
        acts=runs,
        bands=BANDS,
        band_kinds=BAND_KINDS,
        flags=FLAGS,
    )


def _said(partnership: Partnership, reading: Reading, *, runs: bool) -> Row:
    with speaking_for(partnership.cohort.program):
        return row_of(reading, runs=runs)


def _sought() -> Sought:
    band, flag = request.args.get("band", ""), request.args.get("flag", "")
    try:
        program_id = uuid.UUID(request.args.get("program", ""))
    except ValueError:
        program_id = None
    return Sought(
        program_id=program_id,
        band=band if band in BANDS else "",
        flag=flag if flag in FLAGS or flag == "any" else "",
    )
