"""Inside one organization: what a program admin sees of other programs, and what a viewer can do.

Made from every address, like the matrix between organizations.
"""

import re
from urllib.parse import urlsplit

import pytest

from saas.db import db
from saas.orgs.access import private_columns
from saas.scope import Role
from tests.tenancy.addresses import addresses
from tests.tenancy.asking import main_of
from tests.tenancy.matrix import SAFE, Matrix
from tests.tenancy.world import (
    OF_ALL_PROGRAMS,
    build,
    build_program,
    look_at_everything,
    rows_of,
    run_program,
)

pytestmark = pytest.mark.timeout(400)

HIDDEN = re.compile("hidden secret|of hidden")
PRIVATE = "between-you-and-me"
#: What everybody may do as a member, whatever program it is about.
OWN = {
    "org.intake.apply": "everybody may apply",
    "org.matching.switch_keys": "how one's own keyboard works",
    "org.matching.show_message_hint": "saves nothing",
    "org.orgs.choose_language": "in which one's own mail comes",
}
#: Fields with which the forms of members' own pages would be taken.
FILLED = ({"answer": "accept", "reason": "other"}, {"answer": "accepted"})


class Wall(Matrix):
    """A program admin asks about a program that they do not run."""

    shared = OF_ALL_PROGRAMS

    def __init__(self, app, asker_of):
        self.app, self.asker_of = app, asker_of
        self.own = build(app, "acme")
        self.foreign = build_program(app, self.own, "hidden")
        run_program(app, self.own, Role.PROGRAM_ADMIN)
        self.tenant = db._app_engines[app][None]
        self.addresses = [each for each in addresses(app) if each.inside]
        hidden = set(self.foreign.ids.values()) - set(self.own.ids.values())
        self.foreign_ids = re.compile("|".join(map(str, hidden)))
        self.read, self.pages = {}, {}
        self.askers = {role: asker_of(self.own.people[role]) for role in Role}
        write_privately(self.tenant, self.own.org.id)
        self.before = self._all()

    def _foreign_values(self, name):
        """What is of the hidden program alone; the organization's is for all to choose."""
        shared = set(self.own.ids.values())
        return [each for each in super()._foreign_values(name) if each not in shared]

    def _all(self):
        return rows_of(self.tenant, self.own.org.id)

    def _changes(self, *, in_path):
        rows = self._all()
        changed = {name for name, text in rows.items() if text != self.before[name]}
        if in_path:
            return [f"changes {name}" for name in sorted(changed)]
        return [
            f"writes a hidden id into {name}"
            for name in sorted(changed)
            if len(self.foreign_ids.findall(rows[name]))
            > len(self.foreign_ids.findall(self.before[name]))
        ]

    def filled(self, role, address):
        """What to send: where the role is refused before any field is read, one form is enough."""
        return FILLED if self._is_let_in(role, address) else FILLED[:1]

    @property
    def concern(self):
        """The page of a concern, which the owner of this world is named to read."""
        return next(each for each in self.addresses if each.endpoint == "org.concerns.show_concern")

    def breaches(self):
        """Return one sentence for each way to another program, for a program admin."""
        role = Role.PROGRAM_ADMIN
        return [
            f"{method} {address.rule.rule}: {finding}"
            for address in self.addresses
            if self._is_let_in(role, address) and address.endpoint not in OWN
            for method in address.methods
            for way in self._ways(address)
            for finding in way(self.askers[role], address, method)
        ]

    def _ways(self, address):
        # What every member may open asks whose it is, and the other matrix tries its fields.
        is_staffs = not self._is_let_in(Role.MEMBER, address)
        return (self._in_path, self._in_fields) if is_staffs else (self._in_path,)

    def shown(self, role, near=""):
        """Return every page of the side's own that somebody may open, with its address.

        Args:
            role: Who opens them.
            near: A pattern of the endpoints; all when empty.
        """
        for address in self.addresses:
            is_near = "GET" in address.methods and re.search(near, address.endpoint)
            if is_near and self._is_let_in(role, address):
                answer = self.askers[role].ask("GET", self.path(address))
                if answer.status == 200:
                    yield address, answer.body

    def lets(self, role, url, method):
        """Return whether a role is let to the view behind a link or a button."""
        path = urlsplit(url).path
        endpoint, _ = self.app.url_map.bind("localhost").match(path, method=method)
        view = self.app.view_functions[endpoint]
        return role.covers(getattr(view, "required_role", Role.MEMBER))


def write_privately(connection, org_id):
    """Put a word that nobody may find into every column that is private whatever the role."""
    with connection.begin_nested():
        look_at_everything(connection, org_id)
        for table, column in (each.split(".") for each in private_columns()):
            connection.exec_driver_sql(f"UPDATE {table} SET {column} = '{PRIVATE}'")  # noqa: S608


@pytest.fixture(scope="module")
def wall(app, asker_of):
    return Wall(app, asker_of)


def test_a_program_admin_finds_no_other_program_by_any_address_or_field(wall):
    assert wall.breaches() == []


def test_a_viewer_changes_nothing(wall):
    asker = wall.askers[Role.VIEWER]
    answers = {
        address.endpoint: {
            asker.ask(method, wall.path(address), data=fields).status
            for method in set(address.methods) - SAFE
            for fields in wall.filled(Role.VIEWER, address)
        }
        for address in wall.addresses
        if address.endpoint not in OWN
    }

    refused = {403, 404}
    # A form may be found wanting before anybody asks whose it is; one of these is not.
    let_in = {
        endpoint: statuses
        for endpoint, statuses in answers.items()
        if statuses and (not statuses & refused or statuses - refused - {422})
    }

    assert len(answers) > 100
    assert let_in == {}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PROGRAM_ADMIN])
def test_every_page_shows_and_offers_what_the_role_may_see_and_do_and_no_more(wall, role):
    asker, pages = wall.askers[role], list(wall.shown(role))
    telling = {address.endpoint for address, body in pages if HIDDEN.search(body)}
    opened = {address.endpoint for address, body in pages if PRIVATE in body}
    offered = {way for _address, body in pages for way in _ways_on(body)}

    beyond = {url for url, method in offered if not wall.lets(role, url, method)}
    links = {url for url, method in offered if method == "GET" and url.startswith("/o/")}
    seen = {wall.path(address) for address, _body in pages}
    refused = {url for url in links - beyond - seen if asker.ask("GET", url).status == 403}

    assert len(links) > 20
    assert beyond | refused | opened == set()
    # A viewer sees every program; a program admin only the one they run.
    assert bool(telling) is (role is Role.VIEWER), telling


def test_no_admin_opens_what_is_private_and_a_named_reader_does(wall):
    near = r"^org\.(partnerships|health|concerns|reports)\.|_requests$"
    pages = {address.endpoint: body for address, body in wall.shown(Role.ADMIN, near)}

    assert len(pages) > 8
    assert [endpoint for endpoint, body in pages.items() if PRIVATE in body] == []
    assert PRIVATE in wall.askers[Role.OWNER].ask("GET", wall.path(wall.concern)).body


def _ways_on(body):
    page = main_of(body)
    for link in page.select("a[href^='/']"):
        yield link["href"], "GET"
    for form in page.select("form[action^='/']"):
        yield form["action"], form.get("method", "get").upper()
    for button in page.select("button[formaction^='/']"):
        yield button["formaction"], "POST"
