"""Joining an organization that has listed one's address, such as from a file."""

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from saas.db import found
from saas.orgs import queries, services
from saas.orgs.models import Member
from saas.orgs.routes.blueprints import public
from saas.orgs.tenancy import home_of
from saas.web.address import is_inside
from saas.web.htmx import render, see_other
from saas.web.notices import notify


@public.get("/organizations/<slug>/join")
@login_required
def show_listed(slug: str) -> Response:
    """Tell somebody that an organization has listed them, and how to go in."""
    _listed(slug)
    here = url_for(".join_listed", slug=slug, next=request.args.get("next"))
    return render("orgs/join.html", organization=g.organization, here=here)


@public.post("/organizations/<slug>/join")
@login_required
def join_listed(slug: str) -> Response:
    """Go in, as whom the organization has listed."""
    member = _listed(slug)
    services.join(member.org_id, current_user.identity, role=member.role)
    notify(_("Welcome to %(name)s.", name=g.organization.name))
    onward = request.args.get("next", "")
    return see_other(onward if is_inside(onward) else home_of(slug))


def _listed(slug: str) -> Member:
    member = found(
        queries.listed_member(slug, current_user.identity),
        _("There is nothing here for the address you are signed in with."),
    )
    g.organization = queries.organization(member.org_id)
    return member
