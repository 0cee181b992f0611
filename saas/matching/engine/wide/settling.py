"""The best assignment of a large market by its program's rules."""

from collections.abc import Callable, Sequence

import numpy as np

from saas.matching.engine.market import Integers
from saas.matching.engine.rules import POINTS
from saas.matching.engine.scale import Effort, Matching, Start, assign_coded
from saas.matching.engine.solving import Position

from .market import WideMarket

OBJECTIVES = ("most_people", "both_sides", "best_fit", "raise_the_lowest")
"""Those that can be reached without holding every pair; groups cannot be formed, either."""


def settle_wide(
    market: WideMarket,
    pins: Sequence[Position] = (),
    standing: Sequence[Position] = (),
    *,
    seconds: float = np.inf,
    effort: Effort | None = None,
    pause: Callable[[], None] | None = None,
    start: Start | None = None,
) -> tuple[WideMarket, Matching]:
    """Find the best assignment; like `settle`, with anyone for those who can have none they named.

    Args:
        market: Who could be matched with whom.
        pins: Pairs that must be in it.
        standing: Pairs that were proposed before.
        seconds: For each solution; after that it says how far from the bound it may be.
        effort: How to go about it; changes the time, not the result.
        pause: Called often; may raise to stop.
        start: Where an earlier run ended; changes the time, not the result.

    Returns:
        The market as it was opened, and its best assignment.
    """
    market = market.opened_to(pins)
    while True:
        found = solve_wide(
            market, pins, standing, seconds=seconds, effort=effort, pause=pause, start=start
        )
        wanting = set(np.flatnonzero(market.mentee_places()).tolist())
        served = set(found.assignment.pairs[:, 0].tolist())
        left = (market.closed() & wanting) - served
        if not left:
            return market, found
        market, start = market.opening(left), Start.of(found.assignment)


def solve_wide(
    market: WideMarket,
    pins: Sequence[Position],
    standing: Sequence[Position],
    *,
    seconds: float = np.inf,
    effort: Effort | None = None,
    pause: Callable[[], None] | None = None,
    start: Start | None = None,
) -> Matching:
    """Find the best assignment of a market as it is opened; like `settle_wide` otherwise."""
    rules = market.rules
    old = np.array(sorted(set(standing)), np.int64).reshape(-1, 2)
    ahead = market.codes.ahead(old[:, 0], old[:, 1]) / POINTS
    return assign_coded(
        market.codes,
        market.mentor_places(),
        mentee_capacity=market.mentee_places(),
        objective=rules.objective,
        minimum=rules.minimum,
        floors=rules.floors,
        mentee_key=market.mentee_keys(),
        mentor_key=market.mentor_keys(),
        pins=_array(pins),
        spread=rules.spread,
        standing=old,
        steadiness=np.minimum(ahead + rules.steadiness, 1),
        seconds=seconds,
        effort=effort,
        pause=pause,
        start=start,
    )


def _array(pairs: Sequence[Position]) -> Integers:
    return np.array(pairs, np.int64).reshape(-1, 2)
