"""Sweeps over all pairs of some mentees against prices, never holding more than a tile of them.

What a pair is worth follows from its fit by a ``Scale``; a forbidden pair is worth NOTHING.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from saas.matching.engine.places import IntArray

from .codes import Small
from .deck import Deck
from .jit import compiled, inlined
from .tile import fits, open_row

NOTHING = -(1 << 62)
"""Less than anything that a pair may be worth above its price."""
TOGETHER = 8
"""Mentees that share a tile of mentors, so that it stays near the processor."""
TILE = 2048
LOT_BITS = 12
"""Pairs that are worth the same to a mentee are told apart by a hash of so many bits."""
_STEP = 32


class Scale(NamedTuple):
    """What fits are worth: from ``lowest`` on ``base`` plus ``slope`` times the fit, plus ``step``
    for each floor reached."""  # noqa: D205, D209

    lowest: int
    base: int
    slope: int
    step: int
    floors: IntArray


class Best(NamedTuple):
    """The pairs worth most above the mentor's price, for each mentee of a sweep.

    Attributes:
        key: Worth above the price and the hash, as a heap with the least first.
        place: The mentor's place in the deck.
        fit: The fit.
        kept: How many there are.
    """

    key: IntArray
    place: Small
    fit: NDArray[np.int16]
    kept: IntArray

    @classmethod
    def room(cls, mentees: int, most: int) -> Best:
        """Room for the best ``most`` of some mentees."""
        return cls(
            np.full((mentees, most), NOTHING, np.int64),
            np.zeros((mentees, most), np.int32),
            np.zeros((mentees, most), np.int16),
            np.zeros(mentees, np.int64),
        )


@inlined
def _above(
    deck: Deck, mentee: int, start: int, fit: Small, price: IntArray, scale: Scale, worth: IntArray
) -> None:
    """What the pairs of a tile are worth above the mentor's price."""
    count = len(price)
    base, slope, lowest, step = scale.base, scale.slope, scale.lowest, scale.step
    for place in range(count):
        value = base + np.int64(fit[place]) * slope - price[place]
        worth[place] = value if fit[place] >= lowest else NOTHING
    for floor in scale.floors:
        for place in range(count):
            if fit[place] >= floor:
                worth[place] += step
    lead = deck.lead[mentee] * slope
    if lead > 0:
        for place in range(count):
            if fit[place] >= lowest:
                worth[place] += lead * deck.heed[start + place]


@inlined
def _sink(heap: IntArray, place: Small, fit: NDArray[np.int16], at: int, size: int) -> None:
    """Let an entry of a heap sink to where it belongs."""
    key, where, what = heap[at], place[at], fit[at]
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= key:
            break
        heap[at], place[at], fit[at] = heap[child], place[child], fit[child]
        at = child
    heap[at], place[at], fit[at] = key, where, what


@inlined
def _keep(best: Best, index: int, key: int, place: int, fit: int) -> None:
    """Take a pair into the best of a mentee, for the least of them when there is no room."""
    heap, most, count = best.key[index], best.key.shape[1], best.kept[index]
    if count < most:
        heap[count], best.place[index, count], best.fit[index, count] = key, place, fit
        best.kept[index] = count + 1
        if count + 1 == most:
            for at in range(most // 2 - 1, -1, -1):
                _sink(heap, best.place[index], best.fit[index], at, most)
    elif key > heap[0]:
        heap[0], best.place[index, 0], best.fit[index, 0] = key, place, fit
        _sink(heap, best.place[index], best.fit[index], 0, most)


class Near(NamedTuple):
    """Prices in few bits: what says at a glance that most pairs are not worth a closer look.

    Attributes:
        price: What is left of a price beyond ``center``, over 2**shift, rounded down; NEAREST or
            less when it is too far below for that.
    """

    price: Small
    center: int
    shift: int

    @classmethod
    def of(cls, price: IntArray, scale: Scale) -> Near:
        """Prices around their middle, so coarse that what floors are worth fits, too."""
        widest = 10_000 * scale.slope + len(scale.floors) * scale.step
        shift = max(0, int(widest).bit_length() - _NEAR_BITS)
        center = int(np.median(price)) if len(price) else 0
        left = np.clip((price - center) >> shift, -NEAREST, NEAREST)
        return cls(left.astype(np.int32), center, shift)


_NEAR_BITS = 29
NEAREST = 1 << 30


@inlined
def _cut(near: Near, scale: Scale, limit: int, lead: int) -> int:
    """What a pair must seem to be worth at a glance when it may be worth ``limit``."""
    least = (limit - scale.base - lead + near.center) >> near.shift
    return min(least, NEAREST) if least >= -NEAREST else -2 * NEAREST


@inlined
def _glance(fit: Small, price: Small, near: Near, scale: Scale, seems: Small) -> None:
    """What the pairs of a tile seem to be worth, never less than they are."""
    count = len(price)
    lowest, slope = np.int32(scale.lowest), np.int32(scale.slope)
    shift, up = np.int32(near.shift), np.int32(near.shift > 0)
    step = np.int32((scale.step + (np.int64(1) << near.shift) - 1) >> near.shift)
    for place in range(count):
        worth = np.int32(np.int32((fit[place] * slope) >> shift) + up - price[place])
        seems[place] = worth if fit[place] >= lowest else np.int32(-2 * NEAREST)
    for floor in scale.floors:
        least = np.int32(floor)
        for place in range(count):
            seems[place] += step if fit[place] >= least else np.int32(0)


@inlined
def _worth(fit: int, scale: Scale, more: int) -> int:
    """What one fit is worth, with something on top; NOTHING under the lowest."""
    if fit < scale.lowest:
        return NOTHING
    worth = scale.base + np.int64(fit) * scale.slope + more
    for floor in scale.floors:
        if fit >= floor:
            worth += scale.step
    return int(worth)


@inlined
def _select(
    tile: tuple[int, int],
    fit: Small,
    seems: Small,
    prices: tuple[IntArray, IntArray, NDArray[np.uint32]],
    near: Near,
    scale: Scale,
    best: Best,
    index: int,
    mine: tuple[int, np.uint32],
) -> None:
    """Keep the best of a tile; most steps of it hold nothing good enough and are passed over.

    ``prices`` are those of the tile, with who heeds that a mentee leads and everybody's lots;
    ``mine`` what the mentee leads by, and the mentee's part of the lots. All is handed on piece by
    piece: a call that takes everything along costs more than the pairs do.
    """
    (price, heed, lots), (lead, mix) = prices, mine
    start, count, most = tile[0], tile[1] - tile[0], best.key.shape[1]
    limit = best.key[index, 0] >> LOT_BITS if best.kept[index] == most else NOTHING + 1
    cut = _cut(near, scale, limit, lead)
    for begin in range(0, count, _STEP):
        end = min(count, begin + _STEP)
        highest = seems[begin]
        for place in range(begin, end):
            highest = max(highest, seems[place])
        if highest < cut:
            continue
        for place in range(begin, end):
            if seems[place] < cut:
                continue
            worth = _worth(fit[place], scale, lead * heed[place] - price[place])
            if worth >= limit:
                key = (worth << LOT_BITS) | int(
                    np.uint32(lots[place] * mix) >> np.uint32(32 - LOT_BITS)
                )
                _keep(best, index, key, start + place, fit[place])
                if best.kept[index] == most:
                    limit = best.key[index, 0] >> LOT_BITS
                    cut = _cut(near, scale, limit, lead)


@compiled
def best_of(
    deck: Deck,
    mentees: IntArray,
    prices: tuple[IntArray, Near],
    scale: Scale,
    best: Best,
    first: int,
) -> None:
    """Keep the pairs of some mentees that are worth most above the prices, by place of the deck.

    The entries of ``best`` from ``first`` on are those of ``mentees``.
    """
    places = len(deck.order)
    rows = np.empty((TOGETHER, len(deck.kinds), deck.code.shape[1]), np.int32)
    fit, common = np.empty(TILE, np.int32), np.empty(TILE, np.int32)
    seems = np.empty(TILE, np.int32)
    price, near = prices
    at = np.empty(TOGETHER, np.int64)
    for begin in range(0, len(mentees), TOGETHER):
        some = min(TOGETHER, len(mentees) - begin)
        for each in range(some):
            open_row(deck, mentees[begin + each], rows[each])
            at[each] = deck.single_at[mentees[begin + each]]
        for start in range(0, places, TILE):
            stop = min(places, start + TILE)
            for each in range(some):
                mentee = mentees[begin + each]
                at[each] = fits(deck, mentee, rows[each], start, stop, at[each], fit, common)
                _glance(fit, near.price[start:stop], near, scale, seems)
                here = price[start:stop], deck.heed[start:stop], deck.lot[start:stop]
                mix = np.uint32((mentee + 1) * 0x85EBCA6B) | np.uint32(1)
                mine, index = (deck.lead[mentee] * scale.slope, mix), first + begin + each
                _select((start, stop), fit, seems, here, near, scale, best, index, mine)


@compiled
def bids_of(
    deck: Deck, mentees: IntArray, price: IntArray, scale: Scale, highest: IntArray
) -> None:
    """Raise ``highest``, by place, to the most that some mentees would pay and still pay theirs."""
    places = len(deck.order)
    row = np.empty((len(deck.kinds), deck.code.shape[1]), np.int32)
    fit, common = np.empty(TILE, np.int32), np.empty(TILE, np.int32)
    worth, none = np.empty(TILE, np.int64), np.zeros(TILE, np.int64)
    for index in range(len(mentees)):
        open_row(deck, mentees[index], row)
        at = deck.single_at[mentees[index]]
        for start in range(0, places, TILE):
            stop = min(places, start + TILE)
            at = fits(deck, mentees[index], row, start, stop, at, fit, common)
            _above(deck, mentees[index], start, fit, none[: stop - start], scale, worth)
            for place in range(stop - start):
                highest[start + place] = max(highest[start + place], worth[place] - price[index])


@compiled
def surplus_of(
    deck: Deck, mentees: IntArray, prices: tuple[IntArray, IntArray], scale: Scale, over: IntArray
) -> None:
    """Sum up, for each of some mentees, what pairs are worth above both prices."""
    places = len(deck.order)
    row = np.empty((len(deck.kinds), deck.code.shape[1]), np.int32)
    fit, common = np.empty(TILE, np.int32), np.empty(TILE, np.int32)
    worth = np.empty(TILE, np.int64)
    for index in range(len(mentees)):
        open_row(deck, mentees[index], row)
        at = deck.single_at[mentees[index]]
        total = np.int64(0)
        for start in range(0, places, TILE):
            stop = min(places, start + TILE)
            at = fits(deck, mentees[index], row, start, stop, at, fit, common)
            _above(deck, mentees[index], start, fit, prices[1][start:stop], scale, worth)
            for place in range(stop - start):
                total += max(np.int64(0), worth[place] - prices[0][index])
        over[index] = total


@compiled
def count_of(
    deck: Deck, mentees: IntArray, asks: tuple[IntArray, Small], counted: IntArray
) -> None:
    """Count, for each of some mentees, the pairs whose fit is as high as both of the two ask.

    ``asks`` are those of these mentees, and of all mentors by place.
    """
    places = len(deck.order)
    row = np.empty((len(deck.kinds), deck.code.shape[1]), np.int32)
    fit, common = np.empty(TILE, np.int32), np.empty(TILE, np.int32)
    for index in range(len(mentees)):
        open_row(deck, mentees[index], row)
        at, mine, total = deck.single_at[mentees[index]], np.int32(asks[0][index]), 0
        for start in range(0, places, TILE):
            stop = min(places, start + TILE)
            at = fits(deck, mentees[index], row, start, stop, at, fit, common)
            theirs = asks[1][start:stop]
            for place in range(stop - start):
                total += (fit[place] >= mine) & (fit[place] >= theirs[place])
        counted[index] = total


class Tied(NamedTuple):
    """The pairs that are worth exactly their prices, and what a lot must beat.

    Attributes:
        mentee_price, mentor_price: What a pair that ties is worth is the sum of the two.
        mentee_aside, mentor_aside: Only pairs count of which the sum of these is 0.
        mentee_lot, mentor_lot: Which lot a pair has.
        ask: What the mentor's place asks.
        drawn: 1 when pairs are worth their lots, 0 when all are worth nothing.
    """

    mentee_price: IntArray
    mentor_price: IntArray
    mentee_aside: IntArray
    mentor_aside: IntArray
    mentee_lot: NDArray[np.uint64]
    mentor_lot: NDArray[np.uint64]
    ask: IntArray
    drawn: int


@inlined
def _drawn(worth: IntArray, tied: Tied, index: int, start: int) -> None:
    """Replace what tied pairs are worth by their lot less what the mentor's place asks."""
    mine, price, aside = tied.mentee_lot[index], tied.mentee_price[index], tied.mentee_aside[index]
    for place in range(len(worth)):
        if worth[place] == price and aside + tied.mentor_aside[start + place] == 0:
            lot = lot_of(mine + tied.mentor_lot[start + place])
            worth[place] = lot * tied.drawn - tied.ask[start + place]
        else:
            worth[place] = NOTHING


@inlined
def lot_of(word: np.uint64) -> np.int64:
    """The lot of a pair from its two keys, mixed and added; as ``ties.lots`` draws it."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    word = word ^ (word >> np.uint64(31))
    return np.int64(word >> np.uint64(24)) + 1


@compiled
def draws_of(
    deck: Deck, mentees: IntArray, tied: Tied, scale: Scale, best: Best, first: int
) -> None:
    """Keep the tied pairs of some mentees with the highest lots above what the mentor asks."""
    places, most = len(deck.order), best.key.shape[1]
    row = np.empty((len(deck.kinds), deck.code.shape[1]), np.int32)
    fit, common = np.empty(TILE, np.int32), np.empty(TILE, np.int32)
    worth = np.empty(TILE, np.int64)
    for index in range(first, first + len(mentees)):
        mentee = mentees[index - first]
        open_row(deck, mentee, row)
        at = deck.single_at[mentee]
        for start in range(0, places, TILE):
            stop = min(places, start + TILE)
            at = fits(deck, mentee, row, start, stop, at, fit, common)
            _above(deck, mentee, start, fit, tied.mentor_price[start:stop], scale, worth)
            _drawn(worth[: stop - start], tied, index, start)
            for place in range(stop - start):
                limit = best.key[index, 0] if best.kept[index] == most else NOTHING
                if worth[place] > limit:
                    _keep(best, index, worth[place], start + place, fit[place])
