"""Asking the application as somebody, seeing what it answers and what it read, undoing it all."""

import contextlib
import re
from dataclasses import dataclass
from urllib.parse import unquote

from bs4 import BeautifulSoup
from werkzeug.datastructures import ImmutableMultiDict

CSRF = re.compile(r'("X-CSRFToken": "|name="csrf_token"[^>]*value=")[^"]+')

#: What a person types into a field of a type.
TYPED = {"date": "2027-03-01", "email": "somebody@example.org", "url": "https://example.org/a"}


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

    def __init__(self, browser, undoing):
        self.client = browser.client
        self.cookies = dict(self.client._cookies)
        self.undoing = undoing

    @property
    def wrote(self):
        """Whether the last request wrote anything, or tried to."""
        return self.undoing.wrote

    @contextlib.contextmanager
    def asking(self, method, path, **sent):
        """Ask, lend the answer while its effects can be seen, and undo them."""
        self.client._cookies = dict(self.cookies)
        with self.undoing.undone():
            response = self.client.open(path, method=method, **sent)
            body = CSRF.sub(r"\1", response.get_data().decode(errors="replace"))
            yield Answer(response.status_code, response.headers.get("Location", ""), body)

    def ask(self, method, path, **sent):
        with self.asking(method, path, **sent) as answer:
            return answer

    def reading(self, method, path, **sent):
        """Return an answer, and the names that the view asked for in the query or the form."""
        Reading.names = set()
        answer = self.ask(method, path, **sent)
        names = {name for name in Reading.names if not name.startswith("_")}
        return answer, names - {"csrf_token", "·"}


def main_of(body):
    """Return the main part of a page; what surrounds it takes as long again to parse."""
    main = re.search(r"<main\b.*</main>", body, re.DOTALL)
    return BeautifulSoup(main[0] if main else "", "lxml")


def fields_in(body):
    """Return the fields of a page's forms as a browser would send them."""
    page, values = main_of(body), {}
    for tag in page.select("input[name], select[name], textarea[name]"):
        values.setdefault(tag["name"], _value(tag))
    return {name: value for name, value in values.items() if value is not None}


def _value(tag):
    if tag.name == "textarea":
        return tag.text.removeprefix("\r\n").removeprefix("\n") or "Words"
    if tag.name == "select":
        chosen = tag.select_one("option[selected]") or tag.select("option")[-1:] or None
        option = chosen[0] if isinstance(chosen, list) else chosen
        return option.get("value", option.text) if option else None
    if tag.get("type") in ("file", "submit", "button"):
        return None
    return tag.get("value") or TYPED.get(tag.get("type")) or tag.get("min") or "Words"
