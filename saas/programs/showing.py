"""Differences as pages show them: in the words people know, word by word."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from saas.programs.differences import Change, ChangeKind, Difference, Part, word_difference
from saas.programs.words import CATALOGUES, CHANGE_KINDS, CHANGES, FIELDS, said


@dataclass(frozen=True, slots=True)
class ShownField:
    """A column that differs: what it is called, and the words of both texts."""

    label: str
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """An item that differs; `badge` says in a word what became of it."""

    title: str
    badge: str
    kind: str
    fields: list[ShownField]


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """What differs in one catalogue."""

    name: str
    changes: list[ShownChange]
    reordered: bool


def shown_differences(
    found: Mapping[str, Difference], only: Iterable[str] = FIELDS
) -> list[ShownDifference]:
    """Return the catalogues in which something differs, as a page shows them."""
    return [
        ShownDifference(
            str(CATALOGUES[name]),
            [_change(name, change) for change in found[name].changes],
            found[name].reordered,
        )
        for name in only
        if found[name]
    ]


def compared(
    catalogue: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    only: Container[str] | None = None,
) -> list[ShownField]:
    """Return every column of two texts, or only some, with what differs word by word."""
    return [
        ShownField(str(label), word_difference(said(name, before[name]), said(name, after[name])))
        for name, label in FIELDS[catalogue].items()
        if only is None or name in only
    ]


def _change(catalogue: str, change: Change) -> ShownChange:
    labels = FIELDS[catalogue]
    before, after = change.before or {}, change.after or {}
    # What was retired is told by its name alone; what is new is read as it is.
    columns = [] if change.kind is ChangeKind.RETIRED else change.columns
    fields = [_field(change.kind, name, before, after) for name in labels if name in columns]
    return ShownChange(
        str(change.item["title"]),
        str(CHANGES[change.kind]),
        CHANGE_KINDS[change.kind],
        [ShownField(str(labels[name]), parts) for name, parts in fields if parts],
    )


def _field(
    kind: ChangeKind, name: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[str, list[Part]]:
    old, new = said(name, before.get(name)), said(name, after.get(name))
    if kind is ChangeKind.ADDED:
        return name, [Part("same", new)] if new else []
    return name, word_difference(old, new) if old != new else []
