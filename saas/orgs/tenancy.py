"""From an address to a `Scope`: every page of a tenant lives under /o/<org_slug>/."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Blueprint, abort, current_app, g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from saas.db import bind_org
from saas.errors import ForbiddenError
from saas.identity import session
from saas.identity.services import end_session_at_once
from saas.orgs import queries
from saas.orgs.models import Member, MemberState
from saas.orgs.speech import entering
from saas.scope import Role, Scope
from saas.web.htmx import leave_for
from saas.web.notices import notify

P = ParamSpec("P")
R = TypeVar("R")

org_blueprint = Blueprint("org", __name__, url_prefix="/o/<org_slug>")


@org_blueprint.url_value_preprocessor
def _take_slug(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.org_slug = values.pop("org_slug") if values else None


@org_blueprint.url_defaults
def _give_slug(_endpoint: str, values: dict[str, Any]) -> None:
    values.setdefault("org_slug", g.get("org_slug"))


@org_blueprint.before_request
@login_required
def _enter_org() -> Response | None:
    membership = queries.membership(g.org_slug, current_user.identity_id)
    if membership is None:
        return _join_first()
    changed = membership.rights_changed_at
    if changed is not None and current_user.since < changed:
        return _sign_in_again(membership.organization.name)
    bind_org(membership.org_id)
    member = entering(membership)
    if member is None or member.state is not MemberState.ACTIVE:
        abort(404)
    g.organization, g.member = membership.organization, member
    g.scope = Scope(membership.org_id, member.id, member.role)
    return None


def _join_first() -> Response:
    """Send whoever the organization has listed to the page that lets them in."""
    if request.method != "GET" or not queries.listed_member(g.org_slug, current_user.identity):
        abort(404)  # Not 403: an outsider must not learn which organizations exist.
    here = request.full_path.rstrip("?")
    return leave_for(url_for("orgs_public.show_listed", slug=g.org_slug, next=here))


def _sign_in_again(name: str) -> Response:
    """End the session of somebody who signed in before their rights here changed."""
    end_session_at_once(current_user.session_id)
    session.end()
    notify(_("Your role in %(name)s has changed; please sign in again.", name=name))
    answer: Response = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return answer


def home_of(org_slug: str) -> str:
    """Return the address where an organization begins, from anywhere."""
    return f"/o/{org_slug}/"


def current_scope() -> Scope:
    """Return the scope of this request; only views under `org_blueprint` have one."""
    scope: Scope = g.scope
    return scope


def current_member() -> Member:
    """Return the member who makes this request."""
    member: Member = g.member
    return member


def requires(role: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only members of at least `role` reach the view."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_scope().role.covers(role):
                raise ForbiddenError("Your role does not allow this; ask an administrator.")
            return view(*args, **kwargs)

        guarded.required_role = role  # type: ignore[attr-defined]
        return guarded

    return decorate
