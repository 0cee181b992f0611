"""People as a file."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from flask_babel import gettext as _
from sqlalchemy import Select

from saas.orgs.models import Member
from saas.orgs.words import ROLE_NAMES, STATE_NAMES
from saas.people.queries.directory import every_one, place_lines_of, tags_of
from saas.programs.words import SIDES
from saas.scope import Role, Scope
from saas.tables.writing import write_csv, write_xlsx


def write_people(file: IO[bytes], kind: str, scope: Scope, which: Select[Member]) -> None:
    """Write one line for each person of a statement, by name; they are not kept in memory.

    Roles and tags are the organization's: who runs single programs gets neither.
    """
    header = [
        _("Name"),
        _("E-mail address"),
        _("State"),
        _("Time zone"),
        _("Field"),
        _("Takes part in"),
        *([_("Role"), _("Tags"), _("Known since")] if scope.role.covers(Role.ADMIN) else []),
    ]
    write = write_csv if kind == "csv" else write_xlsx
    write(file, header, _lines(scope, which))


def _lines(scope: Scope, which: Select[Member]) -> Iterator[list[str]]:
    of_all = scope.role.covers(Role.ADMIN)
    # Said once, and not for each of the people again.
    states, roles, sides = _said(STATE_NAMES), _said(ROLE_NAMES), _said(SIDES)
    for rows in every_one(which):
        ids = [each.id for each in rows]
        places, tags = place_lines_of(scope, ids), tags_of(scope, ids) if of_all else {}
        for each in rows:
            own = places.get(each.id, ())
            line = [
                each.name,
                each.email,
                states[each.state],
                each.time_zone or "",
                "; ".join(dict.fromkeys(place.field for place in own if place.field)),
                "; ".join(f"{at.program}: {at.cohort} ({sides[at.side]})" for at in own),
            ]
            if of_all:
                known_since = each.created_at.date().isoformat()
                line += [roles[each.role], "; ".join(tags.get(each.id, ())), known_since]
            yield line


def _said(words: Mapping[Any, Any]) -> dict[Any, str]:
    return {word: str(said) for word, said in words.items()}
