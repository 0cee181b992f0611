"""What proves a run's result, and the button that has it checked."""

import uuid

from flask import url_for
from werkzeug.wrappers import Response

from saas.matching import proving
from saas.matching.queries import runs
from saas.matching.routes.blueprints import blueprint
from saas.matching.services import checking
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.scope import Role
from saas.web.htmx import render, see_other


@blueprint.get("/runs/<uuid:run_id>/proof")
@requires(Role.VIEWER)
def show_proof(run_id: uuid.UUID) -> Response:
    """Say what is proved of a run, and what the last check found."""
    scope = current_scope()
    run = runs.managed_run(scope, run_id)
    proof = proving.proof_of(scope, run.id)
    return render(
        "matching/show_proof.html",
        partial="matching/_proof.html",
        run=run,
        proof=proof,
        checkable=checking.is_checkable(run, proof),
        under_way=checking.is_under_way(proof),
        manages=scope.role.covers(Role.PROGRAM_ADMIN),
        zone=orgs.workspace(scope).time_zone,
    )


@blueprint.post("/runs/<uuid:run_id>/proof")
@requires(Role.PROGRAM_ADMIN)
def check_proof(run_id: uuid.UUID) -> Response:
    """Have the proof checked."""
    run = checking.ask_check(current_scope(), run_id)
    return see_other(url_for(".show_proof", run_id=run.id))
