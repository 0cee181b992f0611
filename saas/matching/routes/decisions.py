"""Decisions on a review board: about one proposal, about many, and their undo."""

import uuid

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from saas.errors import ConflictError, InvalidError
from saas.matching.models import BoardStep
from saas.matching.queries.look import Look
from saas.matching.routes.asking import asked_for, revision_of
from saas.matching.routes.blueprints import blueprint
from saas.matching.services import board as services
from saas.matching.services import undoing
from saas.matching.services.board import MANY, Decision
from saas.orgs.tenancy import current_scope, requires
from saas.scope import Role
from saas.web.htmx import is_htmx, see_other
from saas.web.notices import notify
from saas.web.transaction import roll_back


@blueprint.post("/runs/<uuid:run_id>/proposals/<uuid:proposal_id>/decide")
@requires(Role.PROGRAM_ADMIN)
def decide(run_id: uuid.UUID, proposal_id: uuid.UUID) -> Response:
    """Approve, reject, pin, unpin or exclude one proposal."""
    decision = asked_for(Decision, request.form.get("decision", ""))
    if decision is None:
        raise InvalidError("decision", _("Choose what to decide with the buttons of the board."))
    seen = request.values.get("seen", "")
    look = Look.of(request.args).values()
    row = url_for(".show_row", run_id=run_id, proposal_id=proposal_id, **look)
    try:
        step = services.decide(current_scope(), run_id, proposal_id, decision, seen)
    except ConflictError as error:
        if not is_htmx():
            raise
        roll_back()
        notify(str(error), "bad")  # The row shows how it stands now.
    else:
        tell(step, f"#proposal-{proposal_id}")
    return see_other(row)


@blueprint.post("/runs/<uuid:run_id>/approve-above")
@requires(Role.PROGRAM_ADMIN)
def approve_above(run_id: uuid.UUID) -> Response:
    """Approve all that is proposed with at least a fit."""
    typed = request.form.get("percent", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and int(typed) <= 100):
        raise InvalidError("percent", _("Enter a whole number from 0 to 100."))
    revision = revision_of(request.form.get("revision", ""))
    step = services.approve_above(current_scope(), run_id, int(typed), revision)
    if step:
        tell(step, None)
    else:
        notify(_("Nothing that is still proposed has a fit of %(n)s or more.", n=typed))
    return see_other(board_address(run_id))


@blueprint.post("/runs/<uuid:run_id>/decide-all")
@requires(Role.PROGRAM_ADMIN)
def decide_all(run_id: uuid.UUID) -> Response:
    """Decide about everything that the address shows."""
    decision = asked_for(Decision, request.form.get("decision", ""))
    if decision not in MANY:
        raise InvalidError("decision", _("Choose what to decide with the buttons of the board."))
    revision = revision_of(request.form.get("revision", ""))
    step = services.decide_all(current_scope(), run_id, Look.of(request.args), decision, revision)
    if step:
        tell(step, None)
    else:
        notify(_("None of what is shown can be decided on that way."))
    return see_other(board_address(run_id))


@blueprint.post("/runs/<uuid:run_id>/steps/<uuid:step_id>/undo")
@requires(Role.PROGRAM_ADMIN)
def undo_step(run_id: uuid.UUID, step_id: uuid.UUID) -> Response:
    """Take one decision back."""
    try:
        step = undoing.undo(current_scope(), run_id, step_id)
    except ConflictError as error:
        if not is_htmx():
            raise
        roll_back()
        notify(str(error), "bad")
        return see_other(board_address(run_id))
    notify(_told(step))
    ids = list(step.before["proposals"])
    if is_htmx() and len(ids) == 1:
        look = Look.of(request.args).values()
        return see_other(url_for(".show_row", run_id=run_id, proposal_id=ids[0], **look))
    return see_other(board_address(run_id))


def tell(step: BoardStep, target: str | None) -> None:
    """Say what was done, with its undo."""
    look = Look.of(request.args).values()
    undo = url_for(".undo_step", run_id=step.run_id, step_id=step.id, **look)
    notify(step.words, undo_url=undo, undo_target=target)


def _told(step: BoardStep) -> str:
    words: str = _("Taken back: %(words)s", words=step.words)
    if lost := len(step.before.get("left_out", ())):
        words += " " + ngettext(
            "%(num)s proposal does not come back, since its people have others by now.",
            "%(num)s proposals do not come back, since their people have others by now.",
            lost,
        )
    return words


def board_address(run_id: uuid.UUID) -> str:
    """Return where the board is, as it was looked at."""
    return url_for(".show_run", run_id=run_id, **Look.of(request.args).values())
