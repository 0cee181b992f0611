"""What surrounds every page: the workspace, who is signed in, and where they can go."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from flask import g, request, url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from saas.concerns.rights import READS
from saas.matching.queries.requests import can_ask_or_be_asked
from saas.orgs.languages import SEVERAL
from saas.orgs.models import Member, Organization
from saas.orgs.speech import knows
from saas.orgs.words import ROLE_NAMES
from saas.orientation.queries import has_orientation, has_resources
from saas.scope import Role, Scope
from saas.web.layout import Layout, NavItem, NavSection, Person, Workspace
from saas.web.palette import DEFAULT_BRAND
from saas.web.speaking import spoken
from saas.words import Words


class Entry(NamedTuple):
    """A line of the sidebar and the least role that sees it."""

    label: str
    icon: str
    endpoint: str
    role: Role = Role.MEMBER
    #: First words of further paths, under the organization's, that belong to this line.
    beneath: tuple[str, ...] = ()
    #: For whom it means anything; asks only what was learned as they entered.
    means_something: Callable[[Scope], bool] = lambda _scope: True


#: Where an organization begins.
HOME = "org.reports.show_overview"

SECTIONS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry(_l("Overview"), "house", HOME),
            Entry(
                _l("Partnerships"),
                "heart-handshake",
                "org.partnerships.list_partnerships",
                beneath=("groups",),
            ),
            Entry(_l("Proposals"), "handshake", "org.matching.list_proposals"),
            Entry(
                _l("Requests"),
                "send",
                "org.matching.list_requests",
                beneath=("mentors",),
                means_something=can_ask_or_be_asked,
            ),
            Entry(
                _l("Orientation"),
                "graduation-cap",
                "org.orientation.list_orientations",
                means_something=has_orientation,
            ),
            Entry(
                _l("Resources"),
                "book-open",
                "org.orientation.list_resources",
                means_something=has_resources,
            ),
            Entry(
                _l("Programs"),
                "layout-template",
                "org.programs.list_programs",
                Role.VIEWER,
                ("cohorts", "participants", "imports", "runs"),
            ),
            Entry(_l("Health"), "activity", "org.health.show_dashboard", Role.VIEWER),
            Entry(
                _l("Concerns"),
                "shield-alert",
                "org.concerns.list_concerns",
                means_something=lambda _scope: knows(READS),
            ),
            Entry(_l("People"), "users", "org.people.list_people", Role.PROGRAM_ADMIN),
        ),
    ),
    (
        _l("How programs work here"),
        (
            Entry(_l("Guidelines"), "list-checks", "org.programs.list_guidelines", Role.ADMIN),
            Entry(_l("Goals"), "target", "org.programs.list_goals", Role.ADMIN),
            Entry(_l("Agreement"), "file-text", "org.programs.list_clauses", Role.ADMIN),
            Entry(_l("Versions"), "send", "org.programs.publish_everywhere", Role.ADMIN),
            Entry(
                _l("Intake forms"),
                "clipboard-list",
                "org.intake.list_forms",
                Role.ADMIN,
                ("questions",),
            ),
            Entry(_l("Scenarios"), "lightbulb", "org.orientation.list_scenarios", Role.ADMIN),
            Entry(_l("Messages"), "mail", "org.orgs.list_messages", Role.ADMIN, ("languages",)),
        ),
    ),
    (
        _l("Organization"),
        (Entry(_l("Settings"), "settings", "org.orgs.edit_workspace", Role.ADMIN),),
    ),
)


def find_layout() -> Layout:
    """Return what surrounds the page of this request."""
    member: Member | None = g.get("member")
    if member is None:
        return _outside()
    organization: Organization = g.organization
    home = url_for(HOME)
    return Layout(
        home=home,
        brand=organization.brand_color,
        workspace=Workspace(organization.name, home),
        person=Person(member.name, member.email, str(ROLE_NAMES[member.role])),
        nav=tuple(_sections(g.scope, home)),
        menu=tuple(_menu()),
        sign_out_url=url_for("identity.sign_out"),
        switch_url=url_for("orgs_public.list_organizations", all=1),
        banner=str(_l("This is a sample organization with made-up people."))
        if organization.is_sample
        else "",
    )


def _menu() -> Iterator[NavItem]:
    yield NavItem(str(_l("Who can see what")), "eye", url_for("org.reports.show_access"))
    if knows(SEVERAL):
        yield NavItem(str(_l("Your language")), "globe", url_for("org.orgs.edit_language"))
    yield NavItem(str(_l("Your sign-in")), "key", url_for("identity.list_sessions"))


def _outside() -> Layout:
    """A page outside an organization; a link's page brings its own `g.organization`."""
    organization: Organization | None = g.get("organization")
    signed_in = current_user.is_authenticated
    return Layout(
        home="/",
        brand=organization.brand_color if organization else DEFAULT_BRAND,
        workspace=Workspace(organization.name, "/") if organization else None,
        sign_out_url=url_for("identity.sign_out") if signed_in else None,
        switch_url=url_for("orgs_public.list_organizations", all=1) if signed_in else None,
    )


def _sections(scope: Scope, home: str) -> list[NavSection]:
    sections = []
    lines = _lines(home, spoken(), str(get_locale()))
    for title, entries in SECTIONS:
        items = tuple(
            _item(entry, lines, home)
            for entry in entries
            if scope.role.covers(entry.role) and entry.means_something(scope)
        )
        if items:
            sections.append(NavSection(items, str(title)))
    return sections


def _item(entry: Entry, lines: Mapping[str, NavItem], home: str) -> NavItem:
    line = lines[entry.endpoint]
    return replace(line, current=True) if _is_here(entry, line.href, home) else line


@lru_cache(maxsize=1024)
def _lines(_home: str, _words: Words, _language: str) -> Mapping[str, NavItem]:
    """Every line by its endpoint, said once for an organization's words and a language."""
    return {
        entry.endpoint: NavItem(str(entry.label), entry.icon, url_for(entry.endpoint))
        for _, entries in SECTIONS
        for entry in entries
    }


def _is_here(entry: Entry, href: str, home: str) -> bool:
    if entry.endpoint == HOME:
        return request.path == href
    roots = [href, *(f"{home}{word}" for word in entry.beneath)]
    return any(request.path == root or request.path.startswith(f"{root}/") for root in roots)
