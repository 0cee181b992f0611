"""Rows of an import: put right in place, left out, and reported as a file."""

import uuid

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.people.models import Import, ImportRow, RowState
from saas.people.previewing import fixable
from saas.people.queries import imports as queries
from saas.people.reporting import write_report
from saas.people.routes.blueprint import blueprint
from saas.people.services import examining as services
from saas.people.telling import why_told
from saas.people.words import FATE_KINDS, FATES
from saas.scope import Role
from saas.web.downloads import download
from saas.web.htmx import leave_for, render, see_other, wants_partial
from saas.web.notices import notify

ROW = "/imports/<uuid:import_id>/rows/<uuid:import_row_id>"
CELL = "cell_"


@blueprint.get(ROW)
@requires(Role.PROGRAM_ADMIN)
def show_row(import_id: uuid.UUID, import_row_id: uuid.UUID) -> Response:
    """Show one row with all its cells, to be put right."""
    scope = current_scope()
    row = queries.managed_import(scope, import_id)
    each = queries.import_row(row, import_row_id)
    return render(
        "people/show_import_row.html",
        partial="people/_fixed_row.html",
        row=row,
        each=fixable(row, each, whole=not wants_partial()),
        why=why_told(each, scope.role),
        counts=queries.row_counts(row),
        states=type(each.state),
        fates=FATES,
        fate_kinds=FATE_KINDS,
    )


@blueprint.post(ROW)
@requires(Role.PROGRAM_ADMIN)
def fix_row(import_id: uuid.UUID, import_row_id: uuid.UUID) -> Response:
    """Put cells of a row right."""
    cells = {
        int(name.removeprefix(CELL)): value
        for name, value in request.form.items()
        if name.startswith(CELL) and name.removeprefix(CELL).isdecimal() and len(name) < 10
    }
    row = queries.managed_import(current_scope(), import_id)
    others = _bad_others(row, import_row_id)
    each = services.fix_row(current_scope(), import_id, import_row_id, cells)
    if others != _bad_others(row, import_row_id) and wants_partial():
        notify(_("Another row has the same address or id: see what becomes of it now."))
        return leave_for(url_for(".show_import", import_id=row.id))
    return _after(each)


@blueprint.post(f"{ROW}/leave-out")
@requires(Role.PROGRAM_ADMIN)
def leave_out_row(import_id: uuid.UUID, import_row_id: uuid.UUID) -> Response:
    """Leave a row out."""
    return _after(services.leave_out_row(current_scope(), import_id, import_row_id))


@blueprint.post(f"{ROW}/take-back")
@requires(Role.PROGRAM_ADMIN)
def take_back_row(import_id: uuid.UUID, import_row_id: uuid.UUID) -> Response:
    """Look a row that was left out through again."""
    return _after(services.take_back_row(current_scope(), import_id, import_row_id))


@blueprint.get("/imports/<uuid:import_id>/report/<any(csv, xlsx):kind>")
@requires(Role.PROGRAM_ADMIN)
def download_report(import_id: uuid.UUID, kind: str) -> Response:
    """Give what became, or would become, of each row as a file."""
    scope = current_scope()
    row = queries.managed_import(scope, import_id)
    name = f"import-{row.created_at:%Y-%m-%d}"
    return download(name, kind, lambda file: write_report(file, kind, row, scope.role))


def _bad_others(row: Import, import_row_id: uuid.UUID) -> int:
    each = queries.import_row(row, import_row_id)
    return queries.row_counts(row)[RowState.BAD] - (each.state is RowState.BAD)


def _after(each: ImportRow) -> Response:
    if wants_partial():
        here = url_for(".show_row", import_id=each.import_id, import_row_id=each.id)
        return see_other(here)
    return see_other(url_for(".show_import", import_id=each.import_id))
