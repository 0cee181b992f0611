"""Publishing a board, and sending who is next in line."""

import datetime as dt
import secrets
import uuid

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from saas import clock
from saas.errors import InvalidError
from saas.matching.models import Run
from saas.matching.queries import board as queries
from saas.matching.queries import runs
from saas.matching.routes.blueprints import blueprint
from saas.matching.routes.board import breaks
from saas.matching.services import publishing as services
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.scope import Role
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.paging import SIZE


@blueprint.get("/runs/<uuid:run_id>/publish")
@requires(Role.PROGRAM_ADMIN)
def show_publish(run_id: uuid.UUID) -> Response:
    """Name what publishing sends, and ask to confirm it."""
    run = runs.managed_run(current_scope(), run_id)
    programs.refuse_ending(run.cohort.program)
    return _show(run)


@blueprint.post("/runs/<uuid:run_id>/publish")
@requires(Role.PROGRAM_ADMIN)
def publish(run_id: uuid.UUID) -> Response:
    """Send the approved proposals to both sides."""
    given = request.form
    number = given.get("revision", "")
    revision = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else -1
    confirmation = services.Confirmation(
        given.get("typed", ""), given.get("key", "")[:100], revision
    )
    try:
        count = services.publish(current_scope(), run_id, confirmation)
    except InvalidError as error:
        return _show(runs.managed_run(current_scope(), run_id), str(error))
    if count:
        text = ngettext("%(num)s proposal is sent.", "%(num)s proposals are sent.", count)
        notify(text)
    return see_other(url_for(".show_run", run_id=run_id, show="sent"))


@blueprint.post("/runs/<uuid:run_id>/proposals/<uuid:proposal_id>/send")
@requires(Role.PROGRAM_ADMIN)
def send_next(run_id: uuid.UUID, proposal_id: uuid.UUID) -> Response:
    """Ask both sides of a proposal that is next in line."""
    row = services.send_next(current_scope(), run_id, proposal_id)
    names = {"mentee": row.mentee.member.name, "mentor": row.mentor.member.name}
    notify(_("%(mentee)s and %(mentor)s are asked.", **names))
    return see_other(url_for(".show_run", run_id=run_id))


def _show(run: Run, error: str | None = None) -> Response:
    rows = queries.approved(current_scope(), run.id)
    broken = breaks(run, rows)
    return render(
        "matching/publish.html",
        status=422 if error else 200,
        run=run,
        rows=rows,
        broken=[(row, broken[row.id]) for row in rows if row.id in broken],
        most=SIZE,
        people=len({each for row in rows for each in (row.mentee_id, row.mentor_id)}),
        answer_by=(clock.now() + dt.timedelta(days=run.cohort.program.answer_days)).date(),
        word=services.WORD,
        key=secrets.token_urlsafe(16),
        error=error,
    )
