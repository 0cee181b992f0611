"""Choosing among one's organizations, and making a new one."""

from flask import redirect, request
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from saas.orgs import queries, services
from saas.orgs.forms import OrganizationForm
from saas.orgs.look import looks_of
from saas.orgs.routes.blueprints import public
from saas.orgs.tenancy import home_of
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other


@public.get("/organizations")
@login_required
def list_organizations() -> Response:
    """Let somebody choose among their organizations; straight on where there is no choice."""
    memberships = queries.memberships_of(current_user.identity_id)
    if len(memberships) == 1 and "all" not in request.args:
        return redirect(home_of(memberships[0].organization.slug))
    return render("orgs/organizations.html", memberships=memberships, home_of=home_of)


@public.get("/organizations/new")
@login_required
def new_organization() -> Response:
    """Ask what the new organization is called and looks like."""
    return _show(OrganizationForm())


@public.post("/organizations")
@login_required
def create_organization() -> Response:
    """Create an organization, with its workspace."""
    form = OrganizationForm()
    if form.validate_on_submit():
        with told(form):
            organization = services.create_organization(
                current_user.identity,
                name=form.name.data,
                slug=form.slug.data,
                brand_color=form.brand_color.data,
            )
            return see_other(home_of(organization.slug))
    return _show(form)


@public.get("/organizations/address")
@login_required
def suggest_slug() -> Response:
    """Show the address that a name suggests, unless one was typed."""
    form = OrganizationForm(request.args)
    if not form.slug.data or form.slug.data == form.suggested.data:
        form.slug.data = form.suggested.data = queries.free_slug(form.name.data or "")
    return render("orgs/_slug.html", form=form)


@public.get("/brand")
@login_required
def preview_brand() -> Response:
    """Show what a color becomes on light and on dark pages."""
    return render("orgs/_brand.html", looks=looks_of(request.args.get("brand_color", "")))


def _show(form: OrganizationForm) -> Response:
    return show_form(
        "orgs/new_organization.html", form, looks=looks_of(form.brand_color.data or "")
    )
