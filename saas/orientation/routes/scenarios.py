"""Pages of the scenarios that an organization keeps."""

import uuid

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.orientation.forms import ScenarioForm
from saas.orientation.models import Scenario
from saas.orientation.routes.blueprint import blueprint
from saas.programs import queries, services
from saas.programs.words import AUDIENCES
from saas.scope import Role
from saas.seen import columns_of
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify, notify_place
from saas.web.revising import revision, seen


@blueprint.get("/scenarios")
@requires(Role.ADMIN)
def list_scenarios() -> Response:
    """Show the scenarios in order, and the retired ones."""
    scope = current_scope()
    return render(
        "orientation/list_scenarios.html",
        partial="orientation/_scenarios.html",
        rows=queries.listed(scope, Scenario),
        retired=queries.listed(scope, Scenario, retired=True),
        audiences=AUDIENCES,
    )


@blueprint.route("/scenarios/new", methods=["GET", "POST"])
@requires(Role.ADMIN)
def add_scenario() -> Response:
    """Ask for a new scenario."""
    form = ScenarioForm()
    if form.validate_on_submit():
        row = services.add_listed(current_scope(), Scenario(**form.texts()))
        notify(_("“%(title)s” is added at the end.", title=row.title))
        return see_other(url_for(".list_scenarios"))
    return show_form("orientation/edit_scenario.html", form, row=None)


@blueprint.route("/scenarios/<uuid:row_id>", methods=["GET", "POST"])
@requires(Role.ADMIN)
def change_scenario(row_id: uuid.UUID) -> Response:
    """Reword a scenario."""
    scope = current_scope()
    row = queries.listed_row(scope, Scenario, row_id)
    form = ScenarioForm()
    if not form.is_submitted():
        form.show(row)
    elif form.validate():
        with told(form):
            services.change_listed(scope, Scenario, row_id, seen=seen(), **form.texts())
            notify(_("“%(title)s” is saved.", title=row.title))
            return see_other(url_for(".list_scenarios"))
    saved = ScenarioForm(formdata=None)
    saved.show(row)
    told_beside = revision(form, columns_of(row, form.texts()), saved)
    return show_form("orientation/edit_scenario.html", form, revision=told_beside, row=row)


@blueprint.post("/scenarios/<uuid:row_id>/<any(up, down):way>")
@requires(Role.ADMIN)
def move_scenario(row_id: uuid.UUID, way: str) -> Response:
    """Let a scenario change places with its neighbor."""
    scope = current_scope()
    row = services.move_listed(scope, Scenario, row_id, up=way == "up")
    rows = queries.listed(scope, Scenario)
    notify_place(row.title, rows.index(row), len(rows))
    return see_other(url_for(".list_scenarios"))


@blueprint.post("/scenarios/<uuid:row_id>/retire")
@requires(Role.ADMIN)
def retire_scenario(row_id: uuid.UUID) -> Response:
    """Offer a scenario no longer."""
    row = services.retire_listed(current_scope(), Scenario, row_id)
    notify(
        _("“%(title)s” is retired.", title=row.title),
        undo_url=url_for(".restore_scenario", row_id=row_id),
        undo_target="#scenarios",
    )
    return see_other(url_for(".list_scenarios"))


@blueprint.post("/scenarios/<uuid:row_id>/restore")
@requires(Role.ADMIN)
def restore_scenario(row_id: uuid.UUID) -> Response:
    """Offer a retired scenario again."""
    row = services.restore_listed(current_scope(), Scenario, row_id)
    notify(_("“%(title)s” is back in its place.", title=row.title))
    return see_other(url_for(".list_scenarios"))
