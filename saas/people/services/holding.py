"""What holds on to members and places that are to be taken out, so that nothing of others goes.

Every foreign key is asked, also those of features to come.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Column, ColumnElement, select, true

from saas.db import db
from saas.orgs.ending import tenant_tables
from saas.orientation.models import Orientation
from saas.scope import Scope

Key = Column[uuid.UUID]
ANY = true()
MATCHED = "{name} has been in a match run or has a partnership."
ASKED = "{name} has sent a request, or was asked."
REFERRED = "Something else refers to {name} by now."
TAGGED = "{name} was given a tag after the import."
RUNS = _l("{name} runs a program.")
ORIENTED = "{name} has begun the orientation."


@dataclass(frozen=True, slots=True)
class Holds:
    """That rows which would go with a member or place keep it instead.

    Attributes:
        why: The sentence, for a {name}.
        only: Which of the rows; all of them, unless it says otherwise.
    """

    why: Any
    only: ColumnElement[bool] = ANY


#: Whether a row that goes with its member or place (by CASCADE) keeps it: None where it just goes.
GOING_WITH: Mapping[str, Holds | None] = {
    "chosen.member_id": None,
    "chosen.selection_id": None,
    "links.member_id": None,
    "member_tags.member_id": Holds(TAGGED),
    "orientations.participant_id": Holds(ORIENTED, Orientation.taken != []),
    "program_admins.member_id": Holds(RUNS),
    # Whoever chose people has signed in.
    "selections.chosen_by_id": None,
}
#: In which words rows keep what they refer to, by their table.
SAYS = {
    **dict.fromkeys(("exclusions", "partnerships", "proposals", "unplaced"), MATCHED),
    "requests": ASKED,
}


def referring(
    scope: Scope,
    table: str,
    ids: Collection[uuid.UUID],
    *,
    without: Collection[uuid.UUID] = (),
    since: dt.datetime | None = None,
) -> dict[uuid.UUID, str]:
    """Return which of these rows others refer to that would not go with them, and who does.

    Args:
        scope: Whose.
        table: In which they are.
        ids: Theirs.
        without: Ids of rows that go first, and do not count.
        since: From when on rows count; None for all.
    """

    def holds(key: Key) -> Holds:
        rows = key.table.c
        counts = rows.id.not_in(without) & (rows.created_at > since if since else ANY)
        return Holds(SAYS.get(key.table.name, REFERRED), counts)

    asked = [(key, holds(key)) for key in keys_to(table, cascade=False)]
    return _held(scope, asked, ids)


def losing(scope: Scope, table: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return with which of these rows something would go that somebody did since, and what."""
    unknown = Holds(REFERRED)
    asked = [
        (key, holds)
        for key in keys_to(table, cascade=True)
        if (holds := GOING_WITH.get(str(key), unknown))
    ]
    return _held(scope, asked, ids)


def keys_to(table: str, *, cascade: bool) -> list[Key]:
    """Return every column that refers to this table, of rows that go with its rows or do not."""
    return [
        list(key.columns)[-1]
        for owner in tenant_tables()
        for key in owner.foreign_key_constraints
        if key.referred_table.name == table and (key.ondelete == "CASCADE") is cascade
    ]


def _held(
    scope: Scope, asked: Iterable[tuple[Key, Holds]], ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, str]:
    found: dict[uuid.UUID, str] = {}
    for key, holds in asked if ids else ():
        org_id = key.table.c.org_id
        statement = select(key).where(org_id == scope.org_id, key.in_(ids), holds.only)
        for each in db.session.scalars(statement.distinct()):
            found.setdefault(each, str(holds.why))
    return found
