"""What a mentor and a mentee will read: of the organization, of a program's draft, of a version."""

import uuid

from flask import request
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries
from saas.programs.models import Program, Side
from saas.programs.queries.inherited import Contents
from saas.programs.routes.blueprint import blueprint
from saas.programs.words import SIDES
from saas.scope import Role
from saas.web.htmx import render


@blueprint.get("/guidelines/preview")
@requires(Role.ADMIN)
def preview_organization() -> Response:
    """Show what the organization says, as ?side=mentor or ?side=mentee reads it."""
    return _preview(queries.organization_contents(current_scope()), None)


@blueprint.get("/programs/<uuid:program_id>/preview")
@requires(Role.VIEWER)
def preview_program(program_id: uuid.UUID) -> Response:
    """Show the draft of a program, as ?side=mentor or ?side=mentee reads it."""
    scope = current_scope()
    program = queries.program(scope, program_id)
    return _preview(queries.draft(scope, program), program)


def _preview(contents: Contents, program: Program | None) -> Response:
    asked = request.args.get("side")
    side = Side.MENTOR if asked == Side.MENTOR.value else Side.MENTEE
    # In a pool there are no sides: everybody reads all of it.
    asks_side = program is None or not program.is_pool
    return render(
        "programs/preview.html",
        contents=contents,
        program=program,
        side=side if asks_side else None,
        sides=SIDES,
        signs=program is None or not program.is_single,
    )
