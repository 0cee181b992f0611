"""Pages of an import: upload, columns, preview, progress, report, undo."""

import uuid
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.people.forms import UploadForm
from saas.people.forms.mapping import (
    columns_of,
    labels_for,
    mapping_form,
    unexplained,
    wants_updates,
    word_fields,
)
from saas.people.models import Import, Stage
from saas.people.previewing import answered, preview, under_way
from saas.people.queries import imports as queries
from saas.people.routes.blueprint import blueprint
from saas.people.services import imports as services
from saas.people.suggesting import LISTS
from saas.people.telling import why_told
from saas.people.words import FATE_KINDS, FATES
from saas.programs import queries as programs
from saas.programs.models import Cohort
from saas.programs.panels import Panel, shows_panel
from saas.programs.words import AUDIENCES
from saas.scope import Role, Scope
from saas.web.forms import show_form, told
from saas.web.htmx import leave_for, render, see_other, wants_partial
from saas.web.notices import notify
from saas.web.paging import page_number


@blueprint.route("/cohorts/<uuid:cohort_id>/imports", methods=["GET", "POST"])
@requires(Role.PROGRAM_ADMIN)
def list_imports(cohort_id: uuid.UUID) -> Response:
    """Take a file, and show those taken before."""
    scope = current_scope()
    cohort = programs.managed_cohort(scope, cohort_id)
    form = UploadForm()
    form.ask(cohort.program)
    if form.validate_on_submit():
        with told(form):
            row = services.start_import(
                scope,
                cohort.id,
                form.whose,
                filename=form.file.data.filename,
                file=form.file.data.stream,
            )
            return see_other(url_for(".map_columns", import_id=row.id))
    return show_form(
        "people/list_imports.html",
        form,
        cohort=cohort,
        imports=queries.imports(scope, cohort.id),
        audiences=AUDIENCES,
        stages=Stage,
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
    form = _mapping_form(row)
    if form.validate_on_submit():
        with told(form):
            columns = columns_of(form)
            services.map_columns(scope, row.id, columns, updates=wants_updates(form))
            return _after_mapping(scope, row, columns)
    return _show_columns(row, form)


@blueprint.get("/imports/<uuid:import_id>")
@requires(Role.PROGRAM_ADMIN)
def show_import(import_id: uuid.UUID) -> Response:
    """Show what would come in, how far the work is, or what came of it."""
    scope = current_scope()
    row = queries.managed_import(scope, import_id)
    # The progress that asked is a part of another page: what comes then replaces all of it.
    if row.stage in (Stage.COLUMNS, Stage.PREVIEW) and wants_partial():
        return leave_for(request.path)
    if row.stage is Stage.COLUMNS:
        return see_other(url_for(".map_columns", import_id=row.id))
    if row.stage is Stage.PREVIEW:
        return _show_preview(scope, row)
    return render(
        "people/show_import.html",
        partial="people/_import.html",
        row=row,
        audiences=AUDIENCES,
        under_way=under_way(row),
        days=services.UNDONE_FOR.days,
        fates=FATES,
        fate_kinds=FATE_KINDS,
        why_told=why_told,
        role=scope.role,
        **preview(scope, row, page_number(request.args)),
    )


@blueprint.post("/imports/<uuid:import_id>/confirm")
@requires(Role.PROGRAM_ADMIN)
def confirm_import(import_id: uuid.UUID) -> Response:
    """Take the people in."""
    skip_bad = request.form.get("bad_rows") == "skip"
    services.confirm_import(current_scope(), import_id, skip_bad=skip_bad)
    return see_other(url_for(".show_import", import_id=import_id))


@blueprint.post("/imports/<uuid:import_id>/cancel")
@requires(Role.PROGRAM_ADMIN)
def cancel_import(import_id: uuid.UUID) -> Response:
    """Stop taking people in."""
    services.cancel_import(current_scope(), import_id)
    return see_other(url_for(".show_import", import_id=import_id))


@blueprint.post("/imports/<uuid:import_id>/undo")
@requires(Role.PROGRAM_ADMIN)
def undo_import(import_id: uuid.UUID) -> Response:
    """Take the people out again."""
    services.undo_import(current_scope(), import_id)
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
    """Lead to taking people in from a file, from the cohort's page, or to what was taken in."""
    if not scope.role.covers(Role.PROGRAM_ADMIN):
        return None
    takes_in = cohort.program.is_running
    if not takes_in and not queries.imports(scope, cohort.id):
        return None
    return Panel(
        title=_("Import"),
        value=_("From a file"),
        text=_("take in people of a CSV, xlsx or ods file")
        if takes_in
        else _("what came of earlier ones"),
        href=url_for("org.people.list_imports", cohort_id=cohort.id),
        order=14,
    )


def _after_mapping(scope: Scope, row: Import, columns: dict[str, Any]) -> Response:
    # Which words stand where numbers are expected is only known once the column is.
    words = queries.words_for_numbers(row, columns)
    if unexplained(columns, words) and "words_shown" not in request.form:
        notify(_("Some words stand where numbers are expected; say what each one means."))
        return see_other(url_for(".map_columns", import_id=row.id, _anchor="words"))
    services.examine_import(scope, row.id)
    return see_other(url_for(".show_import", import_id=row.id))


def _mapping_form(row: Import) -> Any:
    columns = row.mapping.get("columns", {})
    words = queries.words_for_numbers(row, columns)
    labels = labels_for(row.cohort.program.kind, row.side)
    return mapping_form(queries.sample(row), columns, words, labels, updates=row.updates)


def _show_preview(scope: Scope, row: Import) -> Response:
    return render(
        "people/preview_import.html",
        row=row,
        answered=answered,
        audiences=AUDIENCES,
        fates=FATES,
        fate_kinds=FATE_KINDS,
        **preview(scope, row, page_number(request.args)),
    )


def _show_columns(row: Import, form: Any) -> Response:
    return show_form(
        "people/map_columns.html",
        form,
        row=row,
        labels=form.labels,
        lists=LISTS,
        words={ours: word_fields(form, ours) for ours in form.words if form.words[ours]},
        audiences=AUDIENCES,
    )
