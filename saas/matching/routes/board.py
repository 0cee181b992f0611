"""The review board of a run: looking, deciding, undoing."""

import uuid
from enum import StrEnum
from typing import Any, TypeVar

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.matching import comparing
from saas.matching.models import BoardStep, Proposal, ProposalState, Run
from saas.matching.queries import board as queries
from saas.matching.queries import runs
from saas.matching.queries.board import Filter, Order
from saas.matching.routes.blueprints import blueprint
from saas.matching.services import board as services
from saas.matching.services.board import Decision, standing
from saas.matching.words import CRITERIA, FILTERS, ORDERS, STATE_KINDS, STATES, kind_of
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.scope import Role
from saas.web.htmx import is_htmx, render, see_other, wants_partial
from saas.web.notices import notify
from saas.web.paging import page_number

E = TypeVar("E", bound=StrEnum)
ABOVE = 70


@blueprint.get("/runs/<uuid:run_id>/proposals/<uuid:proposal_id>")
@requires(Role.VIEWER)
def show_proposal(run_id: uuid.UUID, proposal_id: uuid.UUID) -> Response:
    """Show what made the fit of a proposal, and who else would suit: beside the board, or alone."""
    run = runs.managed_run(current_scope(), run_id)
    proposal = queries.proposal(current_scope(), run.id, proposal_id)
    context = {**_words(run), **_detail(run, proposal)}
    return render("matching/show_proposal.html", partial="matching/_detail.html", **context)


@blueprint.get("/runs/<uuid:run_id>/proposals/<uuid:proposal_id>/row")
@requires(Role.VIEWER)
def show_row(run_id: uuid.UUID, proposal_id: uuid.UUID) -> Response:
    """Show the row of a proposal again, with what stands over the board."""
    scope = current_scope()
    run = runs.managed_run(scope, run_id)
    proposal = queries.proposal(scope, run.id, proposal_id)
    if not wants_partial():
        return see_other(url_for(".show_run", run_id=run.id, selected=proposal.id))
    context = {**_words(run), "proposal": proposal, "selected": None}
    return render(
        "matching/_row.html",
        partial="matching/_row.html",
        counts=queries.counts(scope, run),
        **context,
    )


@blueprint.post("/runs/<uuid:run_id>/proposals/<uuid:proposal_id>/decide")
@requires(Role.PROGRAM_ADMIN)
def decide(run_id: uuid.UUID, proposal_id: uuid.UUID) -> Response:
    """Approve, reject, pin, unpin or exclude one proposal."""
    decision = _asked_for(Decision, request.form.get("decision", ""))
    if decision is None:
        raise InvalidError("decision", _("Choose what to decide with the buttons of the board."))
    seen = request.form.get("seen", "")
    row = url_for(".show_row", run_id=run_id, proposal_id=proposal_id)
    try:
        step = services.decide(current_scope(), run_id, proposal_id, decision, seen)
    except ConflictError as error:
        if not is_htmx():
            raise
        notify(str(error), "bad")  # The row shows how it stands now.
    else:
        _tell(step, f"#proposal-{proposal_id}")
    return see_other(row)


@blueprint.post("/runs/<uuid:run_id>/approve-above")
@requires(Role.PROGRAM_ADMIN)
def approve_above(run_id: uuid.UUID) -> Response:
    """Approve all that is proposed with at least a fit."""
    typed = request.form.get("percent", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and int(typed) <= 100):
        raise InvalidError("percent", _("Enter a whole number from 0 to 100."))
    step = services.approve_above(current_scope(), run_id, int(typed))
    if step:
        _tell(step, None)
    else:
        notify(_("Nothing that is still proposed has a fit of %(n)s or more.", n=typed))
    return see_other(url_for(".show_run", run_id=run_id))


@blueprint.post("/runs/<uuid:run_id>/steps/<uuid:step_id>/undo")
@requires(Role.PROGRAM_ADMIN)
def undo_step(run_id: uuid.UUID, step_id: uuid.UUID) -> Response:
    """Take one decision back."""
    try:
        step = services.undo(current_scope(), run_id, step_id)
    except ConflictError as error:
        if not is_htmx():
            raise
        notify(str(error), "bad")
        return see_other(url_for(".show_run", run_id=run_id))
    notify(_("Taken back: %(words)s", words=step.words))
    ids = list(step.before["proposals"])
    if is_htmx() and len(ids) == 1:
        return see_other(url_for(".show_row", run_id=run_id, proposal_id=ids[0]))
    return see_other(url_for(".show_run", run_id=run_id))


@blueprint.get("/runs/<uuid:run_id>/why")
@requires(Role.VIEWER)
def show_why(run_id: uuid.UUID) -> Response:
    """Say of any two people of the cohort why they are not proposed to each other."""
    scope = current_scope()
    run = runs.managed_run(scope, run_id)
    chosen = [_uuid(request.args.get(side, "")) for side in ("mentee", "mentor")]
    mentees, mentors = comparing.people_of(scope, run)
    found = None
    if chosen[0] and chosen[1]:
        found = comparing.standing_of(scope, run, chosen[0], chosen[1])
    return render(
        "matching/show_why.html",
        partial="matching/_why.html",
        run=run,
        mentees=mentees,
        mentors=mentors,
        chosen=chosen,
        found=found,
        kind_of=kind_of,
    )


@blueprint.get("/runs/<uuid:run_id>/unplaced")
@requires(Role.VIEWER)
def list_unplaced(run_id: uuid.UUID) -> Response:
    """Show whom a run left without a mentor, why, and what would help."""
    scope = current_scope()
    run = runs.managed_run(scope, run_id)
    found = queries.unplaced(scope, run.id, page_number(request.args))
    return render("matching/list_unplaced.html", run=run, found=found)


def show_board(run: Run) -> Response:
    """Show the board of a run that is done."""
    scope = current_scope()
    shown = _asked_for(Filter, request.args.get("show", "")) or Filter.ALL
    order = _asked_for(Order, request.args.get("sort", "")) or Order.BEST
    listed = queries.proposals(scope, run.id, shown, order, page_number(request.args))
    selected = _selected(run, listed.items)
    detail = _detail(run, selected) if selected else {"proposal": None}
    context = {**_words(run), **detail, "selected": selected and selected.id}
    latest = runs.latest_done(scope, run.cohort_id)
    current = latest is None or latest.id == run.id
    context["manages"] = context["manages"] and current
    return render(
        "matching/show_board.html",
        listed=listed,
        counts=queries.counts(scope, run),
        follow_ups=queries.follow_ups(scope, run.id),
        steps=queries.steps(scope, run.id),
        shown=shown,
        order=order,
        filters=FILTERS,
        orders=ORDERS,
        current=current,
        above=ABOVE,
        **context,
    )


def _selected(run: Run, rows: Any) -> Proposal | None:
    asked = _uuid(request.args.get("selected", ""))
    if asked:
        return queries.proposal(current_scope(), run.id, asked)
    return rows[0] if rows else None


def _detail(run: Run, proposal: Proposal) -> dict[str, Any]:
    possible, forbidden = comparing.others(current_scope(), run, proposal)
    return {
        "proposal": proposal,
        "possible": possible,
        "forbidden": forbidden,
        "criteria": CRITERIA,
        "shows_reason": current_scope().role.covers(Role.PROGRAM_ADMIN),
    }


def _words(run: Run) -> dict[str, Any]:
    scope = current_scope()
    return {
        "run": run,
        "states": STATES,
        "state_kinds": STATE_KINDS,
        "kind_of": kind_of,
        "standing": standing,
        "open_states": (ProposalState.PROPOSED, ProposalState.APPROVED, ProposalState.REJECTED),
        "manages": scope.role.covers(Role.PROGRAM_ADMIN),
        "zone": orgs.workspace(scope).time_zone,
    }


def _tell(step: BoardStep, target: str | None) -> None:
    undo = url_for(".undo_step", run_id=step.run_id, step_id=step.id)
    notify(step.words, undo_url=undo, undo_target=target)


def _asked_for(kind: type[E], typed: str) -> E | None:
    return kind(typed) if typed in set(kind) else None


def _uuid(typed: str) -> uuid.UUID | None:
    if not typed:
        return None
    try:
        return uuid.UUID(typed)
    except ValueError as error:
        raise NotFoundError(comparing.STRANGER) from error
