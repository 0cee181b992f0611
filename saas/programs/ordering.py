"""Moving one of several things past what is not shown."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def moved(rows: Sequence[T], at: int, *, up: bool, is_shown: Callable[[T], bool]) -> list[T]:
    """Return the rows after the one at `at` changed places with the next that is shown.

    Rows that are not shown keep their places; at the end nothing moves.
    """
    others = range(at - 1, -1, -1) if up else range(at + 1, len(rows))
    there = next((place for place in others if is_shown(rows[place])), at)
    after = list(rows)
    after[at], after[there] = after[there], after[at]
    return after
