"""Pages of what a form would ask and asks: preview, publishing, versions."""

import json
import uuid
from collections.abc import Sequence

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.intake import queries
from saas.intake.asking import Outline
from saas.intake.checking import problems, remarks
from saas.intake.forms.application import application_form
from saas.intake.forms.building import PublishFormForm
from saas.intake.models import Form
from saas.intake.routes.applications import parts_of
from saas.intake.routes.blueprints import blueprint
from saas.intake.schema import outline_of, schema_of
from saas.intake.services import publishing as services
from saas.intake.showing import changes
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.programs.goal_titles import GoalTitles
from saas.programs.models import Program, Side
from saas.programs.speaking import speak_for
from saas.programs.words import SIDES
from saas.scope import Role
from saas.seen import fingerprint
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify


@blueprint.route("/forms/<uuid:form_id>/preview", methods=["GET", "POST"])
@requires(Role.ADMIN)
def preview_form(form_id: uuid.UUID) -> Response:
    """Show the draft as ?side=mentor or ?side=mentee answers it; a POST tries answers out.

    In the words and with the goals of ?program=, or of the first that asks it.
    """
    scope = current_scope()
    row = queries.form(scope, form_id)
    return _preview(row, queries.draft_outline(scope, row), None)


@blueprint.route("/forms/<uuid:form_id>/publish", methods=["GET", "POST"])
@requires(Role.ADMIN)
def publish_form(form_id: uuid.UUID) -> Response:
    """Show what has changed since the newest version, and publish it."""
    scope = current_scope()
    row = queries.form(scope, form_id)
    form = PublishFormForm()
    if form.validate_on_submit():
        with told(form):
            note, seen = form.note.data, form.seen.data or ""
            version = services.publish_form(scope, form_id, note=note, seen=seen)
            notify(_("Version %(number)d is published.", number=version.number))
            return see_other(url_for(".show_draft", form_id=form_id))
    outline = queries.draft_outline(scope, row)
    newest = queries.newest_form_version(scope, form_id)
    asking = queries.programs_by_form(scope).get(row.id, ())
    checked = queries.with_goals_to_mean(scope, outline, asking)
    form.seen.data = fingerprint(schema_of(outline))
    return show_form(
        "intake/publish_form.html",
        form,
        row=row,
        newest=newest,
        changes=changes(outline_of(newest.schema) if newest else None, outline),
        changed=newest is None or services.differs(newest, schema_of(outline)),
        problems=problems(checked, asking),
        remarks=remarks(checked),
        programs=asking,
    )


@blueprint.get("/forms/<uuid:form_id>/versions")
@requires(Role.ADMIN)
def list_form_versions(form_id: uuid.UUID) -> Response:
    """Show what was published of a form."""
    scope = current_scope()
    versions = queries.form_versions(scope, queries.form(scope, form_id).id)
    return render(
        "intake/list_form_versions.html",
        form=queries.form(scope, form_id),
        versions=versions,
        names=queries.form_publishers(scope, versions),
        answers=queries.answers_by_version(scope, form_id),
        zone=orgs.workspace(scope).time_zone,
    )


@blueprint.route("/forms/<uuid:form_id>/versions/<int:number>", methods=["GET", "POST"])
@requires(Role.ADMIN)
def show_form_version(form_id: uuid.UUID, number: int) -> Response:
    """Show one version as ?side=mentor or ?side=mentee answered it."""
    scope = current_scope()
    version = queries.form_version(scope, form_id, number)
    return _preview(queries.form(scope, form_id), outline_of(version.schema), number)


@blueprint.get("/forms/<uuid:form_id>/versions/<int:number>/schema.json")
@requires(Role.ADMIN)
def download_schema(form_id: uuid.UUID, number: int) -> Response:
    """Send one version as the JSON Schema 2020-12 document that it is."""
    version = queries.form_version(current_scope(), form_id, number)
    text = json.dumps(version.schema, ensure_ascii=False, indent=2)
    name = f"attachment; filename=form-version-{number}.schema.json"
    response = Response(text + "\n", mimetype="application/schema+json")
    response.headers["Content-Disposition"] = name
    return response


def _preview(row: Form, outline: Outline, number: int | None) -> Response:
    scope = current_scope()
    asking = queries.programs_by_form(scope).get(row.id, ())
    program = _program_chosen(asking)
    typed = request.args.get("side")
    side = Side.MENTOR if typed == Side.MENTOR.value else Side.MENTEE
    if program is None:
        goals = GoalTitles(tuple(goal.title for goal in programs.active_goals(scope)))
        outline = outline.with_goals(goals)
    else:
        outline = queries.outline_in(scope, outline, program)
        side = Side.MENTEE if program.is_pool else side
        speak_for(program)
    form = application_form(outline.for_side(side), side, {})
    passed = form.validate_on_submit()
    return show_form(
        "intake/preview_form.html",
        form,
        row=row,
        number=number,
        program=program,
        asking=asking,
        side=side,
        sides=SIDES,
        passed=passed,
        **parts_of(form),
    )


def _program_chosen(asking: Sequence[Program]) -> Program | None:
    typed = request.args.get("program", "")
    return next((each for each in asking if str(each.id) == typed), asking[0] if asking else None)
