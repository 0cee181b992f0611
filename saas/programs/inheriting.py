"""What a program says: the organization's rows, its own changes to them, and its own rows.

A program takes over every row of the organization, column by column: what it words itself
stays as it is, and every other column follows the organization.
"""

import enum
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
        left_out: Whether this program leaves it out.
    """

    row: L
    texts: Mapping[str, Any]
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


def entries(
    inherited: Iterable[L],
    own: Iterable[L],
    overrides: Mapping[uuid.UUID, Override],
    order: Sequence[str] = (),
) -> list[Entry[L]]:
    """Return every entry of a program, also those that are left out or retired.

    Args:
        inherited: The organization's rows, in its order.
        own: The program's own rows, in theirs; they come after the organization's.
        overrides: What the program says otherwise, by the id of the row.
        order: Ids as the program orders them; what it does not name comes last.
    """
    found = [_inherited(row, overrides.get(row.id)) for row in inherited]
    found += [Entry(row, row.texts, Origin.OWN) for row in own]
    places = {row_id: place for place, row_id in enumerate(order)}
    return sorted(found, key=lambda entry: places.get(str(entry.id), len(places)))


def said_otherwise(row: Inherited, texts: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the texts that differ from the row, as JSON: what an override keeps."""
    ours = row.texts
    return {name: plain(value) for name, value in texts.items() if ours[name] != value}


def _inherited(row: L, override: Override | None) -> Entry[L]:
    ours = row.texts
    theirs = said_otherwise(row, override.texts) if override else {}
    origin = Origin.CHANGED if theirs else Origin.INHERITED
    left_out = override is not None and override.left_out_at is not None
    return Entry(row, {**ours, **theirs}, origin, left_out)


def plain(value: Any) -> Any:
    """Return a text as JSON has it."""
    return value.value if isinstance(value, enum.Enum) else value
