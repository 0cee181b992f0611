"""Two who change the same thing at once: nobody's words are replaced unseen.

A form carries the fingerprint of what its author saw; the service compares once the thing is
locked, and whoever was slower is told (`saas.web.revising` has what the pages need).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from saas.errors import ConflictError

MOVED = (
    "Somebody else saved this while you wrote, and nothing of yours is saved yet: look below at "
    "what they saved, then save again to put yours in its place."
)


class MovedError(ConflictError):
    """Somebody else changed the thing since the author of this looked."""


def fingerprint(contents: Mapping[str, Any]) -> str:
    """Return what tells two contents apart: the same words, the same letters."""
    kept = _same_numbers(contents)
    words = json.dumps(kept, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def columns_of(row: object, names: Iterable[str]) -> dict[str, Any]:
    """Return what a row says in some columns."""
    return {name: getattr(row, name) for name in names}


def refuse_moved(seen: str | None, now: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """Refuse to replace what its author has not seen; to save what is saved is always allowed.

    Args:
        seen: The fingerprint of what the author began from; None for who began from nothing,
            such as a file.
        now: What is saved, read once it is locked.
        wanted: What is to be saved.

    Raises:
        MovedError: Somebody else saved something else since.
    """
    if seen is not None and seen != fingerprint(now) and now != wanted:
        raise MovedError(MOVED)


def _same_numbers(value: Any) -> Any:
    # The database gives 5 back where 5.0 went in.
    if isinstance(value, Mapping):
        return {key: _same_numbers(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_same_numbers(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
