"""What changed between two versions, and between two texts, word by word."""

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

Item = Mapping[str, Any]
Contents = Mapping[str, Sequence[Item]]
#: What an item says of itself, and not to people.
ASIDE = frozenset({"id", "key", "origin"})
#: What people agree to, by catalogue; the rest is help along the way.
AGREED = {
    "guidelines": frozenset({"title", "explanation", "audience", "behavior"}),
    "clauses": frozenset({"title", "body"}),
}
_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """Words that are in both texts, only in the later, or only in the earlier."""

    kind: Literal["same", "added", "removed"]
    words: str


class ChangeKind(enum.StrEnum):
    """What became of an item; what is retold says the same in other words of the organization."""

    ADDED = "added"
    CHANGED = "changed"
    RETOLD = "retold"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Change:
    """One item that differs; `before` is None for an added one, `after` for a retired one."""

    kind: ChangeKind
    before: Item | None
    after: Item | None

    @property
    def item(self) -> Item:
        """The item as it is, or as it was last."""
        return self.after or self.before or {}

    @property
    def columns(self) -> list[str]:
        """The columns that differ, in the order of the item."""
        before, after = self.before or {}, self.after or {}
        names = [name for name in self.item if name not in ASIDE]
        return [name for name in names if before.get(name) != after.get(name)]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two states of one catalogue.

    Attributes:
        changes: In the order of the later state, what was retired last.
        reordered: Whether the items in both are in another order.
    """

    changes: tuple[Change, ...] = ()
    reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.changes) or self.reordered


def word_difference(before: str, after: str) -> list[Part]:
    """Return the parts of both texts in reading order; a change is removed, then added.

    What is same or added makes up `after`; white space alone makes no difference.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    parts: list[Part] = []
    a, b = [word.strip() for word in old], [word.strip() for word in new]
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part("same", "".join(new[k:m])))
            continue
        if i < j:
            parts.append(Part("removed", "".join(old[i:j])))
        if k < m:
            parts.append(Part("added", "".join(new[k:m])))
    return parts


def difference(before: Sequence[Item], after: Sequence[Item]) -> Difference:
    """Return what differs between two states of one catalogue; items are known by their id."""
    old = {item["id"]: item for item in before}
    new = {item["id"]: item for item in after}
    changes = [_change(old.get(row_id), item) for row_id, item in new.items()]
    changes += [_change(item, None) for row_id, item in old.items() if row_id not in new]
    order = [row_id for row_id in old if row_id in new]
    return Difference(
        tuple(change for change in changes if change.columns),
        order != [row_id for row_id in new if row_id in old],
    )


def differences(before: Contents, after: Contents) -> dict[str, Difference]:
    """Return what differs between two states of all catalogues, by catalogue."""
    return {name: difference(before.get(name, ()), items) for name, items in after.items()}


def changes_what_is_agreed(found: Mapping[str, Difference]) -> bool:
    """Return whether anything differs that people agree to: neither order nor words alone."""
    return any(
        change.kind is not ChangeKind.RETOLD and not columns.isdisjoint(change.columns)
        for name, columns in AGREED.items()
        for change in found[name].changes
    )


def _change(before: Item | None, after: Item | None) -> Change:
    if before is None:
        return Change(ChangeKind.ADDED, None, after)
    kind = ChangeKind.RETIRED if after is None else ChangeKind.CHANGED
    return Change(kind, before, after)
