"""Pages of cohorts."""

import uuid

from flask import current_app, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs import queries as orgs
from saas.orgs.links import token_for
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries, services
from saas.programs.forms import cohort_form
from saas.programs.models import Cohort, Side
from saas.programs.panels import Panel, panels, shows_panel
from saas.programs.routes.blueprint import blueprint
from saas.programs.services.cohorts import Plan
from saas.programs.words import AUDIENCES
from saas.scope import Role, Scope
from saas.seen import columns_of
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.revising import revision, seen


@blueprint.route("/programs/<uuid:program_id>/cohorts/new", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def create_cohort(program_id: uuid.UUID) -> Response:
    """Ask for a new cohort of a program."""
    scope = current_scope()
    program = queries.running_program(scope, program_id)
    form = cohort_form(program, orgs.workspace(scope).time_zone)
    if form.validate_on_submit():
        with told(form):
            cohort = services.create_cohort(scope, program.id, form.plan())
            notify(_("%(name)s is created; open its intake when you are ready.", name=cohort.name))
            return _show(cohort)
    return show_form("programs/edit_cohort.html", form, program=program, cohort=None)


@blueprint.get("/cohorts/<uuid:cohort_id>")
@requires(Role.VIEWER)
def show_cohort(cohort_id: uuid.UUID) -> Response:
    """Show a cohort: its intake, and what each feature has to tell about it."""
    scope = current_scope()
    cohort = queries.managed_cohort(scope, cohort_id)
    return render(
        "programs/show_cohort.html",
        partial="programs/_intake.html",
        cohort=cohort,
        panels=panels(scope, cohort),
        link=_link(scope, cohort),
        open_to=AUDIENCES[cohort.open_to],
        zone=cohort.time_zone or orgs.workspace(scope).time_zone,
        manages=scope.role.covers(Role.PROGRAM_ADMIN),
    )


@blueprint.route("/cohorts/<uuid:cohort_id>/edit", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def change_cohort(cohort_id: uuid.UUID) -> Response:
    """Change a cohort's name, days and who may apply."""
    scope = current_scope()
    cohort = queries.open_cohort(scope, cohort_id)
    program, zone = cohort.program, orgs.workspace(scope).time_zone
    form = cohort_form(program, zone, cohort)
    if form.validate_on_submit():
        with told(form):
            services.change_cohort(scope, cohort.id, form.plan(), seen())
            notify(_("%(name)s is saved.", name=cohort.name))
            return _show(cohort)
    return show_form(
        "programs/edit_cohort.html",
        form,
        revision=revision(
            form,
            columns_of(cohort, Plan.__annotations__),
            cohort_form(program, zone, cohort, formdata=None),
        ),
        program=program,
        cohort=cohort,
    )


@blueprint.post("/cohorts/<uuid:cohort_id>/intake/open")
@requires(Role.PROGRAM_ADMIN)
def open_intake(cohort_id: uuid.UUID) -> Response:
    """Let people apply."""
    cohort = services.open_intake(current_scope(), cohort_id)
    notify(
        _("The intake is open: people can apply."),
        undo_url=url_for(".close_intake", cohort_id=cohort.id),
        undo_target="#intake",
    )
    return _show(cohort)


@blueprint.post("/cohorts/<uuid:cohort_id>/intake/close")
@requires(Role.PROGRAM_ADMIN)
def close_intake(cohort_id: uuid.UUID) -> Response:
    """Let nobody apply any more."""
    cohort = services.close_intake(current_scope(), cohort_id)
    notify(
        _("The intake is closed; what was sent in stays."),
        undo_url=url_for(".open_intake", cohort_id=cohort.id),
        undo_target="#intake",
    )
    return _show(cohort)


@blueprint.post("/cohorts/<uuid:cohort_id>/link")
@requires(Role.PROGRAM_ADMIN)
def make_link(cohort_id: uuid.UUID) -> Response:
    """Make the public intake link; an earlier one stops working."""
    scope = current_scope()
    replaces = queries.managed_cohort(scope, cohort_id).apply_token is not None
    cohort = services.make_link(scope, cohort_id)
    notify(
        _("The link is ready; the earlier one works no longer.")
        if replaces
        else _("The link is ready.")
    )
    return _show(cohort)


@blueprint.post("/cohorts/<uuid:cohort_id>/link/revoke")
@requires(Role.PROGRAM_ADMIN)
def revoke_link(cohort_id: uuid.UUID) -> Response:
    """Let the public intake link work no longer."""
    cohort = services.revoke_link(current_scope(), cohort_id)
    notify(_("The link works no longer; make a new one when you need it."))
    return _show(cohort)


@shows_panel
def show_participants(scope: Scope, cohort: Cohort) -> Panel:
    """Tell how many take part on each side."""
    counts = queries.participant_counts(scope, [cohort]).get(cohort.id, {})
    mentees, mentors = counts.get(Side.MENTEE, 0), counts.get(Side.MENTOR, 0)
    sides = _("Mentees: %(mentees)s, mentors: %(mentors)s", mentees=mentees, mentors=mentors)
    return Panel(
        title=_("Participants"),
        value=mentees + mentors,
        text=_("in one pool") if cohort.program.is_pool else sides,
        href=url_for("org.programs.list_participants", cohort_id=cohort.id),
        order=20,
    )


def _link(scope: Scope, cohort: Cohort) -> str | None:
    if cohort.apply_token is None:
        return None
    return f"{current_app.config['BASE_URL']}/apply/{token_for(scope.org_id, cohort.apply_token)}"


def _show(cohort: Cohort) -> Response:
    return see_other(url_for(".show_cohort", cohort_id=cohort.id))
