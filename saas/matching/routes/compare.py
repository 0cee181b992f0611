"""Mentors for a mentee beside each other, and the swap that one button makes."""

import uuid

from flask import request, url_for
from werkzeug.wrappers import Response

from saas.errors import NotFoundError
from saas.matching import side_by_side
from saas.matching.comparing import STRANGER
from saas.matching.queries import runs
from saas.matching.routes.asking import person_id, revision_of
from saas.matching.routes.blueprints import blueprint
from saas.matching.routes.decisions import tell
from saas.matching.services import swapping
from saas.matching.services.swapping import Seen
from saas.matching.words import CRITERIA, kind_of
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.scope import Role
from saas.web.htmx import render, see_other


@blueprint.get("/runs/<uuid:run_id>/compare")
@requires(Role.VIEWER)
def show_comparison(run_id: uuid.UUID) -> Response:
    """Put two or three mentors for a mentee beside each other."""
    scope = current_scope()
    run = runs.managed_run(scope, run_id)
    mentee = person_id(request.args.get("mentee", ""))
    if mentee is None:
        return see_other(url_for(".show_run", run_id=run.id))
    mentors = [each for typed in request.args.getlist("mentor")[:10] if (each := person_id(typed))]
    name = request.args.get("name", "").strip()[:100]
    latest = runs.latest_done(scope, run.cohort_id)
    current = latest is not None and latest.id == run.id
    return render(
        "matching/show_comparison.html",
        run=run,
        found=side_by_side.compare(scope, run, mentee, mentors, name),
        name=name,
        criteria=CRITERIA,
        kind_of=kind_of,
        manages=current and programs.manages(scope, run.cohort.program),
    )


@blueprint.post("/runs/<uuid:run_id>/swap")
@requires(Role.PROGRAM_ADMIN)
def swap(run_id: uuid.UUID) -> Response:
    """Put a mentee and a mentor together as the page showed it."""
    mentee, mentor = (person_id(request.form.get(side, "")) for side in ("mentee", "mentor"))
    if mentee is None or mentor is None:
        raise NotFoundError(STRANGER)
    seen = Seen(revision_of(request.form.get("revision", "")), request.form.get("key", "")[:64])
    step = swapping.swap(current_scope(), run_id, (mentee, mentor), seen)
    tell(step, None)
    return see_other(url_for(".show_run", run_id=run_id))
