"""Mentees and mentors who would both rather have each other than what they got.

Fit is what two people share, so whoever gains by the change gains on both sides. A result with no
such two is called stable (Gale and Shapley 1962); counted are those where both gain materially.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saas.matching.engine.market import Integers, Market

MATERIAL = 0.05
"""So much fit is a gain that people would notice."""


@dataclass(frozen=True, slots=True)
class Blocking:
    """Two people who would both rather have each other; positions, and what each gains in fit."""

    mentee: int
    mentor: int
    mentee_gain: float
    mentor_gain: float


def blocking(market: Market, pairs: Integers, material: float = MATERIAL) -> tuple[Blocking, ...]:
    """Return every mentee and mentor who both gain `material` or more, the largest gains first.

    Whoever has a place left gains the whole fit; whoever has none left would give up their
    worst partner, and gains the difference. Forbidden pairs and those under the program's minimum
    do not count.
    """
    fit = np.where(market.fit >= market.rules.minimum, market.fit, -np.inf)
    fit[tuple(pairs.T)] = -np.inf
    fits = market.along(pairs)
    one = fit - given_up(fits, pairs[:, 0], market.mentee_places())[:, None]
    other = fit - given_up(fits, pairs[:, 1], market.mentor_places())
    rows, cols = np.nonzero((one >= material - 1e-9) & (other >= material - 1e-9))
    found = [
        Blocking(int(row), int(col), float(one[row, col]), float(other[row, col]))
        for row, col in zip(rows, cols, strict=True)
    ]
    return tuple(sorted(found, key=lambda each: _least_gain_first(market, each)))


def _least_gain_first(market: Market, each: Blocking) -> tuple[float, float, str, str]:
    smaller, larger = sorted((each.mentee_gain, each.mentor_gain))
    ids = market.mentees[each.mentee].id, market.mentors[each.mentor].id
    return round(-smaller, 9), round(-larger, 9), *ids


def given_up(
    fits: npt.NDArray[np.float64], who: Integers, places: Integers
) -> npt.NDArray[np.float64]:
    """Return the fit that each person of a side gives up for another; infinite without places.

    `fits` are those of the pairs, `who` of that side is in each.
    """
    worst = np.full(len(places), np.inf)
    np.minimum.at(worst, who, np.nan_to_num(fits))
    used = np.bincount(who, minlength=len(places))
    return np.where(used < places, 0.0, worst)
