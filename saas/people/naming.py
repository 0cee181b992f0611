"""Whom the rows of an import name, and who of these is nobody: a slip, or not here yet."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from saas.intake.canonical import NAMING, keys_of, name_key, named_in
from saas.people.models import Import, RowState, Stage
from saas.people.queries import imports as queries
from saas.programs import queries as programs
from saas.scope import Scope

MOST_NAMED = 8
#: Whose answers count, by how far the import is.
ROWS = {
    Stage.PREVIEW: (RowState.ADDS, RowState.UPDATES),
    Stage.ENDED: (RowState.ADDED, RowState.UPDATED),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A word in the rows, such as a name of nobody, and the first row that has it."""

    words: str
    row_id: uuid.UUID
    line: int


@dataclass(frozen=True, slots=True)
class Mentions:
    """The words in one of our columns that are to be told: the first few, and how many more."""

    column: str
    first: list[Mention]
    more: int

    @classmethod
    def of(cls, column: str, found: Sequence[Mention]) -> "Mentions":
        """Tell the first few of what was found."""
        return cls(column, list(found[:MOST_NAMED]), max(len(found) - MOST_NAMED, 0))


def strangers_in(scope: Scope, row: Import) -> list[Mentions]:
    """Return, by our column, whom the rows name that is nobody of the cohort or of the file.

    None of the people is held: only the names that rows have for others.
    """
    states = ROWS.get(row.stage, ())
    said: dict[str, dict[str, Mention]] = defaultdict(dict)
    for row_id, line, answers in queries.rows_naming(row, NAMING, states):
        for column, name in named_in(answers):
            said[column].setdefault(name_key(name), Mention(name, row_id, line))
    left = {key for found in said.values() for key in found}
    if left:
        for keys in _everybody(scope, row):
            left.difference_update(keys)
    found = ((column, [each for key, each in said[column].items() if key in left])
             for column in NAMING if column in said)  # fmt: skip
    return [Mentions.of(column, names) for column, names in found if names]


def _everybody(scope: Scope, row: Import) -> Iterator[set[str]]:
    """Go through what the people of the cohort are called, and those whom the file would add."""
    for each in programs.named(scope, row.cohort_id):
        yield keys_of(each.email_norm, each.name, each.answers["id"])
    for email_norm, name, file_id in queries.names_in(row, ROWS[Stage.PREVIEW]):
        yield keys_of(email_norm, name, file_id)
