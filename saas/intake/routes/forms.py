"""Pages of the intake forms of an organization."""

import uuid

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.db import found
from saas.errors import NotFoundError
from saas.intake import queries
from saas.intake.asking import Outline
from saas.intake.feeding import unfed_in
from saas.intake.forms.building import ProgramFormForm, name_form
from saas.intake.models import Form, Question
from saas.intake.queries.forms import NO_FORM
from saas.intake.routes.blueprints import blueprint
from saas.intake.schema import outline_of, schema_of
from saas.intake.services import forms as services
from saas.intake.services import publishing
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.programs.queries import has_reviewed
from saas.programs.services.catalogues import review_listed
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify

NOTHING = Outline("", ())


@blueprint.get("/forms")
@requires(Role.ADMIN)
def list_forms() -> Response:
    """Show every form: its version, what is not published yet, and which programs ask it."""
    scope = current_scope()
    rows = queries.forms(scope)
    drafts, newest = queries.outlines(scope, rows), queries.newest_form_versions(scope)
    return render(
        "intake/list_forms.html",
        forms=rows,
        newest=newest,
        changed={
            row.id
            for row in rows
            if row.id in newest and publishing.differs(newest[row.id], schema_of(drafts[row.id]))
        },
        counts={row.id: len(list(drafts[row.id].questions)) for row in rows},
        programs=queries.programs_by_form(scope),
        retired=queries.forms(scope, retired=True),
        reviewed=has_reviewed(scope, Question),
    )


@blueprint.route("/forms/new", methods=["GET", "POST"])
@requires(Role.ADMIN)
def create_form() -> Response:
    """Ask for the name of a new form, and what it begins with."""
    scope = current_scope()
    form = name_form(queries.forms(scope))
    if form.validate_on_submit():
        with told(form):
            row = services.create_form(scope, form.name.data, _copied(form.copied.data))
            notify(_("%(name)s is a draft; publish it when it is ready.", name=row.name))
            return _draft(row)
    return show_form("intake/name_form.html", form, row=None)


@blueprint.route("/forms/<uuid:form_id>/rename", methods=["GET", "POST"])
@requires(Role.ADMIN)
def rename_form(form_id: uuid.UUID) -> Response:
    """Call a form something else."""
    scope = current_scope()
    row = queries.form(scope, form_id)
    form = name_form((), row)
    if form.validate_on_submit():
        with told(form):
            services.rename_form(scope, form_id, form.name.data)
            notify(_("The form is called %(name)s now.", name=row.name))
            return _draft(row)
    return show_form("intake/name_form.html", form, row=row)


@blueprint.post("/forms/<uuid:form_id>/retire")
@requires(Role.ADMIN)
def retire_form(form_id: uuid.UUID) -> Response:
    """Offer a form to programs no longer."""
    row = services.retire_form(current_scope(), form_id)
    notify(
        _("%(name)s is retired.", name=row.name),
        undo_url=url_for(".restore_form", form_id=row.id),
    )
    return see_other(url_for(".list_forms"))


@blueprint.post("/forms/<uuid:form_id>/restore")
@requires(Role.ADMIN)
def restore_form(form_id: uuid.UUID) -> Response:
    """Offer a retired form again."""
    row = services.restore_form(current_scope(), form_id)
    notify(_("%(name)s can be asked again.", name=row.name))
    return see_other(url_for(".list_forms"))


@blueprint.post("/forms/review")
@requires(Role.ADMIN)
def review_forms() -> Response:
    """Note that an admin looked through what is asked."""
    review_listed(current_scope(), Question)
    notify(_("Good: this is what you ask."))
    return see_other(url_for(".list_forms"))


@blueprint.route("/programs/<uuid:program_id>/form", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def choose_form(program_id: uuid.UUID) -> Response:
    """Let a program ask another form."""
    scope = current_scope()
    program = programs.program(scope, program_id)
    chosen = found(queries.form_of(scope, program_id), NO_FORM)
    newest = queries.newest_form_versions(scope)
    rows = [row for row in queries.forms_to_choose(scope) if row.id in newest]
    outline = outline_of(newest[chosen.id].schema) if chosen.id in newest else NOTHING
    form = ProgramFormForm(data={"form": str(chosen.id)})
    form.form.choices = [(str(row.id), row.name) for row in rows]
    if form.validate_on_submit():
        with told(form):
            row = publishing.choose_form(scope, program_id, _form_id(form.form.data))
            notify(_("Applicants answer “%(name)s” from now on.", name=row.name))
            return see_other(url_for(".choose_form", program_id=program_id))
    return show_form(
        "intake/choose_form.html",
        form,
        program=program,
        chosen=chosen,
        unfed=unfed_in(outline, [program]),
        builds=scope.role.covers(Role.ADMIN),
        manages=programs.manages(scope, program),
    )


def _copied(typed: str | None) -> uuid.UUID | None:
    return _form_id(typed) if typed else None


def _form_id(typed: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(typed or "")
    except ValueError as error:
        raise NotFoundError(NO_FORM) from error


def _draft(row: Form) -> Response:
    return see_other(url_for(".show_draft", form_id=row.id))
