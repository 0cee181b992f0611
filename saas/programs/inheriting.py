"""What a program says: the organization's rows, its own changes to them, and its own rows.

A program takes over every row of the organization, column by column: what it words itself
stays as it is, and every other column follows the organization.
"""

import enum
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from saas.programs.models import Inherited, Override

L = TypeVar("L", bound=Inherited)


class Origin(enum.StrEnum):
    """Where the words of an entry are from."""

    INHERITED = "inherited"
    CHANGED = "changed"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Entry(Generic[L]):
    """A row as one program says it.

    Attributes:
        row: The organization's row, or the program's own.
        texts: What it says here, by column.
        ours: What it would say here if the program had no words of its own.
        left_out: Whether this program leaves it out.
    """

    row: L
    texts: Mapping[str, Any]
    ours: Mapping[str, Any]
    origin: Origin
    left_out: bool = False

    @property
    def id(self) -> uuid.UUID:
        """The row's id."""
        return self.row.id

    @property
    def title(self) -> str:
        """What it is called here."""
        return str(self.texts["title"])

    @property
    def is_said(self) -> bool:
        """Whether it is in force here: neither left out nor retired."""
        return not self.left_out and self.row.retired_at is None

    @property
    def can_be_said(self) -> bool:
        """Whether the program alone decides on it: what the organization retired stays away."""
        return self.origin is Origin.OWN or self.row.retired_at is None

    @property
    def item(self) -> dict[str, Any]:
        """The entry as a version keeps it: nothing but what JSON knows."""
        return {
            "id": str(self.row.id),
            "key": self.row.builtin_key,
            "origin": self.origin.value,
            **{name: plain(value) for name, value in self.texts.items()},
        }

    def said_otherwise(self, texts: Mapping[str, Any]) -> dict[str, Any]:
        """Return those of the texts that differ from ours, as JSON: what an override keeps."""
        return {name: plain(value) for name, value in texts.items() if self.ours[name] != value}


def _as_it_is(row: Inherited) -> Mapping[str, Any]:
    return row.texts


def entries(
    inherited: Iterable[L],
    own: Iterable[L],
    overrides: Mapping[uuid.UUID, Override],
    order: Sequence[str] = (),
    texts_of: Callable[[Inherited], Mapping[str, Any]] = _as_it_is,
) -> list[Entry[L]]:
    """Return every entry of a program, also those that are left out or retired.

    Args:
        inherited: The organization's rows, in its order.
        own: The program's own rows, in theirs; they come after the organization's.
        overrides: What the program says otherwise, by the id of the row.
        order: Ids as the program orders them; what it does not name comes last.
        texts_of: What a row says in this kind of program.
    """
    found = [_inherited(row, texts_of(row), overrides.get(row.id)) for row in inherited]
    found += [Entry(row, texts_of(row), row.texts, Origin.OWN) for row in own]
    places = {row_id: place for place, row_id in enumerate(order)}
    return sorted(found, key=lambda entry: places.get(str(entry.id), len(places)))


def _inherited(row: L, ours: Mapping[str, Any], override: Override | None) -> Entry[L]:
    plainly = Entry(row, ours, ours, Origin.INHERITED)
    theirs = plainly.said_otherwise(override.texts) if override else {}
    origin = Origin.CHANGED if theirs else Origin.INHERITED
    left_out = override is not None and override.left_out_at is not None
    return replace(plainly, texts={**ours, **theirs}, origin=origin, left_out=left_out)


def plain(value: Any) -> Any:
    """Return a text as JSON has it."""
    return value.value if isinstance(value, enum.Enum) else value
