"""What the organization is called and looks like, and its end."""

from flask import g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.errors import InvalidError
from saas.orgs import queries, services
from saas.orgs.ending import end_organization as end
from saas.orgs.forms import WorkspaceForm
from saas.orgs.look import looks_of
from saas.orgs.routes.blueprints import blueprint
from saas.orgs.tenancy import current_scope, requires
from saas.scope import Role
from saas.seen import columns_of
from saas.web.forms import status_of, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.revising import revision, seen


@blueprint.get("/settings")
@requires(Role.ADMIN)
def edit_workspace() -> Response:
    """Show what can be changed about the organization."""
    workspace = queries.workspace(current_scope())
    return _show(WorkspaceForm(obj=workspace, zone=workspace.time_zone))


@blueprint.post("/settings")
@requires(Role.ADMIN)
def change_workspace() -> Response:
    """Change name, color and time zone."""
    form = WorkspaceForm(zone=queries.workspace(current_scope()).time_zone)
    if form.validate_on_submit():
        with told(form):
            services.change_workspace(
                current_scope(),
                name=form.name.data,
                brand_color=form.brand_color.data,
                time_zone=form.time_zone.data,
                seen=seen(),
            )
            notify(_("The settings are saved."))
            return see_other(url_for(".edit_workspace"))
    return _show(form)


@blueprint.post("/settings/end")
@requires(Role.OWNER)
def end_organization() -> Response:
    """Delete the organization with all that is in it."""
    name = g.organization.name
    try:
        end(current_scope(), typed=request.form.get("typed", ""))
    except InvalidError as error:
        workspace = queries.workspace(current_scope())
        return _show(WorkspaceForm(None, obj=workspace, zone=workspace.time_zone), str(error))
    notify(_("%(name)s is deleted.", name=name))
    return see_other(url_for("orgs_public.list_organizations"))


def _show(form: WorkspaceForm, error: str | None = None) -> Response:
    workspace = queries.workspace(current_scope())
    saved = WorkspaceForm(None, obj=workspace, zone=workspace.time_zone)
    return render(
        "orgs/settings.html",
        status=422 if error else status_of(form),
        form=form,
        revision=revision(form, columns_of(workspace, services.SETTINGS), saved),
        looks=looks_of(form.brand_color.data or ""),
        organization=g.organization,
        may_end=current_scope().role is Role.OWNER,
        end_error=error,
    )
