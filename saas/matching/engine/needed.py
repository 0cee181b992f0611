"""Of all that a new result changes, only what two people being put together needs."""

import numpy as np

from saas.matching.engine.market import Integers
from saas.matching.engine.solving import Position


def needed(before: Integers, after: Integers, asked: Position) -> Integers:
    """Return the earlier result with only those changes that hang together with one pair.

    Two changes hang together when they share a person, directly or through others. Everybody else
    keeps what they had, though the later result may have something better for them.

    Args:
        before: Positions of mentee and mentor, shape (n, 2).
        after: The later result, with the pair asked for in it.
        asked: Positions of that mentee and mentor.
    """
    old, new = _pairs(before), _pairs(after)
    changed = sorted(old ^ new)
    people, found = {(0, asked[0]), (1, asked[1])}, set[Position]()
    while True:
        more = {
            pair for pair in changed
            if pair not in found and {(0, pair[0]), (1, pair[1])} & people
        }  # fmt: skip
        if not more:
            break
        found |= more
        people |= {place for row, col in more for place in ((0, row), (1, col))}
    return np.array(sorted(old ^ found), np.int64).reshape(-1, 2)


def _pairs(pairs: Integers) -> set[Position]:
    return {(int(row), int(col)) for row, col in pairs}
