"""What rows of an import say, and what is wrong with them. Saves nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from saas.characters import text_key
from saas.errors import InvalidError
from saas.identity.secrets import checked_email
from saas.intake.answers import COLUMNS, Answers, read_people
from saas.intake.canonical import FILE_ID, canonical_of
from saas.intake.labels import LABELS
from saas.intake.mapping import MappingError, map_from_dict
from saas.people.fates import Said
from saas.people.models import Import, ImportRow
from saas.programs.services.participants import MOST
from saas.tables import Finding, Row, Table

NO_EMAIL = "There is no e-mail address; a member needs one."
LONG = re.compile(r"(“[^”]{80})[^”]+”")
"""What is quoted, and too long for a sentence."""


@dataclass(slots=True)
class Look:
    """What a row says, as far as it can be read, and what is wrong with it."""

    row: ImportRow
    name: str = ""
    said: Said | None = None
    norm: str = ""
    file_id: str | None = None
    time_zone: str | None = None
    findings: list[Finding] = field(default_factory=list)

    def object_to(self, column: str | None, sentence: str) -> None:
        """Note that something is wrong; of a long cell the beginning is enough."""
        self.findings.append(Finding(self.row.line, column, LONG.sub(r"\1…”", sentence)))


def look_at(row: Import, rows: Sequence[ImportRow]) -> list[Look]:
    """Read some rows of an import, in their order.

    Raises:
        InvalidError: The mapping does not fit the file; the text is one sentence.
    """
    looks = {each.line: Look(each) for each in rows}
    readable = [Row(each.line, tuple(each.cells)) for each in rows if each.cells]
    table = mapped(Table(row.filename, 0, tuple(row.header), tuple(readable)), row)
    _name(table, looks)
    people = read_people(table)
    for finding in people.findings:
        looks[finding.line].object_to(finding.column, _said(finding))
    for answers in people.answers:
        _read(looks[answers.line], answers, row.mapping["columns"])
    for look in looks.values():
        if not look.row.cells:
            look.object_to(None, look.row.why)
    return list(looks.values())


def mapped(table: Table, row: Import) -> Table:
    """Return a table of the file's columns as one of ours.

    Raises:
        InvalidError: The mapping does not fit; the text is one sentence.
    """
    columns: dict[str, Any] = dict(row.mapping.get("columns", {}))
    if "email" not in columns:
        raise InvalidError("email", "Say which column has the e-mail addresses.")
    if "name" not in columns:
        raise InvalidError("name", "Say which column has the names.")
    columns.setdefault("id", {"generate": "row "})
    headers = {text_key(name) for name in table.header}
    for ours in COLUMNS:
        # A column that looks like ours but was not chosen is not to be read.
        if text_key(ours) in headers:
            columns.setdefault(ours, {"constant": ""})
    try:
        return map_from_dict({"columns": columns}, row.side.value).apply(table)
    except MappingError as error:
        raise InvalidError(None, error.sentences[0]) from error


def _name(table: Table, looks: dict[int, Look]) -> None:
    name, email = table.place("name"), table.place("email")
    for each in table.rows:
        look = looks[each.line]
        look.name = each.cells[name] if name is not None else ""
        look.said = Said(each.cells[email] if email is not None else "", {}, None)


def _read(look: Look, answers: Answers, columns: dict[str, Any]) -> None:
    if not answers.email:
        look.object_to("email", NO_EMAIL)
        return
    try:
        email = checked_email(answers.email)
    except InvalidError:
        look.object_to("email", f"“{answers.email}” is not an e-mail address.")
        return
    capacity = answers.capacity if "capacity" in columns else None
    if answers.capacity > MOST:
        sentence = f"A capacity of {answers.capacity:,} is too much; {MOST} is the most."
        look.object_to("capacity", sentence)
    canonical = canonical_of(answers, with_id="id" in columns)
    # What `email_norm` makes of an address that was checked, without checking it again.
    look.said, look.norm = Said(email, canonical, capacity), email.casefold()
    look.file_id, look.time_zone = canonical.get(FILE_ID), answers.time_zone


def _said(finding: Finding) -> str:
    """Return what is wrong, with the column named in a person's words."""
    words = finding.sentence.removeprefix(f"{finding.column}: ")
    if finding.column in LABELS and words != finding.sentence:
        return f"{LABELS[finding.column]}: {words}"
    return finding.sentence
