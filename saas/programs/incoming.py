"""Rows of a file beside what is there already: which of it each row means, and would change.

A row says only the columns that its file has; whatever else is there stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

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
    """

    of: T
    texts: Texts
    is_said: bool

    def changed_by(self, row: Texts) -> dict[str, Any]:
        """Return what a row of a file says otherwise, by column."""
        return {name: value for name, value in row.items() if self.texts[name] != value}


Known = Mapping[str, There[T]]


def title_key(texts: Texts) -> str:
    """Return what titles are compared by."""
    return str(texts["title"]).casefold()


def known_rows(rows: Iterable[L]) -> Known[L]:
    """Return the rows of an organization by their titles."""
    return _by_title(There(row, row.texts, row.retired_at is None) for row in rows)


def known_entries(entries: Iterable[Entry[L]]) -> Known[Entry[L]]:
    """Return by their titles the entries of a program that it can say."""
    usable = (entry for entry in entries if entry.can_be_said)
    return _by_title(There(entry, entry.texts, entry.is_said) for entry in usable)


def seen_of(known: Known[Any], rows: Iterable[Texts]) -> str:
    """Return the fingerprint of what rows of a file meet, as far as the file has its columns."""
    return fingerprint({title_key(row): _met(known.get(title_key(row)), row) for row in rows})


def refuse_unseen(seen: str | None, known: Known[Any], rows: Iterable[Texts]) -> None:
    """Refuse rows of a file that meet something else than their author looked at.

    Raises:
        MovedError: Somebody changed what is there since.
    """
    if seen is not None and seen != seen_of(known, rows):
        raise MovedError(MOVED)


def _by_title(found: Iterable[There[T]]) -> Known[T]:
    # What is said comes last, so that it wins over what is not under the same title.
    return {title_key(each.texts): each for each in sorted(found, key=lambda each: each.is_said)}


def _met(there: There[Any] | None, row: Texts) -> list[Any] | None:
    return None if there is None else [there.is_said, {name: there.texts[name] for name in row}]
