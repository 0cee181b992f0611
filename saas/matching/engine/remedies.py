"""Whether a change would help somebody who waits: really tried, by solving again."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from saas.matching.engine.bans import Ban
from saas.matching.engine.market import Integers, Market, reclosed, without
from saas.matching.engine.people import Person
from saas.matching.engine.solving import Position, settle
from saas.matching.engine.waited import waited_rounds

CELLS = 1_000_000
"""Changes are tried as long as the pairs looked at stay under this; about half a second in all."""


class Trial:
    """Tries changes on a market and remembers who is served by each."""

    def __init__(self, market: Market, pairs: Integers, pins: Sequence[Position] = ()) -> None:
        self._market, self._pins = reclosed(market), list(pins)
        self._standing = [(int(row), int(col)) for row, col in pairs]
        self._before = len(set(pairs[:, 0].tolist()))
        groups = bool(market.rules.group_hours)
        self._left = 0 if groups else CELLS // max(1, market.fit.size)
        self._served: dict[tuple[str, int], frozenset[int]] = {}

    def one_more_place(self, mentor: int) -> frozenset[int] | None:
        """Return the rows served when a mentor has one more place.

        None when it was not tried, empty when nobody more would be served.
        """
        places = self._market.mentor_places()
        places[mentor] += 1
        return self._tried(("place", mentor), self._market, places)

    def lifted(self, ban: Ban, mentee: int) -> frozenset[int] | None:
        """Return the rows served without one rule, whom a mentee keeps to for them alone."""
        alone = ban.name == "only_named"
        key = ban.name, mentee if alone else -1
        if key in self._served:
            return self._served[key]
        return self._tried(key, without(self._market, ban, mentee), None)

    def _tried(
        self, key: tuple[str, int], market: Market, places: Integers | None
    ) -> frozenset[int] | None:
        if key not in self._served:
            if self._left <= 0:
                return None
            self._left -= 1
            _, found = settle(market, self._pins, self._standing, mentor_places=places)
            served = frozenset(found.pairs[:, 0].tolist())
            self._served[key] = served if len(served) > self._before else frozenset()
        return self._served[key]


def in_line(market: Market, pairs: Integers) -> dict[int, int]:
    """Return the place in line, from 1, of every row that waits and could have somebody."""
    served = set(pairs[:, 0].tolist())
    best = np.nan_to_num(market.fit, nan=-1.0).max(axis=1, initial=-1.0)
    waiting = [
        row
        for row in np.flatnonzero((market.mentee_places() > 0) & (best >= market.rules.minimum))
        if row not in served
    ]
    return line_of([int(row) for row in waiting], market.mentees, best)


def line_of(
    rows: Iterable[int], mentees: Sequence[Person], best: npt.NDArray[np.float64]
) -> dict[int, int]:
    """Return the place in line, from 1, of some rows.

    First is who waited more rounds, whatever else is said of waiting; then whose best possible
    fit is higher, then the smaller id.
    """

    def place(row: int) -> tuple[float, float, str]:
        return -waited_rounds(mentees[row]), -best[row], mentees[row].id

    return {row: number for number, row in enumerate(sorted(rows, key=place), 1)}
