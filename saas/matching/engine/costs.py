"""Prices that tell what another choice costs, whatever a result counted for keeping pairs."""

from collections.abc import Collection, Sized
from dataclasses import dataclass

import numpy as np

from saas.matching.engine.assign import Assignment
from saas.matching.engine.market import Floats, Integers, Market
from saas.matching.engine.rules import POINTS, Rules
from saas.matching.engine.solving import Position, solve

_TOLD = ("most_people", "best_fit")
"""Objectives of which prices say all that another choice costs."""


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """What the places of two people are worth elsewhere, as `cost_at_least` asks.

    Attributes:
        weights: What one more of each criterion is worth, in fit.
        mentee_price: Of each place, what it costs the others at least, without steadiness.
        mentor_price: Likewise.
    """

    weights: dict[str, float]
    mentee_price: Floats
    mentor_price: Floats


def costs_of(
    market: Market,
    found: Assignment,
    pins: Collection[Position],
    standing: Collection[Position],
) -> Costs | None:
    """Return the prices that tell what a change of a result costs, without what it kept pairs for.

    A result that counted something for pairs that stood need not be the best without it. What it
    falls short by is taken off, so that nobody is told of a cost that is none. Solves once more
    where pairs stood.

    Args:
        market: The people, opened as they were by the result.
        found: The result.
        pins: What it had to keep.
        standing: What it would rather keep.

    Returns:
        None where no prices can tell.
    """
    if not is_steadied(market.rules, standing):
        return without_loss(found, 0.0)
    if not is_told(market.rules) or market.pool or not found.certified:
        return None
    best = solve(market, list(pins), steady=False)
    return without_loss(best, _worth(market, best.pairs) - _worth(market, found.pairs))


def is_steadied(rules: Rules, standing: Sized) -> bool:
    """Tell whether pairs that stood counted for more in a result."""
    return bool(rules.steadiness and len(standing))


def is_told(rules: Rules) -> bool:
    """Tell whether prices say of a program's objective what another choice costs."""
    return rules.objective in _TOLD and not rules.group_hours


def without_loss(best: Assignment, loss: float) -> Costs | None:
    """Return the prices of the best result, less what another one falls short of it."""
    if not best.certified:
        return None
    return Costs(dict(best.weights), best.mentee_price - round(loss, 4), best.mentor_price)


def _worth(market: Market, pairs: Integers) -> float:
    """Return what pairs come to by the last criterion, with what is added to their fit."""
    at = tuple(pairs.T)
    lead = np.broadcast_to(market.priority, market.fit.shape)[at].sum() / POINTS
    return float(market.fit[at].sum() + lead) + first_places(market.rules, pairs)


def first_places(rules: Rules, pairs: Integers) -> float:
    """Return what it is worth that so many mentors have anybody."""
    return rules.spread * len(np.unique(pairs[:, 1]))
