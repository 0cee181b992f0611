"""The prices of a run, checked knowing nothing of how it went: one look at all pairs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from saas.matching.engine.assign import counting
from saas.matching.engine.market import Integers
from saas.matching.engine.objective import OBJECTIVES, UNITS, Goal, Rewards
from saas.matching.engine.places import Places
from saas.matching.engine.rising import within
from saas.matching.engine.scale.door import fits_of
from saas.matching.engine.scale.proof import Proof, verify
from saas.matching.engine.scale.task import scale_of

from .market import WideMarket


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What is kept of a result, for people in the order of a market.

    Attributes:
        weights: What one more of each criterion is worth, in units of fit.
        prices: Of mentees and of mentors, likewise.
        pairs, pins, standing: Positions of mentee and mentor, shape (n, 2); pins are among pairs.
    """

    weights: Mapping[str, int]
    prices: tuple[Integers, Integers]
    pairs: Integers
    pins: Integers
    standing: Integers


def settled_apart(market: WideMarket, weights: Mapping[str, int]) -> list[str]:
    """Return the criteria of the objective that were settled before those that prices weigh."""
    rules, one_each = market.rules, bool((market.mentee_places() <= 1).all())
    names = counting(OBJECTIVES[rules.objective], _rewards(market), one_each=one_each)
    return [name for name in names if name not in weights]


def check(market: WideMarket, kept: Kept) -> list[str]:
    """Check what is kept of a result against its people; what is wrong, one sentence each.

    Every pair is looked at once. Nothing else is wrong when prices prove what they can of the
    criteria that they weigh.
    """
    width = max(1, len(market.mentors))
    pins, pairs, standing = (
        _numbers(each, width) for each in (kept.pins, kept.pairs, kept.standing)
    )
    own, rather = pairs[~within(pairs, pins)], standing[~within(standing, pins)]
    taken = [
        np.bincount(kept.pins[:, side], minlength=size) for side, size in enumerate(_size(market))
    ]
    rooms = market.mentee_places(), market.mentor_places()
    open_to = [np.flatnonzero(room > used) for room, used in zip(rooms, taken, strict=True)]
    codes = market.codes.forbidding(*np.divmod(pins, width)) if len(pins) else market.codes
    codes = codes.sample(*open_to)
    goal = Goal(_rewards(market), dict(kept.weights))
    bonuses = goal.mentee_bonus(), goal.mentor_bonus()
    sides = [
        Places.up_to((np.minimum(room, other + 1) - used)[there]).rewarding(bonus, used[there] > 0)
        for room, used, there, bonus, other in zip(
            rooms, taken, open_to, bonuses, reversed(_size(market)), strict=True
        )
    ]
    inside, special = _renumbered(own, open_to, width), _renumbered(rather, open_to, width)
    if len(inside) < len(own):
        return ["Somebody has more partners than places."]
    ahead = codes.ahead(*np.divmod(special, max(1, len(open_to[1]))))
    bonus = np.minimum(ahead / UNITS + market.rules.steadiness, 1)
    proof = Proof(
        codes.fingerprint(),
        scale_of(goal, _lowest(market, own, width)),
        (sides[0], sides[1]),
        (kept.prices[0][open_to[0]], kept.prices[1][open_to[1]]),
        inside,
        special,
        np.rint(bonus * UNITS).astype(np.int64),
    )
    return verify(proof, codes) if codes.mentees and codes.mentors else []


def _rewards(market: WideMarket) -> Rewards:
    rules = market.rules
    floors = tuple(round(floor * UNITS) for floor in rules.floors)
    return Rewards(floors, round(rules.spread * UNITS), UNITS)


def _lowest(market: WideMarket, own: Integers, width: int) -> int:
    """The fit under which a pair was forbidden; who raises the lowest forbids all under it."""
    rules = market.rules
    least = max(round(rules.minimum * UNITS), int(rules.objective == "best_fit"))
    if rules.objective != "raise_the_lowest" or not len(own):
        return least
    return max(least, int(fits_of(market.codes, *np.divmod(own, width)).min()))


def _size(market: WideMarket) -> tuple[int, int]:
    return len(market.mentees), len(market.mentors)


def _numbers(pairs: Integers, width: int) -> Integers:
    return np.sort(pairs[:, 0] * width + pairs[:, 1])


def _renumbered(numbers: Integers, open_to: list[Integers], width: int) -> Integers:
    """Number pairs among those who have places left; pairs of others are left out."""
    mentee, mentor = np.divmod(numbers, width)
    there = within(mentee, open_to[0]) & within(mentor, open_to[1])
    row = np.searchsorted(open_to[0], mentee[there])
    return row * len(open_to[1]) + np.searchsorted(open_to[1], mentor[there])
