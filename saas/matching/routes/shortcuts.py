"""Whether the keys of the board are on: kept in the browser, since it is about its keyboard."""

import uuid

from flask import current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.matching.queries.runs import managed_run
from saas.matching.routes.blueprints import blueprint
from saas.orgs.tenancy import current_scope, requires
from saas.scope import Role
from saas.web.htmx import see_other
from saas.web.notices import notify

COOKIE = "board_keys"
OFF = "off"
A_YEAR = 365 * 24 * 3600


def are_on() -> bool:
    """Whether single keys decide about proposals in this browser."""
    return request.cookies.get(COOKIE) != OFF


@blueprint.post("/runs/<uuid:run_id>/keys")
@requires(Role.MEMBER)
def switch_keys(run_id: uuid.UUID) -> Response:
    """Switch the keys of the board on or off in this browser."""
    run = managed_run(current_scope(), run_id)
    on = request.form.get("keys") != OFF
    answer = see_other(url_for(".show_run", run_id=run.id))
    if on:
        answer.delete_cookie(COOKIE)
        notify(_("The keyboard shortcuts of the board are on."))
    else:
        answer.set_cookie(
            COOKIE,
            OFF,
            max_age=A_YEAR,
            httponly=True,
            samesite="Lax",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        )
        notify(_("The keyboard shortcuts of the board are off in this browser."))
    return answer
