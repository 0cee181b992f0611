"""The one of all equally good choices that the lots pick, as for small markets."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from saas.matching.engine import ties
from saas.matching.engine.places import BoolArray, IntArray
from saas.matching.engine.ties import Keys

from .certify import Certified
from .graph import Solution, solve
from .known import Candidates
from .scanner import Scanner
from .sweep import Tied
from .task import Sides

_MORE = 16
_CLOSED = 1 << 60


def draw(
    scanner: Scanner, found: Certified, sides: Sides, keys: tuple[Keys, Keys]
) -> tuple[IntArray, NDArray[np.int16]]:
    """The pairs of the optimum with the largest sum of lots (``ties.lots``), and their fits.

    What ties with the prices is known of most mentees; of those with very many such pairs, more
    are looked for as long as there is a better draw.
    """
    prices = found.solution.mentee_price, found.solution.mentor_price
    pairs, over = found.candidates.pairs, _over(scanner, found)
    must = pairs[over > 0]
    faces = _left(scanner, sides, prices, must)
    may = (over == 0) & _open(scanner, pairs, faces)
    known = Candidates(pairs[may], found.candidates.fit[may], found.candidates.chosen[may])
    undecided = np.flatnonzero((found.left_out >= prices[0]) & (faces[0].most > 0))
    mixed = ties.mixed(*keys)
    ask = np.zeros(scanner.width, np.int64)
    while True:
        drawn = solve(known.pairs, _lots(scanner, known.pairs, keys), faces, ask, known.chosen)
        known.chosen, ask = drawn.chosen, drawn.mentor_price
        if not len(undecided):
            break
        closed = np.where(faces[1].most > 0, ask, _CLOSED)
        tied = Tied(prices[0][undecided], prices[1], mixed[0][undecided], mixed[1], closed)
        more = scanner.draws(undecided, tied, found.scale, _MORE)
        better = _better(scanner, more.pairs, keys, drawn)
        if not len(known.add(more.pairs[better], more.fit[better])[0]):
            break
    pairs = np.concatenate([must, known.pairs[known.chosen]])
    return pairs, np.concatenate([found.candidates.fit[over > 0], known.fit[known.chosen]])


def _over(scanner: Scanner, found: Certified) -> IntArray:
    """What each candidate is worth above its two prices."""
    mentee, mentor = np.divmod(found.candidates.pairs, scanner.width)
    worth = found.candidates.worth(found.scale)
    return worth - found.solution.mentee_price[mentee] - found.solution.mentor_price[mentor]


def _left(
    scanner: Scanner, sides: Sides, prices: tuple[IntArray, IntArray], must: IntArray
) -> Sides:
    """The places that every optimum fills, those of pairs in all of them aside."""
    taken = np.divmod(must, scanner.width)
    mentees, mentors = (
        side.face(price).less(np.bincount(who, minlength=len(price)))
        for side, price, who in zip(sides, prices, taken, strict=True)
    )
    return mentees, mentors


def _open(scanner: Scanner, pairs: IntArray, faces: Sides) -> BoolArray:
    mentee, mentor = np.divmod(pairs, scanner.width)
    free: BoolArray = (faces[0].most[mentee] > 0) & (faces[1].most[mentor] > 0)
    return free


def _lots(scanner: Scanner, pairs: IntArray, keys: tuple[Keys, Keys]) -> IntArray:
    mentee, mentor = np.divmod(pairs, scanner.width)
    return ties.lots(keys[0][mentee], keys[1][mentor])


def _better(
    scanner: Scanner, pairs: IntArray, keys: tuple[Keys, Keys], drawn: Solution
) -> BoolArray:
    """Pairs whose lot exceeds what both places ask."""
    mentee, mentor = np.divmod(pairs, scanner.width)
    asked = drawn.mentee_price[mentee] + drawn.mentor_price[mentor]
    better: BoolArray = _lots(scanner, pairs, keys) > asked
    return better
