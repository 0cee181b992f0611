"""How many would rather have each other, counted over all pairs of a large market."""

import numpy as np
import numpy.typing as npt

from saas.matching.engine.blocking import MATERIAL, given_up
from saas.matching.engine.market import Integers
from saas.matching.engine.rules import POINTS
from saas.matching.engine.scale.scanner import Scanner

from .market import WideMarket


def count_blocking(market: WideMarket, pairs: Integers, material: float = MATERIAL) -> int:
    """Return how many pairs `blocking` would find: one look at all of them."""
    least, wanted = max(0, round(market.rules.minimum * POINTS)), round(material * POINTS)
    fits = market.along(pairs)
    one = _units(given_up(fits, pairs[:, 0], market.mentee_places())) + wanted
    other = _units(given_up(fits, pairs[:, 1], market.mentor_places())) + wanted
    other = np.maximum(other, least)
    # Who is together does not block, though one of the two may have somebody worse besides.
    own = _units(np.nan_to_num(fits, nan=-1.0))
    together = (own >= one[pairs[:, 0]]) & (own >= other[pairs[:, 1]])
    return Scanner(market.codes).count(one, other) - int(np.count_nonzero(together))


def _units(fit: npt.NDArray[np.float64]) -> Integers:
    units: Integers = np.where(np.isinf(fit), 10 * POINTS, np.rint(fit * POINTS)).astype(np.int64)
    return units
