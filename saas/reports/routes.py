"""The overview: what is left to set up, and what waits for whoever looks."""

from dataclasses import dataclass

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from saas.digests.contents import contents
from saas.orgs.tenancy import current_member, current_scope
from saas.programs.checklist import Standing, standings
from saas.web.htmx import render

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
    )


def _item(standing: Standing) -> ChecklistItem:
    return ChecklistItem(
        str(standing.label), url_for(standing.endpoint), standing.done, str(standing.hint)
    )
