"""The review board of a run: looking at it and at one of its proposals."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from saas.matching import comparing
from saas.matching.breaches import breaches_of
from saas.matching.models import Proposal, Run
from saas.matching.queries import board as queries
from saas.matching.queries import runs
from saas.matching.queries.look import Look
from saas.matching.routes.asking import person_id
from saas.matching.routes.blueprints import blueprint
from saas.matching.routes.shortcuts import are_on
from saas.matching.services.board import OPEN
from saas.matching.services.steps import standing
from saas.matching.together import group_on_board
from saas.matching.words import (
    FILTERS,
    STATE_KINDS,
    STATES,
    TRAITS,
    criteria_names,
    kind_of,
    orders_of,
)
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.scope import Role
from saas.web.htmx import render, see_other, wants_partial
from saas.web.paging import page_number

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
    look = Look.of(request.args)
    context = {**_words(run), "proposal": proposal, "selected": None}
    return render(
        "matching/_row.html",
        partial="matching/_row.html",
        look=look,
        found=queries.found_counts(scope, run.id, look),
        filters=FILTERS,
        above=ABOVE,
        counts=queries.counts(scope, run),
        breaks=breaks(run, [proposal]),
        **context,
    )


def show_board(run: Run) -> Response:
    """Show the board of a run that is done."""
    scope = current_scope()
    look = Look.of(request.args)
    listed = queries.proposals(scope, run.id, look, page_number(request.args))
    selected = _selected(run, listed.items)
    detail = _detail(run, selected) if selected else {"proposal": None}
    context = {**_words(run), **detail, "selected": selected and selected.id}
    latest = runs.latest_done(scope, run.cohort_id)
    current = latest is None or latest.id == run.id
    context["manages"] = context["manages"] and current
    context["breaks"] = breaks(run, listed.items) if current else {}
    return render(
        "matching/show_board.html",
        listed=listed,
        counts=queries.counts(scope, run),
        follow_ups=queries.follow_ups(scope, run.id),
        steps=queries.steps(scope, run.id),
        look=look,
        found=queries.found_counts(scope, run.id, look),
        traits=queries.traits(scope, run.cohort_id),
        trait_kinds=TRAITS,
        filters=FILTERS,
        orders=orders_of(run.cohort.program.kind),
        current=current,
        earlier=runs.done_before(scope, run),
        shortcuts=are_on(),
        above=ABOVE,
        **context,
    )


def breaks(run: Run, rows: Sequence[Proposal]) -> Mapping[uuid.UUID, str]:
    """Return by its id which rule each of some proposals breaks by now, in words.

    Whatever else of the board is shown. Nothing for very many people, whose names all count:
    there publishing says it.
    """
    if run.mentors > comparing.MOST_COMPARED or run.cohort.program.archived_at:
        return {}
    scope = current_scope()
    twice = queries.other_way_round(scope, run.id, rows)
    return breaches_of(scope, run.cohort, {row.id: row for row in (*rows, *twice)}.values())


def _selected(run: Run, rows: Any) -> Proposal | None:
    asked = person_id(request.args.get("selected", ""))
    if asked:
        return queries.proposal(current_scope(), run.id, asked)
    return rows[0] if rows else None


def _detail(run: Run, proposal: Proposal) -> dict[str, Any]:
    possible, forbidden = comparing.others(current_scope(), run, proposal)
    return {
        "proposal": proposal,
        "possible": possible,
        "forbidden": forbidden,
        "group": group_on_board(current_scope(), run, proposal),
        "criteria": criteria_names(run.cohort.program.kind),
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
        "open_states": OPEN,
        "manages": programs.manages(scope, run.cohort.program),
        "zone": orgs.workspace(scope).time_zone,
    }
