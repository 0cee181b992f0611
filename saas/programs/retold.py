"""Whether two states of a program differ only in an organization's own words.

A built-in text that nobody has changed is said in them (saas.words). Where both states say the
same built-in text, in whatever words, nothing has changed that people agree to.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from saas.programs.builtin.by_kind import said_by_kinds
from saas.programs.differences import Change, ChangeKind, Difference
from saas.words import MOST, STANDARD_WORD


def is_retold(catalogue: str, change: Change) -> bool:
    """Return whether a change says the same built-in text in other words."""
    builtin = said_by_kinds(catalogue, change.item.get("key"))
    return change.kind is ChangeKind.CHANGED and all(
        any(name in texts and _both_say(change, name, texts[name]) for texts in builtin)
        for name in change.columns
    )


def is_only_retold(found: Mapping[str, Difference]) -> bool:
    """Return whether two states differ, and in nothing but an organization's own words."""
    return any(found.values()) and all(
        not each.reordered and all(is_retold(name, change) for change in each.changes)
        for name, each in found.items()
    )


def without_retold(found: Mapping[str, Difference]) -> dict[str, Difference]:
    """Return what differs beside an organization's own words."""
    return {
        name: replace(
            each, changes=tuple(change for change in each.changes if not is_retold(name, change))
        )
        for name, each in found.items()
    }


def has_retold(found: Mapping[str, Difference]) -> bool:
    """Return whether anything is said in other words than before."""
    return any(is_retold(name, change) for name, each in found.items() for change in each.changes)


def _both_say(change: Change, name: str, text: Any) -> bool:
    return _says(change.before, name, text) and _says(change.after, name, text)


def _says(side: Mapping[str, Any] | None, name: str, text: Any) -> bool:
    said = side[name] if side else None
    if isinstance(text, list):
        return isinstance(said, list) and len(said) == len(text) and all(
            _pattern(one).fullmatch(other) for one, other in zip(text, said, strict=True)
        )  # fmt: skip
    # A word of a closed list is no text.
    return type(text) is str and isinstance(said, str) and bool(_pattern(text).fullmatch(said))


@lru_cache(maxsize=1000)
def _pattern(text: str) -> re.Pattern[str]:
    """Return what matches a built-in text in any words: the same one wherever the same is meant."""
    parts, end, known = [], 0, set[str]()
    for found in STANDARD_WORD.finditer(text):
        parts.append(re.escape(text[end : found.start()]))
        if found["article"]:
            parts.append(f"(?i:an?){found['gap']}")
        name = f"{found['word'].lower()}{'s' if found['many'] else ''}"
        parts.append(f"(?i:(?P={name}))" if name in known else f"(?P<{name}>.{{1,{MOST}}}?)")
        known.add(name)
        end = found.end()
    return re.compile("".join([*parts, re.escape(text[end:])]))
