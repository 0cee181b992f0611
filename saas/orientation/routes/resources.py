"""Pages of resources: everybody reads what is for them, admins keep them."""

import io
import uuid

from flask import request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.orgs.tenancy import current_scope, requires
from saas.orientation import queries, services
from saas.orientation.forms import ResourceForm
from saas.orientation.models import Resource, ResourceStage
from saas.orientation.routes.blueprint import blueprint
from saas.orientation.services.resources import stand_of
from saas.orientation.words import STAGES
from saas.programs import queries as programs
from saas.programs.services import restore_listed, retire_listed
from saas.programs.words import AUDIENCES
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify, notify_place
from saas.web.revising import revision, seen


@blueprint.get("/resources")
@requires(Role.MEMBER)
def list_resources() -> Response:
    """Show what is for whoever looks, by stage; ?topic= shows one topic."""
    scope, topic = current_scope(), request.args.get("topic", "")[:60]
    administers = scope.role.covers(Role.ADMIN)
    rows = queries.resources(scope, topic=topic)
    return render(
        "orientation/list_resources.html",
        partial="orientation/_resources.html",
        stages=[
            (STAGES[stage], found)
            for stage in ResourceStage
            if (found := [row for row in rows if row.stage is stage])
        ],
        topic=topic,
        topics=queries.topics(scope),
        retired=programs.listed(scope, Resource, retired=True) if administers else [],
        audiences=AUDIENCES,
        administers=administers,
    )


@blueprint.get("/resources/<uuid:row_id>/document")
@requires(Role.MEMBER)
def download_document(row_id: uuid.UUID) -> Response:
    """Give a document as a file, never to be shown inside a page."""
    row = queries.document(current_scope(), row_id)
    content = io.BytesIO(row.content or b"")
    return send_file(content, row.mimetype, as_attachment=True, download_name=row.filename)


@blueprint.route("/resources/new", methods=["GET", "POST"])
@requires(Role.ADMIN)
def add_resource() -> Response:
    """Ask for a new resource."""
    form = ResourceForm()
    if form.validate_on_submit():
        with told(form):
            row = services.add_resource(current_scope(), form.reading())
            notify(_("“%(title)s” is added.", title=row.title))
            return see_other(url_for(".list_resources"))
    return show_form("orientation/edit_resource.html", form, row=None)


@blueprint.route("/resources/<uuid:row_id>", methods=["GET", "POST"])
@requires(Role.ADMIN)
def change_resource(row_id: uuid.UUID) -> Response:
    """Change what is said about a resource, or the resource itself."""
    scope = current_scope()
    row = programs.listed_row(scope, Resource, row_id)
    form = ResourceForm()
    if not form.is_submitted():
        form.show(row)
    elif form.validate():
        with told(form):
            services.change_resource(scope, row_id, form.reading(), seen())
            notify(_("“%(title)s” is saved.", title=row.title))
            return see_other(url_for(".list_resources"))
    saved = ResourceForm(formdata=None)
    saved.show(row)
    told_beside = revision(form, stand_of(row), saved)
    return show_form("orientation/edit_resource.html", form, revision=told_beside, row=row)


@blueprint.post("/resources/<uuid:row_id>/<any(up, down):way>")
@requires(Role.ADMIN)
def move_resource(row_id: uuid.UUID, way: str) -> Response:
    """Let a resource change places with its neighbor."""
    scope = current_scope()
    row = services.move_resource(scope, row_id, up=way == "up")
    rows = [each for each in queries.resources(scope) if each.stage is row.stage]
    notify_place(row.title, rows.index(row), len(rows))
    return see_other(url_for(".list_resources"))


@blueprint.post("/resources/<uuid:row_id>/retire")
@requires(Role.ADMIN)
def retire_resource(row_id: uuid.UUID) -> Response:
    """Show a resource no longer."""
    row = retire_listed(current_scope(), Resource, row_id)
    notify(
        _("“%(title)s” is retired.", title=row.title),
        undo_url=url_for(".restore_resource", row_id=row_id),
        undo_target="#resources",
    )
    return see_other(url_for(".list_resources"))


@blueprint.post("/resources/<uuid:row_id>/restore")
@requires(Role.ADMIN)
def restore_resource(row_id: uuid.UUID) -> Response:
    """Show a retired resource again."""
    row = restore_listed(current_scope(), Resource, row_id)
    notify(_("“%(title)s” is back in its place.", title=row.title))
    return see_other(url_for(".list_resources"))
