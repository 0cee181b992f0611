"""Which column of somebody's file is probably which of ours."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from saas.characters import text_key
from saas.programs.models import Side
from saas.tables import Table

LISTS = frozenset(
    {
        "goals", "support", "skills", "languages", "means", "availability",
        "conflicts", "prefers", "yes", "maybe", "no", "avoids", "not_on",
    }
)  # fmt: skip
SEPARATORS = {";": "semicolon", ",": "comma", "/": "slash", "|": "bar", " ": "space", "\n": "line"}
NUMBERS = ("years_experience", "capacity")

FIRST_NAME = ("first name", "given name", "forename")
LAST_NAME = ("last name", "surname", "family name")
EXPERTISE = "expertise"
"""A header that is about a field, or about several skills."""
#: Headers by our column, best first; the side's own go before. Compared by `_heard`.
HEADERS: Mapping[str, Sequence[str]] = {
    "id": (
        "staff id", "employee id", "employee number", "staff number", "personnel number",
        "payroll number", "member id", "student id", "wwid", "id",
    ),
    "name": (
        "name", "full name", "employee name", "member name", "participant name", "participant",
        "display name",
    ),
    "field": (
        "field", "profession", "function", "job function", "department and/or job function",
        "discipline", "job field", "field of work", "professional field", "field of expertise",
        "area of expertise", "area of work", "job family", "occupation", "specialty",
        "specialism", EXPERTISE, "industry",
    ),
    "years_experience": (
        "years experience", "years of experience", "total years of experience",
        "years of work experience", "years of professional experience", "experience",
        "work experience", "professional experience", "experience (years)",
        "experience in years", "work experience (years)", "years",
    ),
    "aspired_field": (
        "aspired field", "desired field", "target field", "preferred field", "field of interest",
        "preferred function", "preferred functions",
    ),
    "goals": ("goals", "goal", "objectives", "development goals", "learning goals"),
    "support": ("support", "kinds of support", "kind of support", "types of support"),
    "skills": (
        "skills", "skill", "key skills", "skill set", "skills and expertise",
        "areas of expertise", "competencies", "competences", EXPERTISE,
    ),
    "languages": ("languages", "language", "languages spoken", "spoken languages"),
    "means": ("means", "how to meet", "meeting format"),
    "time_zone": ("time zone",),
    "availability": ("availability", "available", "available times"),
    "capacity": (
        "capacity", "number of mentees", "maximum number of mentees", "maximum mentees",
        "max mentees", "how many mentees", "how many mentees are you willing to mentor?",
    ),
    "group_least": ("group least", "smallest group"),
    "unit": (
        "unit", "department", "dept", "department name", "department or agency", "business unit",
        "department or unit", "organisation", "organization", "team", "division",
    ),
    "site": (
        "site", "location", "office", "office location", "work site", "workplace", "city",
        "work location", "home office", "which is your home office?",
    ),
    "level": (
        "level", "seniority", "seniority level", "job level", "career level", "position level",
        "management level", "grade", "job grade", "pay grade",
    ),
    "manager_id": (
        "manager id", "manager", "line manager", "manager email", "direct manager",
        "line manager email", "line manager id", "manager name", "line manager name",
        "supervisor", "supervisor email", "supervisor id", "supervisor name", "reports to",
    ),
    "conflicts": ("conflicts", "conflicts of interest"),
    "prefers": (
        "prefers", "preferred mentors", "preferred mentees", "preferred mentor",
        "preferred mentee", "wwids of preferred mentor", "wwids of preferred mentors",
    ),
    "yes": ("yes", "would like"),
    "maybe": ("maybe",),
    "no": ("no", "would rather not"),
    "only_named": ("only named", "only the people wished for"),
    "avoids": ("avoids", "people to avoid"),
    "not_on": ("not on", "do not match me on"),
}  # fmt: skip


def suggest(
    table: Table, side: Side, asked: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> dict[str, Any]:
    """Return a mapping, as `saas.intake.mapping` reads it, of what the headers look like.

    A column is used once. Where a header could mean several of ours, nothing is said of it.
    Mentees have no capacity of mentors, so theirs is left alone.

    Args:
        table: The first rows of the file.
        side: Who is in it.
        asked: In which words the intake form asks for our columns; these go first.
    """
    free = {_heard(name): name for name in reversed(usable_headers(table))}
    columns: dict[str, Any] = {}
    email = _email_column(table, free)
    if email:
        columns["email"] = {"from": free.pop(email)}
    for ours, usual in HEADERS.items():
        known = [_heard(each) for each in (*asked.get(ours, ()), *usual)]
        key = next((each for each in known if _is_meant(ours, each, table, free, columns)), None)
        if key is not None:
            name = free.pop(key)
            if not (ours == "capacity" and side is Side.MENTEE):
                columns[ours] = _source(table, ours, name)
    _join_names(columns, free)
    return {"columns": columns}


def usable_headers(table: Table) -> list[str]:
    """Return the headers that name exactly one column, in their order."""
    times = Counter(text_key(name) for name in table.header)
    return [name for name in table.header if name and times[text_key(name)] == 1]


def separator_of(table: Table, column: str) -> str:
    """Return what seems to separate the parts of a list in a column of the file."""
    text = "\n".join(_cells(table, column))
    return max((";", ",", "|", "/"), key=lambda mark: (text.count(mark), mark == ";"))


def _source(table: Table, ours: str, name: str) -> dict[str, Any]:
    if ours not in LISTS:
        return {"from": name}
    return {"from": name, "split": separator_of(table, name)}


def _heard(name: str) -> str:
    """Return what a header is known by: without case, spaces and signs, and whose it is."""
    return re.sub(r"[\W_]+", "", text_key(name)).removeprefix("your")


def _is_meant(
    ours: str, key: str, table: Table, free: Mapping[str, str], columns: Mapping[str, Any]
) -> bool:
    """Return whether a header is there, and means our column."""
    if key not in free:
        return False
    if ours == "field" and key == EXPERTISE:
        return not _has_lists(table, free[key])
    # Else it is the number of a row.
    return key != "no" or bool({"yes", "maybe"} & columns.keys())


def _has_lists(table: Table, column: str) -> bool:
    return any(mark in cell for cell in _cells(table, column) for mark in ";,|\n")


def _cells(table: Table, column: str) -> list[str]:
    """Return what stands in the first 200 rows of a column."""
    place = table.place(column)
    return [] if place is None else [row.cells[place] for row in table.rows[:200]]


def _email_column(table: Table, free: Mapping[str, str]) -> str | None:
    """Return the key of the column about mail that holds most addresses."""

    def addresses(key: str) -> int:
        return sum("@" in cell for cell in _cells(table, free[key]))

    bosses = ("manager", "supervisor")
    about_mail = [key for key in free if "mail" in key and not any(each in key for each in bosses)]
    return max(about_mail, key=lambda key: (addresses(key), -len(key)), default=None)


def _join_names(columns: dict[str, Any], free: dict[str, str]) -> None:
    first = _first_of(FIRST_NAME, free)
    last = _first_of(LAST_NAME, free)
    if first and last:
        columns["name"] = {"join": [first, last]}


def _first_of(known: Iterable[str], free: Mapping[str, str]) -> str | None:
    return next((free[key] for each in known if (key := _heard(each)) in free), None)
