"""Which column of somebody's file is probably which of ours."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from saas.programs.models import Side
from saas.tables import Table, header_key

LISTS = frozenset(
    {
        "goals", "support", "skills", "languages", "means", "availability",
        "conflicts", "prefers", "yes", "maybe", "no", "avoids", "not_on",
    }
)  # fmt: skip
SEPARATORS = {";": "semicolon", ",": "comma", "/": "slash", "|": "bar", " ": "space", "\n": "line"}
NUMBERS = ("years_experience", "capacity")

FIRST_NAME = ("first name", "firstname", "given name", "forename", "your first name")
LAST_NAME = ("last name", "lastname", "surname", "family name", "your last name")
#: Headers by our column, best first; the side's own go before.
HEADERS: Mapping[str, Sequence[str]] = {
    "id": ("staff id", "employee id", "employee number", "staff number", "wwid", "id"),
    "name": ("name", "full name", "your name", "participant", "display name"),
    "field": ("field", "profession", "function", "department and/or job function", "discipline"),
    "years_experience": (
        "years experience", "years_experience", "years of experience", "experience",
        "experience (years)",
    ),
    "aspired_field": ("aspired field", "aspired_field", "desired field", "preferred_functions"),
    "goals": ("goals", "goal", "objectives"),
    "support": ("support", "kinds of support"),
    "skills": ("skills", "skill"),
    "languages": ("languages", "language"),
    "means": ("means", "how to meet", "meeting format"),
    "time_zone": ("time zone", "time_zone", "timezone"),
    "availability": ("availability", "available", "available times"),
    "capacity": (
        "capacity", "number of mentees", "how many mentees",
        "how many mentees are you willing to mentor?",
    ),
    "group_least": ("group_least", "smallest group"),
    "unit": ("unit", "department", "organisation", "organization", "team", "division"),
    "site": ("site", "location", "office", "city", "work location"),
    "level": ("level", "seniority", "job level", "career level"),
    "manager_id": ("manager_id", "manager", "line manager", "manager email", "direct manager"),
    "conflicts": ("conflicts", "conflicts of interest"),
    "prefers": ("prefers", "preferred mentors", "preferred mentees", "wwids of preferred mentor"),
    "yes": ("yes", "would like"),
    "maybe": ("maybe",),
    "no": ("no", "would rather not"),
    "only_named": ("only_named", "only the people wished for"),
    "avoids": ("avoids", "people to avoid"),
    "not_on": ("not_on", "do not match me on"),
}  # fmt: skip


def suggest(
    table: Table, side: Side, asked: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> dict[str, Any]:
    """Return a mapping, as `saas.intake.mapping` reads it, of what the headers look like.

    A column is used once. Mentees have no capacity of mentors, so theirs is left alone.

    Args:
        table: The first rows of the file.
        side: Who is in it.
        asked: In which words the intake form asks for our columns; these go first.
    """
    free = {header_key(name): name for name in usable_headers(table)}
    columns: dict[str, Any] = {}
    email = _email_column(table, free)
    if email:
        columns["email"] = {"from": free.pop(email)}
    for ours, usual in HEADERS.items():
        known = (*map(header_key, asked.get(ours, ())), *usual)
        name = next((free.pop(key) for key in known if key in free), None)
        if name is not None and not (ours == "capacity" and side is Side.MENTEE):
            columns[ours] = _source(table, ours, name)
    _join_names(columns, free)
    return {"columns": columns}


def usable_headers(table: Table) -> list[str]:
    """Return the headers that name exactly one column, in their order."""
    times = Counter(header_key(name) for name in table.header)
    return [name for name in table.header if name and times[header_key(name)] == 1]


def separator_of(table: Table, column: str) -> str:
    """Return what seems to separate the parts of a list in a column of the file."""
    place = table.place(column)
    text = "" if place is None else "\n".join(row.cells[place] for row in table.rows[:200])
    return max((";", ",", "|", "/"), key=lambda mark: (text.count(mark), mark == ";"))


def _source(table: Table, ours: str, name: str) -> dict[str, Any]:
    if ours not in LISTS:
        return {"from": name}
    return {"from": name, "split": separator_of(table, name)}


def _email_column(table: Table, free: Mapping[str, str]) -> str | None:
    """Return the key of the column about mail that holds most addresses."""

    def addresses(key: str) -> int:
        place = table.place(free[key])
        return sum("@" in row.cells[place] for row in table.rows[:200]) if place is not None else 0

    about_mail = [key for key in free if "mail" in key and "manager" not in key]
    return max(about_mail, key=lambda key: (addresses(key), -len(key)), default=None)


def _join_names(columns: dict[str, Any], free: dict[str, str]) -> None:
    first = next((free[key] for key in FIRST_NAME if key in free), None)
    last = next((free[key] for key in LAST_NAME if key in free), None)
    if first and last:
        columns["name"] = {"join": [first, last]}
