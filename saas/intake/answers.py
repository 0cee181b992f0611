"""The answers of one applicant, and how a table of them is read.

The columns are `COLUMNS`, in any order; all but `id` and `name` may be absent. A
blank cell is no answer, which is not the same as an answer of "none".
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from saas.characters import text_key
from saas.errors import InvalidError
from saas.intake.availability import read_slot, read_time_zone
from saas.tables import Finding, Row, Table

COLUMNS = (
    "id", "name", "email", "field", "years_experience", "aspired_field", "goals", "support",
    "skills", "languages", "means", "time_zone", "availability", "capacity", "group_least",
    "unit", "site", "level", "manager_id", "conflicts", "prefers", "yes", "maybe", "no",
    "only_named", "avoids", "not_on",
)  # fmt: skip
REQUIRED = ("id", "name")
ONLY_NAMED = ("wait", "anyone")
MOST_YEARS = 100
MOST_PLACES = 10_000
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What one mentee or mentor answered; None where they did not.

    Attributes:
        goals: What a mentee wants, or a mentor helps with; likewise support and skills.
        availability: Weekly times in the person's own zone, as `read_slot` gives them.
        capacity: How many mentees a mentor takes, or mentors a mentee would have.
        group_least: The fewest mentees a mentor wants in a group.
        conflicts: Ids of the other side never to be matched with; likewise avoids.
        prefers: Ids of the other side, best first.
        yes: Ids of the other side that were answered with yes; likewise maybe and no.
        only_named: Where none of the mentors in prefers, yes and maybe can be had: "wait" or
            "anyone"; None when others are fine from the start.
        not_on: Names of what this person does not want to be matched on.
        waited: Earlier rounds that left the person without a partner; no column has it.
        group_of: Mentees that a mentor's group has already; no column has it.
        line: Line of the file, 0 when the answers came from elsewhere.
    """

    id: str
    name: str
    email: str | None = None
    field: str | None = None
    years_experience: float | None = None
    aspired_field: str | None = None
    goals: Words | None = None
    support: Words | None = None
    skills: Words | None = None
    languages: Words | None = None
    means: Words | None = None
    time_zone: str | None = None
    availability: tuple[tuple[int, int], ...] | None = None
    capacity: int = 1
    group_least: int | None = None
    unit: str | None = None
    site: str | None = None
    level: str | None = None
    manager_id: str | None = None
    conflicts: Words = ()
    prefers: Words = ()
    yes: Words = ()
    maybe: Words = ()
    no: Words = ()
    only_named: str | None = None
    avoids: Words = ()
    not_on: Words = ()
    waited: int | None = None
    group_of: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class People:
    """The good rows of a table, what is wrong with the others, and columns not used."""

    answers: tuple[Answers, ...]
    findings: tuple[Finding, ...]
    unused: Words


def read_people(table: Table) -> People:
    """Read a table with our columns; a row with a finding is not among the answers.

    Raises:
        InvalidError: A required column is absent, or one of ours appears twice.
    """
    places = _places(table)
    ours = {text_key(column) for column in COLUMNS}
    unused = tuple(name for name in table.header if name and text_key(name) not in ours)
    answers: dict[str, Answers] = {}
    findings = list(table.findings)
    for row in table.rows:
        found, wrong = _read_row(row, places)
        if found and found.id in answers:
            first = answers[found.id].line
            wrong = [Finding(row.line, "id", f"The id {found.id} is already used in line {first}.")]
        elif found:
            answers[found.id] = found
        findings += wrong
    ordered = sorted(findings, key=lambda finding: finding.line)
    return People(tuple(answers.values()), tuple(ordered), unused)


def _places(table: Table) -> dict[str, int]:
    places = {name: at for name in COLUMNS if (at := table.place(name)) is not None}
    for name in REQUIRED:
        if name not in places:
            raise InvalidError(name, f"The column “{name}” is missing; add it or map one to it.")
    return places


def _read_row(row: Row, places: dict[str, int]) -> tuple[Answers | None, list[Finding]]:
    values: dict[str, Any] = {}
    findings = []
    for column, place in places.items():
        text = row.cells[place]
        if not text and column not in REQUIRED:
            continue
        try:
            values[column] = _READERS[column](text)
        except ValueError as error:
            findings.append(Finding(row.line, column, f"{column}: {error}"))
    return (None if findings else Answers(**values, line=row.line)), findings


def read_list(text: str) -> Words:
    """Split a list at semicolons; blanks and repeats (without case) fall away."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        word = " ".join(part.split())
        if word:
            found.setdefault(text_key(word), word)
    return tuple(found.values())


def read_only_named(text: str) -> str:
    """Read what happens where none of the mentors named can be had; raises ValueError."""
    word = text_key(text)
    if word not in ONLY_NAMED:
        raise ValueError(f"“{text}” is neither wait nor anyone; leave it blank for neither.")
    return word


def _ids(text: str) -> Words:
    return tuple(dict.fromkeys(word for part in text.split(";") if (word := part.strip())))


def _text(text: str) -> str:
    if not text:
        raise ValueError("it is blank; every row needs one.")
    return text


def _email(text: str) -> str:
    before, at, after = text.partition("@")
    if not (before and at and after) or "@" in after or len(text.split()) != 1:
        raise ValueError(f"“{text}” is not an e-mail address.")
    return text


def _years(text: str) -> float:
    try:
        years = float(text.replace(",", ".", 1).replace("_", "?"))  # A comma is a decimal one.
    except ValueError:
        years = math.nan
    if not 0 <= years <= MOST_YEARS:
        raise ValueError(f"“{text}” is not a number of years from 0 to {MOST_YEARS}.")
    return years


def _capacity(text: str) -> int:
    whole = re.fullmatch(r"(\d{1,9})(?:\.0*)?", text, re.ASCII)  # 2.0 is how many tables write 2
    if not whole or int(whole[1]) > MOST_PLACES:
        raise ValueError(f"“{text}” is not a whole number from 0 to {MOST_PLACES}.")
    return int(whole[1])


def _availability(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({read_slot(part) for part in read_list(text)}))


_READERS: dict[str, Callable[[str], Any]] = {
    "id": _text,
    "name": _text,
    "email": _email,
    "field": str,
    "years_experience": _years,
    "aspired_field": str,
    "goals": read_list,
    "support": read_list,
    "skills": read_list,
    "languages": read_list,
    "means": read_list,
    "time_zone": read_time_zone,
    "availability": _availability,
    "capacity": _capacity,
    "group_least": _capacity,
    "unit": str,
    "site": str,
    "level": str,
    "manager_id": str,
    "conflicts": _ids,
    "prefers": _ids,
    "yes": _ids,
    "maybe": _ids,
    "no": _ids,
    "only_named": read_only_named,
    "avoids": _ids,
    "not_on": read_list,
}
