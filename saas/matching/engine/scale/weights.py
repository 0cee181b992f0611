"""The criteria of an objective as one sum, exact by what a single exchange can change."""

from __future__ import annotations

from collections.abc import Sequence

from saas.matching.engine.objective import UNITS, Goal, Rewards

LARGEST = 1 << 50
"""A pair may be worth so much: with its hash it still fits in 64 bits."""


def weighed(criteria: Sequence[str], rewards: Rewards, people: int) -> Goal:
    """The criteria as one goal whose optimum is the best by the criteria in their order.

    Two assignments differ by exchanges, each a chain or circle of pairs that visits nobody twice
    (flow decomposition; Ahuja, Magnanti and Orlin 1993, ch. 3.5). So a weight need only exceed
    what one exchange can change of the later criteria: with at most ``people`` pairs taken up and
    as many given up, that is far less than what all pairs add up to, and no exchange that
    improves an optimum of the sum can be good by the criteria in order either.

    Args:
        criteria: Names of criteria, the first decides first.
        rewards: What counts besides the number of pairs.
        people: How many people the smaller side has.

    Raises:
        ValueError: The market is too large for exact 64-bit arithmetic.
    """
    weights: dict[str, int] = {}
    below = 0
    for criterion in reversed(criteria):
        weights = {criterion: below + 1, **weights}
        below += weights[criterion] * _swing(criterion, rewards, people)
    if sum(weights.values()) * max(1, len(rewards.floors)) + UNITS + rewards.spread > LARGEST:
        raise ValueError("The market is too large to weigh these criteria exactly.")
    return Goal(rewards, weights)


def _swing(criterion: str, rewards: Rewards, people: int) -> int:
    """The most that one exchange can change of a criterion, bonuses up to a whole fit included."""
    if criterion == "total":
        return 2 * UNITS * people + rewards.spread
    return len(rewards.floors) * people if criterion == "floors" else 1
