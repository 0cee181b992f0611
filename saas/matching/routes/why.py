"""Who waits, and why two people are not proposed to each other."""

import uuid

from flask import request
from werkzeug.wrappers import Response

from saas.matching import comparing
from saas.matching.queries import runs, waiting
from saas.matching.routes.asking import person_id
from saas.matching.routes.blueprints import blueprint
from saas.matching.words import kind_of
from saas.orgs.tenancy import current_scope, requires
from saas.programs.models import Side
from saas.scope import Role
from saas.web.htmx import render
from saas.web.paging import page_number

SIDES = (Side.MENTEE, Side.MENTOR)


@blueprint.get("/runs/<uuid:run_id>/why")
@requires(Role.VIEWER)
def show_why(run_id: uuid.UUID) -> Response:
    """Say of any two people of the cohort why they are not proposed to each other."""
    scope = current_scope()
    run = runs.managed_run(scope, run_id)
    mentee, mentor = (person_id(request.args.get(side.value, "")) for side in SIDES)
    names = {side: request.args.get(f"{side.value}_name", "").strip()[:100] for side in SIDES}
    return render(
        "matching/show_why.html",
        partial="matching/_why.html",
        run=run,
        people=comparing.people_of(scope, run, names, (mentee, mentor)),
        names=names,
        sides=SIDES,
        chosen={Side.MENTEE: mentee, Side.MENTOR: mentor},
        found=comparing.standing_of(scope, run, (mentee, mentor)) if mentee and mentor else None,
        kind_of=kind_of,
    )


@blueprint.get("/runs/<uuid:run_id>/unplaced")
@requires(Role.VIEWER)
def list_unplaced(run_id: uuid.UUID) -> Response:
    """Show whom a run left without a mentor, why, and what would help."""
    scope = current_scope()
    run = runs.managed_run(scope, run_id)
    found = waiting.line(scope, run.id, page_number(request.args))
    return render("matching/list_unplaced.html", run=run, found=found)
