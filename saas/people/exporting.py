"""People as a file."""

from collections.abc import Iterator, Sequence
from typing import IO

from flask_babel import gettext as _
from sqlalchemy import Select

from saas.orgs.models import Member
from saas.orgs.words import ROLE_NAMES, STATE_NAMES
from saas.people.queries.directory import every_one, places_of, tags_of
from saas.programs.models import Participant
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
    for members in every_one(which):
        ids = [each.id for each in members]
        of_all = scope.role.covers(Role.ADMIN)
        places, tags = places_of(scope, ids), tags_of(scope, ids) if of_all else {}
        for each in members:
            own = places.get(each.id, [])
            yield [
                each.name,
                each.email,
                str(STATE_NAMES[each.state]),
                each.time_zone or "",
                "; ".join(dict.fromkeys(_field(place) for place in own if _field(place))),
                "; ".join(_place(place) for place in own),
                *(_of_the_organization(each, tags.get(each.id, [])) if of_all else ()),
            ]


def _of_the_organization(member: Member, tags: Sequence[str]) -> tuple[str, ...]:
    since = member.created_at.date().isoformat()
    return (str(ROLE_NAMES[member.role]), "; ".join(tags), since)


def _field(place: Participant) -> str:
    return str(place.answers.get("field") or "")


def _place(place: Participant) -> str:
    return f"{place.cohort.program.name}: {place.cohort.name} ({SIDES[place.side]})"
