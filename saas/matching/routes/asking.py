"""What addresses and forms of the board's pages carry, read with care."""

import uuid
from enum import StrEnum
from typing import TypeVar

from saas.errors import NotFoundError
from saas.matching.comparing import STRANGER

E = TypeVar("E", bound=StrEnum)


def asked_for(kind: type[E], typed: str) -> E | None:
    """Return one of a closed list of words; None when it is none of them."""
    return kind(typed) if typed in set(kind) else None


def person_id(typed: str) -> uuid.UUID | None:
    """Return the id of somebody; None when nobody was chosen.

    Raises:
        NotFoundError: It is no id.
    """
    if not typed:
        return None
    try:
        return uuid.UUID(typed)
    except ValueError as error:
        raise NotFoundError(STRANGER) from error


def revision_of(typed: str) -> int:
    """Return the revision that a form was made for; -1, which no board has, when it is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1
