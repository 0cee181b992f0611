"""How many would rather have each other, counted over all pairs of a large market."""

import numpy as np

from saas.matching.engine.blocking import MATERIAL, given_up
from saas.matching.engine.market import Integers
from saas.matching.engine.rules import POINTS
from saas.matching.engine.scale.scanner import Scanner

from .market import WideMarket

_CELLS = 1 << 21


def count_blocking(market: WideMarket, pairs: Integers, material: float = MATERIAL) -> int:
    """Return how many pairs `blocking` would find."""
    least = max(0, round(market.rules.minimum * POINTS))
    wanted = round(material * POINTS)
    fits = market.along(pairs)
    one = _units(given_up(fits, pairs[:, 0], market.mentee_places())) + wanted
    other = _units(given_up(fits, pairs[:, 1], market.mentor_places())) + wanted
    chosen = np.sort(pairs[:, 0] * len(market.mentors) + pairs[:, 1])
    scanner, step, found = Scanner(market.codes), max(1, _CELLS // max(1, len(market.mentors))), 0
    for start in range(0, len(market.mentees), step):
        rows = np.arange(start, min(start + step, len(market.mentees)))
        fit = scanner.fits(rows)
        mine = chosen[np.searchsorted(chosen, rows[0] * fit.shape[1]) :]
        mine = mine[: np.searchsorted(mine, (rows[-1] + 1) * fit.shape[1])]
        fit.reshape(-1)[mine - rows[0] * fit.shape[1]] = -1
        better = (fit >= least) & (fit >= one[rows, None]) & (fit >= other)
        found += int(np.count_nonzero(better))
    return found


def _units(fit: np.ndarray) -> np.ndarray:
    units: np.ndarray = np.where(np.isinf(fit), 10 * POINTS, np.rint(fit * POINTS))
    return units.astype(np.int32)
