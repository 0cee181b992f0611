"""The best assignment of a market by its program's rules."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from saas.matching.engine.assign import Assignment, assign
from saas.matching.engine.market import Integers, Market, closed, opened, opened_to
from saas.matching.engine.pool import solve_pool
from saas.matching.engine.rules import POINTS
from saas.matching.engine.stable import stable

Position = tuple[int, int]
"""Of a mentee and of a mentor in the market."""


def solve(
    market: Market,
    pins: Sequence[Position] = (),
    standing: Sequence[Position] = (),
    *,
    mentor_places: Integers | None = None,
    steady: bool = True,
) -> Assignment:
    """Find the best assignment of a market.

    Args:
        market: Who could be matched with whom.
        pins: Pairs that must be in it.
        standing: Pairs that were proposed before.
        mentor_places: Other numbers of places than the market's own.
        steady: Whether standing pairs count for more, as the program says; without it they
            only go before pairs that are exactly as good.
    """
    rules = market.rules
    if market.pool:
        return solve_pool(market, pins, standing if steady else ())
    if rules.group_hours:
        # Its solver takes every process half a second to load, and few programs need it.
        from saas.matching.engine.groups import solve_groups

        return solve_groups(market, pins, standing, mentor_places)
    bonus = np.array(market.priority / POINTS)
    old = np.array(standing, np.int64).reshape(-1, 2)
    if steady and rules.steadiness and len(old):
        bonus = np.broadcast_to(bonus, market.fit.shape).copy()
        bonus[tuple(old.T)] = np.minimum(bonus[tuple(old.T)] + rules.steadiness, 1)
    places = market.mentor_places() if mentor_places is None else mentor_places
    asked: dict[str, Any] = {
        "mentee_capacity": market.mentee_places(),
        "minimum": rules.minimum,
        "mentee_key": market.mentee_keys(),
        "mentor_key": market.mentor_keys(),
        "pins": np.array(pins, np.int64).reshape(-1, 2),
        "bonus": bonus,
    }
    if rules.objective == "stable":
        return stable(market.fit, places, **asked)
    return assign(
        market.fit,
        places,
        objective=rules.objective,
        floors=rules.floors,
        spread=rules.spread,
        standing=old,
        **asked,
    )


def settle(
    market: Market,
    pins: Sequence[Position] = (),
    standing: Sequence[Position] = (),
    *,
    steady: bool = True,
    mentor_places: Integers | None = None,
) -> tuple[Market, Assignment]:
    """Find the best assignment, with anyone for those who can have none of whom they named.

    Everybody who asked for certain mentors only is kept to them first. Those left without one
    and who would rather have anyone than wait are opened to all, and all is solved again, until
    nobody is left to open. Pins open their mentees. The order of people does not matter.

    Returns:
        The market as it was opened, and its best assignment.
    """
    market = opened_to(market, pins)
    while True:
        found = solve(market, pins, standing, steady=steady, mentor_places=mentor_places)
        wanting = set(np.flatnonzero(market.mentee_places()).tolist())
        left = (closed(market) & wanting) - set(found.pairs[:, 0].tolist())
        if not left:
            return market, found
        market = opened(market, left)
