"""The overview: what is left to set up, and what waits for whoever looks."""

from dataclasses import dataclass

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from saas.digests.contents import contents
from saas.orgs import access
from saas.orgs import queries as orgs
from saas.orgs.meanings import said
from saas.orgs.tenancy import current_member, current_scope
from saas.orgs.words import ROLE_NAMES
from saas.programs.checklist import Standing, standings
from saas.reports import kinds
from saas.scope import SEES, Role
from saas.web.htmx import render

__all__ = ["blueprint", "kinds"]

blueprint = Blueprint("reports", __name__)


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A line of the set-up checklist, as the component shows it."""

    label: str
    href: str
    done: bool
    hint: str


@blueprint.get("/")
def show_overview() -> ResponseReturnValue:
    """Show what to do next."""
    scope = current_scope()
    checklist = [_item(standing) for standing in standings(scope)]
    return render(
        "reports/overview.html",
        member=current_member(),
        waiting=contents(scope),
        checklist=checklist,
        set_up=all(item.done for item in checklist),
        sees_programs=scope.role.covers(SEES),
        says_standard=scope.role.covers(Role.ADMIN) and not orgs.workspace(scope).words,
    )


@blueprint.get("/who-sees-what")
def show_access() -> ResponseReturnValue:
    """Say in words, to every member, who can see and change what."""
    scope = current_scope()
    return render(
        "reports/show_access.html",
        accesses=access.accesses(),
        words=said,
        roles=list(Role),
        role_names=ROLE_NAMES,
        own_role=scope.role,
        columns=[(_("What"), "wide"), *((str(ROLE_NAMES[role]), "") for role in Role)],
        named=access.named(scope),
    )


def _item(standing: Standing) -> ChecklistItem:
    return ChecklistItem(
        str(standing.label), url_for(standing.endpoint), standing.done, str(standing.hint)
    )
