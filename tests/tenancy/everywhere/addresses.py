"""Every address of the application, made from its rules and the rows of a world."""

import uuid
from dataclasses import dataclass

from werkzeug.routing import AnyConverter, IntegerConverter, UUIDConverter

from saas.db import Base

#: Parameters that are words and not ids, and what stands for each.
WORDS = {
    "token": "1.unknown",
    "secret": "unknown",
    "name": "unknown",
    "slug": "unknown",
    "section": "unknown",
    "key": "agreement",
    "language": "unknown",
    "org_slug": None,
}
#: Parameters whose name does not say the table: named by the segment before them.
BY_SEGMENT = {"row_id"}
#: Parameters whose name says it in other words.
TABLES = {
    "session_id": "sessions",
    "step_id": "board_steps",
    "contact_id": "staff_contacts",
    "other_id": "earlier questions",
    "reader_id": "concern_readers",
}


class UnknownParameterError(Exception):
    """A new parameter that nobody has said the meaning of."""


@dataclass(frozen=True)
class Address:
    """A rule, and the table behind each id in it."""

    rule: object
    tables: dict
    plain: dict

    @property
    def endpoint(self):
        return self.rule.endpoint

    @property
    def methods(self):
        return sorted(self.rule.methods - {"HEAD", "OPTIONS"})

    @property
    def inside(self):
        return self.endpoint.startswith("org.")

    def path(self, app, slug, ids, **changed):
        """Return the path with the ids of an organization, some of them changed."""
        values = {name: ids[table] for name, table in self.tables.items()} | changed
        if self.inside:
            values["org_slug"] = slug
        return app.url_map.bind("").build(self.endpoint, {**self.plain, **values})


def addresses(app):
    """Return every address; a parameter that is not known is an error."""
    return [_address(rule) for rule in app.url_map.iter_rules()]


def _address(rule):
    tables, plain = {}, {}
    for name in rule.arguments:
        converter = rule._converters[name]
        if isinstance(converter, UUIDConverter):
            tables[name] = table_of(name, rule.rule)
        elif isinstance(converter, AnyConverter):
            plain[name] = sorted(converter.items)[0]
        elif isinstance(converter, IntegerConverter):
            plain[name] = 1
        elif name not in WORDS:
            raise UnknownParameterError(f"<{name}> in {rule.rule}: say in WORDS what it stands for")
        elif WORDS[name] is not None:
            plain[name] = WORDS[name]
    return Address(rule, tables, plain)


def table_of(name, path=""):
    """Return the table that an id is of, by its name: program_id is of programs."""
    if name in BY_SEGMENT:
        return path.split(f"/<uuid:{name}>")[0].rsplit("/", 1)[1]
    found = TABLES.get(name) or _plural(name.removesuffix("_id"))
    if found is None:
        raise UnknownParameterError(f"<{name}> in {path}: say in TABLES which table it is of")
    return found


def _plural(word):
    known = Base.metadata.tables
    return next((each for each in (word, f"{word}s", f"{word}es") if each in known), None)


def is_id(name, value=""):
    """Whether a field holds an id: by its name, or by what a page put into it."""
    return name in ("id", "ids", "shown") or name.endswith(("_id", "_ids")) or _is_uuid(value)


def _is_uuid(value):
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True
