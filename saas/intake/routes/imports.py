"""Pages of an import: upload, columns, preview, report."""

import uuid
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.errors import InvalidError
from saas.intake import queries
from saas.intake.examining import examine, read_file
from saas.intake.forms import UploadForm
from saas.intake.forms.mapping import columns_of, mapping_form, unexplained, word_fields
from saas.intake.labels import LABELS
from saas.intake.models import Import
from saas.intake.routes.blueprints import blueprint
from saas.intake.services import imports as services
from saas.intake.suggesting import LISTS, NUMBERS
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.programs.models import Cohort, Side
from saas.programs.panels import Panel, shows_panel
from saas.programs.words import AUDIENCES, SIDES
from saas.scope import Role, Scope
from saas.tables import Table
from saas.web.forms import refuse, show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify

FIRST_ROWS = 10
SHOWN_FINDINGS = 100


@blueprint.route("/cohorts/<uuid:cohort_id>/imports", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def list_imports(cohort_id: uuid.UUID) -> Response:
    """Take a file, and show those taken before."""
    scope = current_scope()
    cohort = programs.managed_cohort(scope, cohort_id)
    form = UploadForm()
    if form.validate_on_submit():
        with told(form):
            row = services.start_import(
                scope,
                cohort.id,
                Side(form.side.data),
                filename=form.file.data.filename,
                content=form.file.data.read(),
            )
            return see_other(url_for(".map_columns", import_id=row.id))
    return show_form(
        "intake/list_imports.html",
        form,
        cohort=cohort,
        imports=queries.imports(scope, cohort.id),
        sides=SIDES,
        zone=orgs.workspace(scope).time_zone,
    )


@blueprint.route("/imports/<uuid:import_id>/columns", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def map_columns(import_id: uuid.UUID) -> Response:
    """Ask which column of the file is which of ours."""
    scope = current_scope()
    row = queries.managed_import(scope, import_id)
    if row.confirmed_at:
        return see_other(url_for(".show_import", import_id=row.id))
    table = read_file(row.content or b"", row.filename, row.side)
    form = mapping_form(table, row.mapping.get("columns", {}))
    if form.validate_on_submit():
        with told(form):
            columns = columns_of(form)
            services.map_columns(scope, row.id, columns)
            return _after_mapping(row, table, columns)
    return _show_columns(row, table, form)


@blueprint.get("/imports/<uuid:import_id>")
@requires(Role.PROGRAM_ADMIN)
def show_import(import_id: uuid.UUID) -> Response:
    """Show what would come in, how far the work is, or what came in."""
    scope = current_scope()
    row = queries.managed_import(scope, import_id)
    if row.confirmed_at:
        partial = "intake/_import.html"
        return render("intake/show_import.html", partial=partial, row=row, sides=SIDES)
    try:
        examination = examine(scope, row)
    except InvalidError as error:
        return _cannot_preview(row, error)
    return render(
        "intake/preview_import.html",
        row=row,
        examination=examination,
        first=examination.newcomers[:FIRST_ROWS],
        findings=examination.findings[:SHOWN_FINDINGS],
        columns=[name for name in LABELS if name in row.mapping["columns"] and name != "id"],
        labels=LABELS,
        audiences=AUDIENCES,
    )


@blueprint.post("/imports/<uuid:import_id>/confirm")
@requires(Role.PROGRAM_ADMIN)
def confirm_import(import_id: uuid.UUID) -> Response:
    """Take the people in."""
    skip_bad = request.form.get("bad_rows") == "skip"
    services.confirm_import(current_scope(), import_id, skip_bad=skip_bad)
    return see_other(url_for(".show_import", import_id=import_id))


@blueprint.post("/imports/<uuid:import_id>/discard")
@requires(Role.PROGRAM_ADMIN)
def discard_import(import_id: uuid.UUID) -> Response:
    """Forget a file that was not confirmed."""
    row = services.discard_import(current_scope(), import_id)
    notify(_("%(name)s is forgotten; nothing of it was saved.", name=row.filename))
    return see_other(url_for(".list_imports", cohort_id=row.cohort_id))


@shows_panel
def show_imports(scope: Scope, cohort: Cohort) -> Panel | None:
    """Lead to taking people in from a file, from the cohort's page."""
    if not scope.role.covers(Role.PROGRAM_ADMIN):
        return None
    return Panel(
        title=_("Import"),
        value=_("From a file"),
        text=_("take in people of a CSV, xlsx or ods file"),
        href=url_for("org.intake.list_imports", cohort_id=cohort.id),
        order=14,
    )


def _after_mapping(row: Import, table: Table, columns: dict[str, Any]) -> Response:
    # Which words stand where numbers are expected is only known once the column is.
    if unexplained(table, columns) and "words_shown" not in request.form:
        notify(_("Some words stand where numbers are expected; say what each one means."))
        return see_other(url_for(".map_columns", import_id=row.id, _anchor="words"))
    return see_other(url_for(".show_import", import_id=row.id))


def _cannot_preview(row: Import, error: InvalidError) -> Response:
    table = read_file(row.content or b"", row.filename, row.side)
    form = mapping_form(table, row.mapping.get("columns", {}))
    refuse(form, error)
    return _show_columns(row, table, form)


def _show_columns(row: Import, table: Table, form: Any) -> Response:
    return show_form(
        "intake/map_columns.html",
        form,
        row=row,
        table=table,
        labels=LABELS,
        lists=LISTS,
        words={ours: word_fields(form, ours) for ours in NUMBERS if form.words[ours]},
        audiences=AUDIENCES,
    )
