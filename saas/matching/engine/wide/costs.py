"""The prices that tell what another choice of a large market costs."""

from collections.abc import Collection

import numpy as np

from saas.matching.engine.assign import Assignment
from saas.matching.engine.costs import Costs, first_places, is_steadied, is_told, without_loss
from saas.matching.engine.market import Integers
from saas.matching.engine.rules import POINTS
from saas.matching.engine.scale import Start
from saas.matching.engine.solving import Position

from .market import WideMarket
from .settling import solve_wide


def costs_of_wide(
    market: WideMarket,
    found: Assignment,
    pins: Collection[Position],
    standing: Collection[Position],
    *,
    seconds: float = np.inf,
) -> Costs | None:
    """Return what `costs_of` returns; None, too, where `seconds` do not suffice."""
    if not is_steadied(market.rules, standing):
        return without_loss(found, 0.0)
    if not is_told(market.rules) or not found.certified:
        return None
    start = Start.of(found)
    best = solve_wide(market, list(pins), (), seconds=seconds, start=start).assignment
    return without_loss(best, _worth(market, best.pairs) - _worth(market, found.pairs))


def _worth(market: WideMarket, pairs: Integers) -> float:
    lead = market.codes.ahead(pairs[:, 0], pairs[:, 1]).sum() / POINTS
    return float(market.along(pairs).sum() + lead) + first_places(market.rules, pairs)
