"""Pages of who took the orientation, and of what a program asks for."""

import uuid

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.orientation import queries, services
from saas.orientation.forms import RuleForm
from saas.orientation.routes.blueprint import blueprint
from saas.orientation.steps import minutes
from saas.orientation.words import RULES, STEPS
from saas.programs import queries as programs
from saas.programs.models import Cohort, OrientationRule, Side
from saas.programs.panels import Panel, shows_panel
from saas.programs.words import SIDES
from saas.scope import Role, Scope
from saas.seen import columns_of
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.paging import page_number
from saas.web.revising import revision, seen


@blueprint.get("/programs/<uuid:program_id>/orientation")
@requires(Role.VIEWER)
def show_program_orientation(program_id: uuid.UUID) -> Response:
    """Show what a program's orientation says to each side, and whether it is needed."""
    scope = current_scope()
    program = programs.program(scope, program_id)
    # In a pool everybody takes part as a mentee, so one side is all there is.
    sides = (Side.MENTEE,) if program.is_pool else tuple(Side)
    steps = {side: queries.preview(scope, program, side) for side in sides}
    return render(
        "orientation/show_program_orientation.html",
        program=program,
        steps=steps,
        minutes={side: minutes(found) for side, found in steps.items()},
        cohorts=programs.cohorts_of(scope, [program]),
        rule=RULES[program.orientation],
        names=STEPS,
        sides=SIDES,
        manages=programs.manages(scope, program),
        administers=scope.role.covers(Role.ADMIN),
    )


@blueprint.route("/programs/<uuid:program_id>/orientation/edit", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def change_orientation_rule(program_id: uuid.UUID) -> Response:
    """Ask whether a program has an orientation, and whether it is needed before matching."""
    scope = current_scope()
    program = programs.open_program(scope, program_id)
    form = RuleForm(obj=program)
    if form.validate_on_submit():
        with told(form):
            services.change_orientation_rule(scope, program_id, form.orientation.data, seen())
            notify(_("Saved."))
            return see_other(url_for(".show_program_orientation", program_id=program_id))
    saved = RuleForm(formdata=None, obj=program)
    told_beside = revision(form, columns_of(program, services.RULE), saved)
    return show_form("orientation/edit_rule.html", form, revision=told_beside, program=program)


@blueprint.get("/cohorts/<uuid:cohort_id>/orientation")
@requires(Role.VIEWER)
def list_progress(cohort_id: uuid.UUID) -> Response:
    """Show who of a cohort has taken the orientation."""
    scope = current_scope()
    cohort = programs.managed_cohort(scope, cohort_id)
    only_open = request.args.get("state") == "open"
    listing, rows = queries.progress_page(
        scope, cohort.id, page_number(request.args), only_open=only_open
    )
    done, everybody = queries.counts(scope, cohort.id)
    places = [(each, rows.get(each.id)) for each in listing.items]
    return render(
        "orientation/list_progress.html",
        cohort=cohort,
        listing=listing,
        rows=rows,
        taken=queries.done(scope, places),
        done=done,
        everybody=everybody,
        only_open=only_open,
        numbers={each.id: each.number for each in programs.versions(scope, cohort.program_id)},
        sides=SIDES,
        zone=orgs.workspace(scope).time_zone,
        manages=programs.manages(scope, cohort.program),
    )


@blueprint.post("/cohorts/<uuid:cohort_id>/orientation/remind")
@requires(Role.PROGRAM_ADMIN)
def ask_to_remind(cohort_id: uuid.UUID) -> Response:
    """Remind everybody who has not taken it, by mail."""
    number = services.ask_to_remind(current_scope(), cohort_id)
    if number:
        notify(_("They are reminded by e-mail, at most once a day: %(number)d.", number=number))
    else:
        notify(_("Everybody who has not taken it was reminded today already."))
    return see_other(url_for(".list_progress", cohort_id=cohort_id))


@shows_panel
def orientation_of(scope: Scope, cohort: Cohort) -> Panel | None:
    """Count who of a cohort has taken the orientation."""
    if cohort.program.orientation is OrientationRule.OFF:
        return None
    done, everybody = queries.counts(scope, cohort.id)
    needed = cohort.program.orientation is OrientationRule.REQUIRED
    text = _("have taken it; the others are not matched") if needed else _("have taken it")
    href = url_for("org.orientation.list_progress", cohort_id=cohort.id)
    value = _("%(done)s of %(all)s", done=done, all=everybody)
    return Panel(_("Orientation"), value, text, href, order=25)
