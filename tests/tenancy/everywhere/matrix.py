"""Every address × every actor × a foreign id: how one organization asks about another.

Made from the rules of the application and from what its views read, so a new page is
covered the moment it is registered. A foreign id must answer exactly like one that never
was, must change nothing, and must not be written down.
"""

import collections
import re
import uuid

from saas.db import db
from saas.scope import Role
from tests.tenancy.everywhere.addresses import (
    Address,
    UnknownParameterError,
    addresses,
    is_id,
    table_of,
)
from tests.tenancy.everywhere.asking import fields_in
from tests.tenancy.everywhere.world import rows_of

SAFE = {"GET", "HEAD"}
#: Who asks for each id in the path, and who for each in a field.
IN_PATH = (Role.MEMBER, Role.PROGRAM_ADMIN, Role.OWNER)
IN_FIELDS = (Role.MEMBER, Role.OWNER)
#: A form in which nothing is filled in; one without any field is not read as one.
NOTHING = {"·": "·"}


class Matrix:
    """Acme asks; globex must not be there."""

    #: Tables of which both sides have the same row.
    shared = ()

    def __init__(self, app, asker_of, world):
        self.app, self.asker_of, self.world = app, asker_of, world
        self.own, self.foreign = world.own, world.foreign
        self.tenant = db._app_engines[app][None]
        self.addresses = addresses(app)
        self.before = {side.org.id: self._rows(side) for side in (self.own, self.foreign)}
        self.foreign_ids = re.compile("|".join(map(str, set(self.foreign.ids.values()))))
        self.read, self.answers, self.forms = {}, {}, {}
        self.not_there = collections.defaultdict(set)
        self.askers = {role: asker_of(self.own.people[role]) for role in IN_PATH}

    def _rows(self, side):
        return rows_of(self.tenant, side.org.id)

    def is_untouched(self):
        """Whether all rows are as before the first question."""
        return self.before == {side.org.id: self._rows(side) for side in (self.own, self.foreign)}

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
        return role.covers(needed(self.app.view_functions[address.endpoint]))

    def _in_path(self, asker, address, method):
        for name, table in address.tables.items():
            if table in self.shared:
                continue
            foreign, unknown = self.foreign.ids[table], uuid.uuid4()
            paths = [self.path(address, **{name: each}) for each in (foreign, unknown)]
            where = (self.app.view_functions[address.endpoint], address.endpoint, method, name)
            for finding in self._compare(asker, method, paths, (foreign, unknown), where):
                yield f"<{name}> {finding}"

    def _in_fields(self, asker, address, method):
        path = self.path(address)
        base = self.fields(address, method)
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
                where = (self.app.view_functions[address.endpoint], address.endpoint, how, name)
                found = self._compare(asker, method, [path, path], words, where, sent)
                yield from (f"{name} in {how} {finding}" for finding in found)

    def _foreign_values(self, name):
        try:
            return [self.foreign.ids[table_of(name.removesuffix("s"))]]
        except (UnknownParameterError, KeyError):
            return list(dict.fromkeys(self.foreign.ids.values()))

    @property
    def planted(self):
        """The address that gives way to a planted breach."""
        return next(each for each in self.addresses if each.endpoint == PLANTED)

    def page(self, address):
        """What the owner is answered at an address; asked once."""
        return self._answers(address, "GET")[0]

    def names(self, address, method):
        """What a view reads, found by letting an owner ask once."""
        return self._answers(address, method)[1]

    def sent_as_shown(self, address, method):
        """What the owner is answered who sends the form of a page as it is; asked once."""
        return self._answers(address, method)[0]

    def form_on(self, address, method):
        """Return the fields of the page at the same address, as a browser would send them."""
        if method in SAFE or "GET" not in address.methods:
            return {}
        page = self.page(address)
        if page not in self.forms:
            self.forms[page] = fields_in(page.body)
        return self.forms[page]

    def _answers(self, address, method):
        key = (self.app.view_functions[address.endpoint], address.endpoint, method)
        if key not in self.answers:
            sent = {} if method in SAFE else {"data": self.form_on(address, method) or NOTHING}
            self.answers[key] = self.owner_reads(address, method, **sent)
        return self.answers[key]

    def owner_reads(self, address, method, **sent):
        return self.askers[Role.OWNER].reading(method, self.path(address), **sent)

    def fields(self, address, method):
        """What a view reads, each as a browser would send it."""
        key = (self.app.view_functions[address.endpoint], address.endpoint, method)
        if key not in self.read:
            names = self.names(address, method)
            shown = self.form_on(address, method) if names else {}
            self.read[key] = dict.fromkeys(names, "") | {n: shown[n] for n in names & set(shown)}
        return self.read[key]

    def path(self, address: Address, **changed):
        return address.path(self.app, self.own.org.slug, self.own.ids, **changed)

    def _compare(self, asker, method, paths, ids, where, sent=None):
        words = [str(each) for each in ids]
        in_path, sent = sent is None, sent or ({}, {})
        with asker.asking(method, paths[0], **sent[0]) as answer:
            foreign = answer.without(*words)
            changes = self._changes(in_path=in_path) if asker.wrote else []
        if foreign.status >= 500:
            yield "is an error of ours"
        yield from self._unlike_unknown(asker, method, paths[1], sent[1], words, where, foreign)
        if "globex secret" in foreign.body:
            yield "shows words of the other organization"
        yield from changes

    def _unlike_unknown(self, asker, method, path, sent, words, where, foreign):
        # What somebody was told of an unknown id there, word for word, need not be asked again.
        if foreign not in self.not_there[where]:
            unknown = asker.ask(method, path, **sent).without(*words)
            self.not_there[where].add(unknown)
            if foreign != unknown:
                yield f"answers {foreign.status}, an unknown one {unknown.status}, or other words"

    def _changes(self, *, in_path):
        own, foreign = self._rows(self.own), self._rows(self.foreign)
        found = [] if foreign == self.before[self.foreign.org.id] else ["changes a foreign row"]
        if in_path and own != self.before[self.own.org.id]:
            found.append("changes an own row")
        if any(self.foreign_ids.search(rows) for rows in own.values()):
            found.append("writes a foreign id down")
        return found


def needed(view):
    """Return the least role that a view lets in."""
    return getattr(view, "required_role", Role.MEMBER)


#: The page that gives way to a planted breach.
PLANTED = "org.programs.change_goal"


def plant(app, monkeypatch, view):
    """Put a view that is wrong in the place of one that is right."""
    monkeypatch.setitem(app.view_functions, PLANTED, view)
