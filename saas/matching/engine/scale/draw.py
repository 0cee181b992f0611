"""The one of all equally good choices that keeps most of what stands and that the lots pick.

As for small markets: of all optima first those with the most standing pairs, then the one with the
largest sum of lots (``ties.lots``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from saas.matching.engine import ties
from saas.matching.engine.places import BoolArray, IntArray
from saas.matching.engine.rising import marked, rising, within
from saas.matching.engine.ties import Keys

from .certify import Certified
from .graph import Solution, solve
from .known import Candidates
from .scanner import Scanner
from .sweep import Tied
from .task import Sides

_MORE = 16
_CLOSED = 1 << 60
Worth = Callable[[IntArray], IntArray]
"""What pairs are worth among those that tie."""


def draw(
    scanner: Scanner,
    found: Certified,
    sides: Sides,
    keys: tuple[Keys, Keys],
    standing: IntArray,
) -> Candidates:
    """The pairs of the optimum that keeps most standing pairs and wins by lot.

    What ties with the prices is known of most mentees; of those with very many such pairs, more
    are looked for as long as there is a better draw.
    """
    prices = found.solution.mentee_price, found.solution.mentor_price
    mentee, mentor = np.divmod(found.candidates.pairs, scanner.width)
    over = found.candidates.worth(found.scale) - prices[0][mentee] - prices[1][mentor]
    face = _Face.of(scanner, found, sides, over)
    if marked(face.known.pairs, standing).any():
        stand = rising(standing)
        face = face.narrowed(lambda pairs: within(pairs, stand) * np.int64(1), lots=None)
    mixed = ties.mixed(*keys)

    def lots(pairs: IntArray) -> IntArray:
        mentee, mentor = np.divmod(pairs, scanner.width)
        return ties.lots(keys[0][mentee], keys[1][mentor])

    face.solved(lots, mixed)
    drawn = face.known.take(face.known.chosen)
    drawn.add(face.must.pairs, face.must.fit, face.must.bonus)
    return drawn


@dataclass(slots=True, eq=False)
class _Face:
    """All choices that are equally good so far.

    Attributes:
        must: Pairs in all of them; ``known`` may be in some.
        sides: The places that all of them fill, those of ``must`` aside.
        undecided: Mentees of whom not all pairs are known that tie.
        aside: The price of a mentee and of a mentor whose sum says that an unknown pair is in.
    """

    scanner: Scanner
    found: Certified
    must: Candidates
    known: Candidates
    sides: Sides
    undecided: IntArray
    aside: tuple[IntArray, IntArray]

    @classmethod
    def of(cls, scanner: Scanner, found: Certified, sides: Sides, over: IntArray) -> _Face:
        """All optima: what each candidate is worth above its two prices tells which may be in."""
        prices = found.solution.mentee_price, found.solution.mentor_price
        must = found.candidates.take(over > 0)
        left = _left(scanner, sides, prices, must.pairs)
        known = found.candidates.take((over == 0) & _open(scanner, found.candidates.pairs, left))
        undecided = np.flatnonzero((found.left_out >= prices[0]) & (left[0].most > 0))
        none = np.zeros_like(prices[0]), np.zeros_like(prices[1])
        return cls(scanner, found, must, known, left, undecided, none)

    def narrowed(self, worth: Worth, lots: tuple[Keys, Keys] | None) -> _Face:
        """Those of them that are worth most."""
        best = self.solved(worth, lots)
        prices = best.mentee_price, best.mentor_price
        mentee, mentor = np.divmod(self.known.pairs, self.scanner.width)
        over = worth(self.known.pairs) - prices[0][mentee] - prices[1][mentor]
        more = self.known.take(over > 0)
        left = _left(self.scanner, self.sides, prices, more.pairs)
        known = self.known.take((over == 0) & _open(self.scanner, self.known.pairs, left))
        must = self.must.take(np.ones(len(self.must.pairs), np.bool_))
        must.add(more.pairs, more.fit, more.bonus)
        open_still = self.undecided[left[0].most[self.undecided] > 0]
        return _Face(self.scanner, self.found, must, known, left, open_still, prices)

    def solved(self, worth: Worth, lots: tuple[Keys, Keys] | None) -> Solution:
        """Choose the one that is worth most; ``lots`` are the keys when worths are lots, else 0."""
        known, width = self.known, self.scanner.width
        ask = np.zeros(width, np.int64)
        while True:
            best = solve(known.pairs, worth(known.pairs), self.sides, ask, known.chosen)
            known.chosen, ask = best.chosen, best.mentor_price
            if not len(self.undecided):
                return best
            more = self.scanner.draws(
                self.undecided, self._tied(lots, ask), self.found.scale, self._many()
            )
            mentee, mentor = np.divmod(more.pairs, width)
            gain = worth(more.pairs) - best.mentee_price[mentee] - ask[mentor]
            new = (gain > 0) & ~within(more.pairs, self.found.candidates.pairs)
            ahead = self.scanner.codes.ahead(mentee[new], mentor[new])
            if not len(known.add(more.pairs[new], more.fit[new], ahead).pairs):
                return best

    def _many(self) -> int:
        """How many pairs to look for: those known, at other worths, are found again."""
        mentee = np.divmod(self.found.candidates.pairs, self.scanner.width)[0]
        special = self.found.candidates.bonus > 0
        return _MORE + int(np.bincount(mentee[special]).max(initial=0))

    def _tied(self, lots: tuple[Keys, Keys] | None, ask: IntArray) -> Tied:
        prices = self.found.solution.mentee_price, self.found.solution.mentor_price
        nothing = np.zeros(len(prices[0]), np.uint64), np.zeros(len(prices[1]), np.uint64)
        mixed = lots or nothing
        return Tied(
            prices[0][self.undecided],
            prices[1],
            self.aside[0][self.undecided],
            self.aside[1],
            mixed[0][self.undecided],
            mixed[1],
            np.where(self.sides[1].most > 0, ask, _CLOSED),
            int(lots is not None),
        )


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
