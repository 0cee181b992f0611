"""The sweeps without Numba: the same numbers, a few mentees at a time."""

from __future__ import annotations

import numpy as np

from saas.matching.engine.places import IntArray

from .codes import FORBIDS, STRIKE, Small
from .deck import SHIFT, Deck
from .sweep import LOT_BITS, NOTHING, Best, Near, Scale, Tied


def block(deck: Deck, mentees: IntArray) -> Small:
    """All fits of some mentees, in the order of the deck, shape (mentees, mentors)."""
    earned = _look_up(deck, mentees)
    for each in range(len(deck.share)):
        words = slice(deck.list_at[each], deck.list_at[each + 1])
        both = deck.asked[mentees, words][:, :, None] & deck.offered[None, words]
        common = np.bitwise_count(both).sum(axis=1, dtype=np.int64)
        points = (common * deck.factor[each, mentees, None]) >> SHIFT
        earned = np.where(earned < 0, FORBIDS, earned + points * deck.share[each])
        earned[deck.needed[each, mentees, None] & (common == 0)] = FORBIDS
    _single_out(deck, mentees, earned)
    stretch = np.searchsorted(deck.stretch, np.arange(len(deck.order)), side="right")
    kind = deck.known[mentees]
    mean, half = deck.mean[kind][:, stretch], deck.half[kind][:, stretch]
    fits: Small = np.where(earned < 0, FORBIDS, earned * mean + half).astype(np.int32)
    for index, mentee in enumerate(mentees):
        _settle_singles(deck, mentee, earned[index], fits[index])
    return fits


def best_of(
    deck: Deck,
    mentees: IntArray,
    prices: tuple[IntArray, Near],
    scale: Scale,
    best: Best,
    first: int,
) -> None:
    """As ``sweep.best_of``."""
    fit = block(deck, mentees)
    worth = _above(deck, mentees, fit, prices[0], scale)
    mine = ((mentees.astype(np.uint32) + np.uint32(1)) * np.uint32(0x85EBCA6B)) | np.uint32(1)
    lots = (deck.lot[None] * mine[:, None]) >> np.uint32(32 - LOT_BITS)
    allowed = worth > NOTHING
    key = np.where(allowed, (np.where(allowed, worth, 0) << LOT_BITS) | lots, NOTHING)
    _keep(best, slice(first, first + len(mentees)), key, fit)


def bids_of(
    deck: Deck, mentees: IntArray, price: IntArray, scale: Scale, highest: IntArray
) -> None:
    """As ``sweep.bids_of``."""
    worth = _above(deck, mentees, block(deck, mentees), np.zeros_like(highest), scale)
    np.maximum(highest, (worth - price[:, None]).max(axis=0, initial=NOTHING), out=highest)


def surplus_of(
    deck: Deck, mentees: IntArray, prices: tuple[IntArray, IntArray], scale: Scale, over: IntArray
) -> None:
    """As ``sweep.surplus_of``."""
    worth = _above(deck, mentees, block(deck, mentees), prices[1], scale)
    over[:] = np.maximum(worth - prices[0][:, None], 0).sum(axis=1)


def count_of(
    deck: Deck, mentees: IntArray, asks: tuple[IntArray, Small], counted: IntArray
) -> None:
    """As ``sweep.count_of``."""
    fit = block(deck, mentees)
    counted[:] = ((fit >= asks[0][:, None]) & (fit >= asks[1])).sum(axis=1)


def draws_of(
    deck: Deck, mentees: IntArray, tied: Tied, scale: Scale, best: Best, first: int
) -> None:
    """As ``sweep.draws_of``."""
    fit, rows = block(deck, mentees), slice(first, first + len(mentees))
    even = _above(deck, mentees, fit, tied.mentor_price, scale) == tied.mentee_price[rows, None]
    even &= tied.mentee_aside[rows, None] + tied.mentor_aside == 0
    word = tied.mentee_lot[rows, None] + tied.mentor_lot[None]
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    lot = ((word ^ (word >> np.uint64(31))) >> np.uint64(24)).astype(np.int64) + 1
    _keep(best, rows, np.where(even, lot * tied.drawn - tied.ask, NOTHING), fit)


def _look_up(deck: Deck, mentees: IntArray) -> IntArray:
    """What all tables together give, FORBIDS where one forbids or two strike."""
    earned = np.zeros((len(mentees), len(deck.order)), np.int64)
    for group in range(len(deck.kinds)):
        kinds = np.zeros((len(mentees), deck.kinds[group]), np.int64)
        forbidden = np.zeros(kinds.shape, np.bool_)
        for table in range(deck.group[group], deck.group[group + 1]):
            flat = deck.table[deck.table_at[table] : deck.table_at[table + 1]]
            code = deck.code[table, : deck.kinds[group]]
            more = flat.reshape(-1, deck.width[table])[deck.row[table, mentees]][:, code]
            forbidden |= more < 0
            kinds += more
        forbidden |= kinds >= 2 * STRIKE
        kinds = np.where(forbidden, FORBIDS, kinds & (STRIKE - 1))
        more = kinds[:, deck.kind_at[group]]
        earned = np.where((earned | more) < 0, FORBIDS, earned + more)
    return earned


def _single_out(deck: Deck, mentees: IntArray, earned: IntArray) -> None:
    for index, mentee in enumerate(mentees):
        mine = slice(deck.single_at[mentee], deck.single_at[mentee + 1])
        place, more = deck.single[mine], deck.single_earned[mine].astype(np.int64)
        before = earned[index, place]
        earned[index, place] = np.where((before | more) < 0, FORBIDS, before + more)


def _settle_singles(deck: Deck, mentee: int, earned: IntArray, fits: Small) -> None:
    """Correct the fits of single pairs, and forbid all others to who keeps to whom they named."""
    mine = slice(deck.single_at[mentee], deck.single_at[mentee + 1])
    place, more = deck.single[mine], deck.single_known[mine]
    known = (deck.mentee_known[mentee] & deck.mentor_known[place]) | more
    bit = (known[:, None] >> np.arange(len(deck.shares), dtype=np.uint32)) & np.uint32(1)
    possible = np.maximum((bit.astype(np.int64) * deck.shares).sum(axis=1), 1)
    singly = np.where(earned[place] < 0, FORBIDS, (2 * earned[place] + possible) // (2 * possible))
    fits[place] = np.where(more != 0, singly, fits[place])
    if deck.keeps[mentee]:
        named = place[deck.single_named[mine]]
        kept = fits[named]
        fits[:] = FORBIDS
        fits[named] = kept


def _above(deck: Deck, mentees: IntArray, fit: Small, price: IntArray, scale: Scale) -> IntArray:
    worth = fit * np.int64(scale.slope) + scale.base - price
    worth += deck.lead[mentees, None] * deck.heed * scale.slope
    for floor in scale.floors:
        worth += (fit >= floor) * np.int64(scale.step)
    worth[fit < scale.lowest] = NOTHING
    return worth


def _keep(best: Best, rows: slice, key: IntArray, fit: Small) -> None:
    """Keep the largest keys of each mentee, the least of them first."""
    most = min(best.key.shape[1], key.shape[1])
    place = np.argpartition(key, key.shape[1] - most, axis=1)[:, key.shape[1] - most :]
    kept = np.take_along_axis(key, place, axis=1)
    order = np.argsort(-kept, axis=1)
    place, kept = np.take_along_axis(place, order, axis=1), np.take_along_axis(kept, order, axis=1)
    best.key[rows, :most], best.place[rows, :most] = kept, place
    best.fit[rows, :most] = np.take_along_axis(fit, place, axis=1)
    count = (kept > NOTHING).sum(axis=1)
    best.kept[rows] = count
    full = count == best.key.shape[1]
    for part in (best.key, best.place, best.fit):
        part[rows][full] = part[rows][full][:, ::-1]
