"""Rows of a file beside what is there already: which of it each row means, and would change.

A row says only the columns that its file has; whatever else is there stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from saas.characters import text_key
from saas.programs.inheriting import Entry
from saas.programs.models import Inherited
from saas.seen import MovedError, fingerprint

T = TypeVar("T")
L = TypeVar("L", bound=Inherited)
Texts = Mapping[str, Any]

MOVED = (
    "Somebody else changed this list since you looked, and nothing is imported yet: look below at "
    "what would happen now, then import."
)


@dataclass(frozen=True, slots=True)
class There(Generic[T]):
    """What is there under a title.

    Attributes:
        of: Whose texts they are.
        texts: What it says, by column.
        is_said: Whether it is said now; otherwise a file brings it back.
        is_alone: Whether nothing else that is said has the title; else a file cannot mean it.
    """

    of: T
    texts: Texts
    is_said: bool
    is_alone: bool = True

    def changed_by(self, row: Texts) -> dict[str, Any]:
        """Return what a row of a file says otherwise, by column."""
        return {name: value for name, value in row.items() if self.texts[name] != value}


Known = Mapping[str, There[T]]


def known_rows(rows: Iterable[L]) -> Known[L]:
    """Return the rows of an organization by what their titles are compared by."""
    return _by_title(There(row, row.texts, row.retired_at is None) for row in rows)


def known_entries(entries: Iterable[Entry[L]]) -> Known[Entry[L]]:
    """Return the entries that a program can say, by what their titles are compared by."""
    usable = (entry for entry in entries if entry.can_be_said)
    return _by_title(There(entry, entry.texts, entry.is_said) for entry in usable)


def seen_of(known: Known[Any], rows: Iterable[Texts]) -> str:
    """Return the fingerprint of what rows of a file meet, as far as the file has its columns."""
    by_key = {text_key(row["title"]): row for row in rows}
    return fingerprint({key: _met(known.get(key), row) for key, row in by_key.items()})


def refuse_unseen(seen: str | None, known: Known[Any], rows: Iterable[Texts]) -> None:
    """Refuse rows of a file that meet something else than their author looked at.

    Raises:
        MovedError: Somebody changed what is there since.
    """
    if seen is not None and seen != seen_of(known, rows):
        raise MovedError(MOVED)


def _by_title(found: Iterable[There[T]]) -> Known[T]:
    known: dict[str, There[T]] = {}
    # What is said comes last, so that it wins over what is not under the same title.
    for each in sorted(found, key=lambda each: each.is_said):
        key = text_key(each.texts["title"])
        other = known.get(key)
        is_alone = not (each.is_said and other and other.is_said)
        known[key] = replace(each, is_alone=is_alone)
    return known


def _met(there: There[Any] | None, row: Texts) -> list[Any] | None:
    return None if there is None else [there.is_said, {name: there.texts[name] for name in row}]
