"""What if the rules were others: try them, see who changes, keep or discard."""

import uuid
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.matching.changes import rule_changes
from saas.matching.engine import Rules
from saas.matching.forms import SWITCHES, WEIGHT, rules_form
from saas.matching.models import Run
from saas.matching.queries import history, runs
from saas.matching.routes.asking import person_id
from saas.matching.routes.blueprints import blueprint
from saas.matching.routes.decisions import tell
from saas.matching.services import trials
from saas.matching.services.rules import rules_of
from saas.matching.words import CHANGES, CRITERIA, OBJECTIVES
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.paging import page_number


@blueprint.route("/runs/<uuid:run_id>/what-if", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def try_rules(run_id: uuid.UUID) -> Response:
    """Show the rules to change, and try them on the people of a board."""
    scope = current_scope()
    run = runs.managed_run(scope, run_id)
    programs.refuse_archived(run.cohort.program)
    form = rules_form(_rules_to_start_from(run), run.cohort.program.kind)
    if form.validate_on_submit():
        with told(form):
            trial = trials.start_trial(scope, run_id, form.settings())
            return see_other(url_for(".show_run", run_id=trial.id))
    return show_form(
        "matching/try_rules.html",
        form,
        run=run,
        switches=[form[name] for name in SWITCHES if name in form],
        weights=[form[of] for name in CRITERIA if (of := f"{WEIGHT}{name}") in form],
    )


@blueprint.post("/runs/<uuid:run_id>/keep")
@requires(Role.PROGRAM_ADMIN)
def keep_trial(run_id: uuid.UUID) -> Response:
    """Make a trial the board, and its rules the program's."""
    tell(trials.keep(current_scope(), run_id), None)
    return see_other(url_for(".show_run", run_id=run_id))


@blueprint.post("/runs/<uuid:run_id>/discard")
@requires(Role.PROGRAM_ADMIN)
def discard_trial(run_id: uuid.UUID) -> Response:
    """Forget a trial."""
    board = trials.discard(current_scope(), run_id)
    notify(_("Discarded; the board and the rules are as they were."))
    return see_other(url_for(".show_run", run_id=board.id))


def show_trial(run: Run) -> Response:
    """Show what a trial found, beside the board it was tried on."""
    scope = current_scope()
    figures = run.figures
    moves = figures["moves"]
    counts = {kind: sum(each["kind"] == kind for each in moves) for kind in CHANGES}
    found = history.moves_page(scope, run, page_number(request.args))
    return render(
        "matching/show_trial.html",
        run=run,
        board_id=run.based_on_id,
        figures=figures,
        changes=rule_changes(run.cohort.program.kind, figures["rules_before"], run.rules),
        counts=counts,
        kinds=CHANGES,
        found=found,
        objectives=OBJECTIVES,
        manages=programs.manages(scope, run.cohort.program),
    )


def _rules_to_start_from(run: Run) -> Rules:
    """Return the rules of a trial that is to be tried on, or those of the program."""
    earlier = person_id(request.args.get("from", ""))
    if earlier:
        return Rules.from_dict(_with_objective(runs.managed_run(current_scope(), earlier).rules))
    return rules_of(run.cohort.program)


def _with_objective(rules: dict[str, Any]) -> dict[str, Any]:
    asked = request.args.get("objective", "")
    return {**rules, "objective": asked} if asked in OBJECTIVES else rules
