"""Inside one organization: what a program admin sees of other programs, and what a viewer can do.

Made from every address, like the matrix between organizations.
"""

import collections
import functools
import re
from urllib.parse import urlsplit

import pytest

from saas.orgs.tenancy import requires
from saas.scope import Role
from tests.tenancy.everywhere.asking import main_of
from tests.tenancy.everywhere.matrix import PLANTED, SAFE, Matrix, needed, plant
from tests.tenancy.everywhere.world import OF_ALL_PROGRAMS, PRIVATE, rows_of

pytestmark = pytest.mark.timeout(400)

HIDDEN = re.compile("hidden secret|of hidden")
#: What a view is that refuses a role before anything else is done.
GUARD = requires(Role.OWNER)(lambda: None).__code__
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

    def __init__(self, matrix):
        self.__dict__ |= matrix.__dict__
        self.foreign = matrix.world.hidden
        self.addresses = [each for each in matrix.addresses if each.inside]
        hidden = set(self.foreign.ids.values()) - set(self.own.ids.values())
        self.foreign_ids = re.compile("|".join(map(str, hidden)))
        self.askers = matrix.askers | {
            role: matrix.asker_of(self.own.people[role]) for role in set(Role) - set(matrix.askers)
        }
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

    def changing(self, role):
        """Yield each way to change something, with the forms to send.

        Where a view is behind the same guard as one that was asked, and the guard refuses
        the role before it calls anything, one of each feature is enough.
        """
        refused = set()
        for address in (each for each in self.addresses if each.endpoint not in OWN):
            view = self.app.view_functions[address.endpoint]
            for method in set(address.methods) - SAFE:
                if role.covers(needed(view)):
                    yield address, method, FILLED
                    continue
                guard = (view.__code__, needed(view), address.endpoint.rpartition(".")[0])
                if view.__code__ is not GUARD or guard not in refused:
                    yield address, method, FILLED[:1]
                refused.add(guard)

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
        return role.covers(needed(self.app.view_functions[endpoint]))


@pytest.fixture(scope="module")
def wall(matrix):
    return Wall(matrix)


def test_a_program_admin_finds_no_other_program_by_any_address_or_field(wall):
    assert wall.breaches() == []


def let_in(wall, role, only=None):
    """Return what each change was answered that was not refused, and how many were tried."""
    answers = collections.defaultdict(set)
    for address, method, forms in wall.changing(role):
        if only in (None, address.endpoint):
            ask = functools.partial(wall.askers[role].ask, method, wall.path(address))
            answers[address.endpoint] |= {ask(data=each).status for each in forms}
    refused = {403, 404}
    # A form may be found wanting before anybody asks whose it is; one of these is not.
    return {
        endpoint: statuses
        for endpoint, statuses in answers.items()
        if not statuses & refused or statuses - refused - {422}
    }, len(answers)


def test_a_viewer_changes_nothing(wall):
    changed, tried = let_in(wall, Role.VIEWER)

    assert tried > 20
    assert changed == {}


def test_the_proof_catches_a_view_that_says_which_role_it_needs_and_does_not_ask(
    app, wall, monkeypatch
):
    def asks_nobody(row_id):
        return f"Changed {row_id}."

    asks_nobody.required_role = Role.ADMIN
    plant(app, monkeypatch, asks_nobody)

    assert let_in(wall, Role.VIEWER, only=PLANTED) == ({PLANTED: {200}}, 1)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PROGRAM_ADMIN])
def test_every_page_shows_and_offers_what_the_role_may_see_and_do_and_no_more(wall, role):
    asker, pages = wall.askers[role], list(wall.shown(role))
    telling = {address.endpoint for address, body in pages if HIDDEN.search(body)}
    opened = {address.endpoint for address, body in pages if PRIVATE in body}
    offered = {way for _address, body in pages for way in _ways_on(body)}

    beyond = {url for url, method in offered if not wall.lets(role, url, method)}
    links = {url for url, method in offered if method == "GET" and url.startswith("/o/")}
    # What is asked of a page after its address is not why anybody is refused.
    others = {urlsplit(url).path: url for url in sorted(links - beyond)}
    unseen = set(others) - {wall.path(address) for address, _body in pages}
    answers = {others[path]: asker.ask("GET", others[path]).status for path in unseen}
    refused = {url for url, status in answers.items() if status == 403 or status >= 500}

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
