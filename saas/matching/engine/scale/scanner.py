"""Sweeps over a whole market: in parts, on several threads, stopping when asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saas.matching.engine.places import IntArray

from . import plain, sweep, tile
from .codes import Codes, Small
from .deck import Deck, deck_of
from .jit import COMPILED
from .sweep import LOT_BITS, NOTHING, Best, Near, Scale, Tied

_PART = 1 << 22
_PLAIN_PART = 1 << 20
_loops = sweep if COMPILED else plain


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Pairs that a sweep found.

    Attributes:
        pairs: Row times width plus column, rising.
        fit: Their fits.
        shield: For each mentee swept, what no pair that was left out is worth above the mentor's
            price; NOTHING when none was.
    """

    pairs: IntArray
    fit: NDArray[np.int16]
    shield: IntArray


class Scanner:
    """All pairs of a market, looked at but never held.

    Attributes:
        scanned: How many pairs were looked at.
    """

    def __init__(
        self, codes: Codes, *, threads: int | None = None, pause: Callable[[], None] | None = None
    ) -> None:
        """Lay the market out; ``pause`` is called between parts and may raise to stop."""
        self.codes, self.deck = codes, deck_of(codes)
        self.threads = threads or os.cpu_count() or 1
        self.scanned = 0
        self._pause = pause or (lambda: None)

    @property
    def width(self) -> int:
        """The number of mentors."""
        return self.codes.mentors

    def sample(self, rows: IntArray, columns: IntArray) -> Scanner:
        """The pairs of some mentees and mentors, both rising."""
        codes = self.codes.sample(rows, columns)
        return Scanner(codes, threads=self.threads, pause=self._pause)

    def best(self, mentees: IntArray, mentor_price: IntArray, scale: Scale, count: int) -> Found:
        """For each mentee the ``count`` pairs worth most above the mentor's price."""
        best = Best.room(len(mentees), max(1, min(count, self.width)))
        price = mentor_price[self.deck.order]
        prices = price, Near.of(price, scale)
        self._sweep(
            len(mentees),
            lambda deck, part: _loops.best_of(deck, mentees[part], prices, scale, best, part.start),
        )
        full = best.kept == best.key.shape[1]
        shield = np.where(full, best.key[:, 0] >> LOT_BITS, NOTHING)
        if best.key.shape[1] == self.width:
            shield[:] = NOTHING
        return self._found(mentees, best, shield)

    def bids(self, mentees: IntArray, mentee_price: IntArray, scale: Scale) -> IntArray:
        """The most that one of some mentees would pay for each mentor and still pay their own."""
        highest = []

        def bid(deck: Deck, part: slice) -> None:
            mine = np.full(self.width, NOTHING, np.int64)
            _loops.bids_of(deck, mentees[part], mentee_price[part], scale, mine)
            highest.append(mine)

        self._sweep(len(mentees), bid)
        bids = np.full(self.width, NOTHING, np.int64)
        bids[self.deck.order] = np.max(highest, axis=0, initial=NOTHING) if highest else NOTHING
        return bids

    def surplus(self, prices: tuple[IntArray, IntArray], scale: Scale) -> int:
        """What all pairs together are worth above their two prices, where that is more than 0."""
        everyone, over = np.arange(self.codes.mentees), np.zeros(self.codes.mentees, np.int64)
        mentor_price = prices[1][self.deck.order]
        self._sweep(
            len(everyone),
            lambda deck, part: _loops.surplus_of(
                deck, everyone[part], (prices[0][part], mentor_price), scale, over[part]
            ),
        )
        return sum(map(int, over[over > 0]))

    def count(self, mentee_asks: IntArray, mentor_asks: IntArray) -> int:
        """How many pairs have a fit as high as both of the two ask."""
        everyone, counted = np.arange(self.codes.mentees), np.zeros(self.codes.mentees, np.int64)
        theirs = mentor_asks[self.deck.order].astype(np.int32)
        self._sweep(
            len(everyone),
            lambda deck, part: _loops.count_of(
                deck, everyone[part], (mentee_asks[part], theirs), counted[part]
            ),
        )
        return int(counted.sum())

    def draws(self, mentees: IntArray, tied: Tied, scale: Scale, count: int) -> Found:
        """For each mentee the ``count`` tied pairs with the highest lots above the asked."""
        best = Best.room(len(mentees), max(1, min(count, self.width)))
        order = self.deck.order
        here = tied._replace(
            mentor_price=tied.mentor_price[order],
            mentor_aside=tied.mentor_aside[order],
            mentor_lot=tied.mentor_lot[order],
            ask=tied.ask[order],
        )
        self._sweep(
            len(mentees),
            lambda deck, part: _loops.draws_of(deck, mentees[part], here, scale, best, part.start),
        )
        full = best.kept == best.key.shape[1]
        return self._found(mentees, best, np.where(full, best.key[:, 0], NOTHING))

    def fits(self, mentees: IntArray) -> Small:
        """All fits of some mentees, -1 where forbidden, shape (mentees, mentors)."""
        out = np.empty((len(mentees), self.width), np.int32)

        def fill(deck: Deck, part: slice) -> None:
            if COMPILED:
                tile.block(deck, mentees[part], out[part], sweep.TILE)
            else:
                out[part] = plain.block(deck, mentees[part])

        self._sweep(len(mentees), fill)
        fits = np.empty_like(out)
        fits[:, self.deck.order] = out
        return fits

    def _found(self, mentees: IntArray, best: Best, shield: IntArray) -> Found:
        there = np.arange(best.key.shape[1]) < best.kept[:, None]
        mentee = np.broadcast_to(mentees[:, None], there.shape)[there]
        pairs = mentee * self.width + self.deck.order[best.place[there]]
        order = np.argsort(pairs, kind="stable")
        return Found(pairs[order], best.fit[there][order], shield)

    def _sweep(self, mentees: int, look: Callable[[Deck, slice], None]) -> None:
        parts = list(self._parts(mentees))
        self.scanned += mentees * self.width

        if min(self.threads, len(parts)) <= 1:
            for part in parts:
                look(self.deck, part)
                self._pause()
            return
        with ThreadPoolExecutor(self.threads) as pool:
            try:
                for looking in [pool.submit(look, self.deck, part) for part in parts]:
                    looking.result()
                    self._pause()
            finally:
                pool.shutdown(cancel_futures=True)

    def _parts(self, mentees: int) -> Iterator[slice]:
        size = (_PART if COMPILED else _PLAIN_PART) // max(1, self.width)
        step = max(sweep.TOGETHER, size - size % sweep.TOGETHER)
        for start in range(0, mentees, step):
            yield slice(start, min(start + step, mentees))
