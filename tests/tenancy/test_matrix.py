"""Every address × every actor × a foreign id in path, query, form and JSON.

Made from the rules of the application and from what its views read, so a new page is
covered the moment it is registered. A foreign id must answer exactly like one that never
was, must change nothing, and must not be written down.
"""

import re
import uuid

import pytest
from flask import request
from sqlalchemy import text

from saas.catalog import GLOBAL
from saas.db import Base, db
from saas.scope import Role
from tests import factories
from tests.browsing import Browser
from tests.tenancy.addresses import Address, UnknownParameterError, addresses, is_id, table_of
from tests.tenancy.asking import Asker
from tests.tenancy.world import build, rows_of

# Each new page makes it longer.
pytestmark = pytest.mark.timeout(400)

SAFE = {"GET", "HEAD"}
#: Who asks for each id in the path, and who for each in a field.
IN_PATH = (Role.MEMBER, Role.PROGRAM_ADMIN, Role.OWNER)
IN_FIELDS = (Role.MEMBER, Role.OWNER)
#: What only the person finds whose it is, and the owner of the organization does not.
PERSONAL = {"org.orientation.show_orientation", "org.orientation.take_step"}
#: What each view was seen to read, by method: the same in every world.
NAMES = {}


class Matrix:
    """Acme asks; globex must not be there."""

    #: Tables of which both sides have the same row.
    shared = ()

    def __init__(self, app, asker_of):
        self.app, self.asker_of = app, asker_of
        self.own, self.foreign = build(app, "acme"), build(app, "globex")
        self.tenant = db._app_engines[app][None]
        self.addresses = addresses(app)
        self.before = {side.org.id: self._rows(side) for side in (self.own, self.foreign)}
        self.foreign_ids = re.compile("|".join(map(str, set(self.foreign.ids.values()))))
        self.read = {}
        self.askers = {role: asker_of(self.own.people[role]) for role in IN_PATH}

    def _rows(self, side):
        return rows_of(self.tenant, side.org.id)

    def findings(self, only=None):
        """Return one sentence for each breach that somebody of acme can reach."""
        chosen = [each for each in self.addresses if only in (None, each.endpoint)]
        ways = [*((self._in_path, role) for role in IN_PATH)]
        ways += [(self._in_fields, role) for role in IN_FIELDS]
        return [
            f"{role.value}: {method} {address.rule.rule}: {finding}"
            for address in chosen
            for method in address.methods
            for way, role in ways
            if self._is_let_in(role, address)
            for finding in way(self.askers[role], address, method)
        ]

    def _is_let_in(self, role, address):
        # Who lacks the role is refused before any id is looked at (tests/architecture).
        needed = getattr(self.app.view_functions[address.endpoint], "required_role", Role.MEMBER)
        return role.covers(needed)

    def _in_path(self, asker, address, method):
        for name, table in address.tables.items():
            if table in self.shared:
                continue
            foreign, unknown = self.foreign.ids[table], uuid.uuid4()
            paths = [self.path(address, **{name: each}) for each in (foreign, unknown)]
            for finding in self._compare(asker, method, paths, (foreign, unknown)):
                yield f"<{name}> {finding}"

    def _in_fields(self, asker, address, method):
        path = self.path(address)
        base = self._fields(address, method)
        for name in (name for name, value in base.items() if is_id(name, value)):
            foreign = self._foreign_values(name)
            if not foreign:
                continue
            unknown = [uuid.uuid4() for _ in foreign]
            for how in ("query_string",) if method in SAFE else ("data", "json"):
                sent = [
                    {how: base | {name: [str(each) for each in ids]}} for ids in (foreign, unknown)
                ]
                words = (*foreign, *unknown)
                found = self._compare(asker, method, [path, path], words, sent, in_path=False)
                yield from (f"{name} in {how} {finding}" for finding in found)

    def _foreign_values(self, name):
        try:
            return [self.foreign.ids[table_of(name.removesuffix("s"))]]
        except (UnknownParameterError, KeyError):
            return list(dict.fromkeys(self.foreign.ids.values()))

    def names(self, address, method):
        """What a view reads, found by letting an owner ask once."""
        key = (self.app.view_functions[address.endpoint], method)
        if key not in NAMES:
            NAMES[key] = self.askers[Role.OWNER].names_read(method, self.path(address))
        return NAMES[key]

    def _fields(self, address, method):
        """What a view reads, each as a browser would send it."""
        key, names = (address.endpoint, method), self.names(address, method)
        if key not in self.read:
            shows = names and method not in SAFE and "GET" in address.methods
            shown = self.askers[Role.OWNER].form_shown(self.path(address)) if shows else {}
            self.read[key] = dict.fromkeys(names, "") | {n: shown[n] for n in names & set(shown)}
        return self.read[key]

    def path(self, address: Address, **changed):
        return address.path(self.app, self.own.org.slug, self.own.ids, **changed)

    def _compare(self, asker, method, paths, ids, sent=({}, {}), *, in_path=True):
        words = [str(each) for each in ids]
        with asker.asking(method, paths[0], **sent[0]) as answer:
            foreign = answer.without(*words)
            changes = self._changes(in_path=in_path) if asker.wrote else []
        unknown = asker.ask(method, paths[1], **sent[1]).without(*words)
        if foreign.status >= 500:
            yield "is an error of ours"
        if foreign != unknown:
            yield f"answers {foreign.status}, an unknown one {unknown.status}, or says other words"
        if "globex secret" in foreign.body:
            yield "shows words of the other organization"
        yield from changes

    def _changes(self, *, in_path):
        own, foreign = self._rows(self.own), self._rows(self.foreign)
        found = [] if foreign == self.before[self.foreign.org.id] else ["changes a foreign row"]
        if in_path and own != self.before[self.own.org.id]:
            found.append("changes an own row")
        if any(self.foreign_ids.search(rows) for rows in own.values()):
            found.append("writes a foreign id down")
        return found


@pytest.fixture
def matrix(app, asker_of):
    return Matrix(app, asker_of)


def test_every_tenant_table_has_a_row_of_each_organization(matrix):
    tables = set(Base.metadata.tables) - GLOBAL

    for rows in matrix.before.values():
        assert {name for name, text in rows.items() if text} == tables


def test_an_owner_finds_every_own_row_so_that_not_finding_means_something(matrix):
    owner = matrix.askers[Role.OWNER]
    found = {
        address.endpoint: owner.ask("GET", matrix.path(address)).status != 404
        for address in matrix.addresses
        if address.inside and address.tables and "GET" in address.methods
    }

    assert len(found) > 10
    assert {endpoint for endpoint, is_found in found.items() if not is_found} == PERSONAL


def test_a_foreign_id_answers_like_an_unknown_one_and_changes_nothing(matrix):
    assert matrix.findings() == []


def test_the_matrix_finds_by_itself_which_fields_hold_ids(matrix):
    (address,) = (
        each for each in matrix.addresses if each.endpoint == "org.intake.decide_applications"
    )

    fields = matrix._fields(address, "POST")

    assert "id" in [name for name, value in fields.items() if is_id(name, value)]


@pytest.fixture
def outsider(app, database):
    with app.app_context():
        person = factories.identity("Nobody Inside")
        return factories.Person(None, None, person.id, person.name, person.email, Role.OWNER)


def outside(matrix, asker):
    """Every address of acme, as asked by somebody who does not belong to it."""
    nowhere = "/o/nowhere/programs/new"
    unknown = {
        method: asker.ask(method, nowhere, data={"·": "·"}).without(nowhere)
        for method in ("GET", "POST")
    }
    for address in matrix.addresses:
        for method in address.methods if address.inside else ():
            path = address.path(matrix.app, "acme", matrix.own.ids)
            with asker.asking(method, path, data={"·": "·"}) as answer:
                changed = asker.wrote
            if changed or answer.without(path) != unknown[method]:
                yield f"{method} {address.rule.rule}: {answer.status} {answer.location}"


@pytest.mark.parametrize("who", ["an outsider", "another's owner", "nobody"])
def test_to_who_does_not_belong_an_organization_is_like_none(app, matrix, outsider, who):
    people = {"an outsider": outsider, "another's owner": matrix.foreign.people[Role.OWNER]}
    person = people.get(who)
    asker = matrix.asker_of(person) if person else Asker(app, Browser(app.test_client()))

    assert list(outside(matrix, asker)) == []


# -- the proof can fail

PLANTED = "org.programs.change_goal"


def across(matrix, statement, **values):
    """What a view could do if it took the organization from somewhere else."""
    db.session.execute(text(f"SET LOCAL app.org_id = '{matrix.foreign.org.id}'"))
    return db.session.execute(text(statement), values)


def plant(app, monkeypatch, view):
    monkeypatch.setitem(app.view_functions, PLANTED, view)


def test_the_matrix_catches_a_view_that_tells_whether_a_foreign_row_exists(
    app, matrix, monkeypatch
):
    def tells(row_id):
        rows = across(matrix, "SELECT 1 FROM goals WHERE id = :id", id=row_id).all()
        return ("Not yours.", 403) if rows else ("Nothing here.", 404)

    plant(app, monkeypatch, tells)

    found = matrix.findings(only=PLANTED)

    assert any("answers 403, an unknown one 404" in each for each in found)


def test_the_matrix_catches_a_view_that_shows_a_foreign_row(app, matrix, monkeypatch):
    def shows(row_id):
        title = across(matrix, "SELECT title FROM goals WHERE id = :id", id=row_id).scalar()
        return title or "Nothing here.", 404

    plant(app, monkeypatch, shows)

    found = matrix.findings(only=PLANTED)

    assert any("shows words of the other organization" in each for each in found)


def test_the_matrix_catches_a_view_that_changes_a_foreign_row_in_silence(app, matrix, monkeypatch):
    def changes(row_id):
        across(matrix, "UPDATE goals SET title = 'Gone' WHERE id = :id", id=row_id)
        db.session.commit()
        return "Nothing here.", 404

    plant(app, monkeypatch, changes)

    found = matrix.findings(only=PLANTED)

    assert any("changes a foreign row" in each for each in found)


def test_the_matrix_catches_a_view_that_writes_down_a_foreign_id_from_a_form(
    app, matrix, monkeypatch
):
    def writes(row_id):
        title = request.form.get("member_id", "")
        statement = text("UPDATE goals SET title = :title WHERE id = :id")
        db.session.execute(statement, {"title": title, "id": row_id})
        return "Saved.", 200

    plant(app, monkeypatch, writes)

    found = matrix.findings(only=PLANTED)

    assert any("member_id in data writes a foreign id down" in each for each in found)


def test_the_matrix_catches_a_field_of_the_query_that_reaches_across(app, matrix, monkeypatch):
    def reads(row_id):
        asked = request.args.get("program_id") or row_id
        rows = across(matrix, "SELECT 1 FROM programs WHERE id::text = :id", id=str(asked)).all()
        return f"{len(rows)} found"

    plant(app, monkeypatch, reads)

    found = matrix.findings(only=PLANTED)

    assert any("program_id in query_string" in each for each in found)


def test_a_parameter_that_nobody_explained_is_an_error():
    with pytest.raises(UnknownParameterError, match="mystery_id"):
        table_of("mystery_id")
