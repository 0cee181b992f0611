"""Asking the application as somebody, seeing what it answers and what it read, undoing it all."""

import contextlib
import re
from dataclasses import dataclass
from urllib.parse import unquote

from bs4 import BeautifulSoup
from sqlalchemy import event
from werkzeug.datastructures import ImmutableMultiDict

from saas.db import db

WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE|TRUNCATE)\b", re.IGNORECASE)
CSRF = re.compile(r'("X-CSRFToken": "|name="csrf_token"[^>]*value=")[^"]+')


class Reading(ImmutableMultiDict):
    """Fields of a request that remember which names were asked for."""

    names = set()  # noqa: RUF012 - shared on purpose: filled by requests, read by `Asker`

    def get(self, key, *args, **kwargs):
        self.names.add(key)
        return super().get(key, *args, **kwargs)

    def getlist(self, key, *args, **kwargs):
        self.names.add(key)
        return super().getlist(key, *args, **kwargs)

    def __contains__(self, key):
        self.names.add(key)
        return super().__contains__(key)

    def __getitem__(self, key):
        self.names.add(key)
        return super().__getitem__(key)


@dataclass(frozen=True)
class Answer:
    """What came back, without what differs between any two answers."""

    status: int
    location: str
    body: str

    def without(self, *words):
        """Return it with each of these words replaced: what is left must be the same."""
        location, body = unquote(self.location), self.body
        for word in words:
            location, body = location.replace(word, "···"), body.replace(word, "···")
        return Answer(self.status, location, body)


class Asker:
    """A signed-in browser; nothing that it causes stays."""

    def __init__(self, app, browser):
        self.client = browser.client
        self.cookies = dict(self.client._cookies)
        engines = db._app_engines[app]
        self.tenant, self.directory = engines[None], engines["directory"]
        self.wrote = False
        event.listen(self.tenant, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, *_):
        self.wrote = self.wrote or bool(WRITES.search(statement))

    @contextlib.contextmanager
    def asking(self, method, path, **sent):
        """Ask, lend the answer while its effects can be seen, and undo them."""
        self.client._cookies = dict(self.cookies)
        self.wrote = False
        with contextlib.ExitStack() as undo:
            for connection in (self.tenant, self.directory):
                undo.callback(connection.begin_nested().rollback)
            response = self.client.open(path, method=method, **sent)
            body = CSRF.sub(r"\1", response.get_data().decode(errors="replace"))
            yield Answer(response.status_code, response.headers.get("Location", ""), body)

    def ask(self, method, path, **sent):
        with self.asking(method, path, **sent) as answer:
            return answer

    def names_read(self, method, path):
        """Return the names that the view asks for in the query or the form."""
        Reading.names = set()
        self.ask(method, path, **({"data": {"·": "·"}} if method != "GET" else {}))
        return {name for name in Reading.names if not name.startswith("_")} - {"csrf_token", "·"}

    def form_shown(self, path):
        """Return the fields of the page's forms as a browser would send them."""
        page = BeautifulSoup(self.ask("GET", path).body, "html.parser")
        values = {}
        for tag in page.select("main input[name], main select[name], main textarea[name]"):
            values.setdefault(tag["name"], _value(tag))
        return {name: value for name, value in values.items() if value is not None}


def _value(tag):
    if tag.name == "textarea":
        return tag.text or "Words"
    if tag.name == "select":
        chosen = tag.select_one("option[selected]") or tag.select("option")[-1:] or None
        option = chosen[0] if isinstance(chosen, list) else chosen
        return option.get("value", option.text) if option else None
    if tag.get("type") in ("file", "submit", "button"):
        return None
    return tag.get("value") or "Words"
