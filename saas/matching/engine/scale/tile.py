"""The fit of one mentee with a stretch of mentors: a few simple loops over narrow numbers.

Each loop does one thing to all mentors of the stretch, so that the compiler can do several at
once. Fits come out in ``fit``, -1 where the pair is forbidden; the same integers as anywhere else.
"""

from __future__ import annotations

import numpy as np

from saas.matching.engine.places import IntArray

from .codes import STRIKE, Small
from .deck import SHIFT, Deck
from .jit import compiled, inlined, ones


@compiled
def open_row(deck: Deck, mentee: int, row: Small) -> None:
    """Look up what each merged kind of mentor earns with a mentee, shape (groups, kinds)."""
    for group in range(len(deck.kinds)):
        mine, count = row[group], deck.kinds[group]
        for kind in range(count):
            mine[kind] = 0
        for table in range(deck.group[group], deck.group[group + 1]):
            start = deck.table_at[table] + deck.row[table, mentee] * deck.width[table]
            earned, code = deck.table[start : start + deck.width[table]], deck.code[table]
            for kind in range(count):
                before, more = mine[kind], earned[code[kind]]
                # Two strikes do not fit into 31 bits, and so are below 0, too.
                together = np.int32(before + more)
                mine[kind] = together if (before | more | together) >= 0 else np.int32(-1)
        for kind in range(count):
            if mine[kind] >= STRIKE:
                mine[kind] -= STRIKE


@inlined
def _look_up(deck: Deck, row: Small, start: int, stop: int, fit: Small) -> None:
    """Add up what all groups give, two at a time: so the sums are written half as often."""
    count, groups = stop - start, len(deck.kinds)
    for place in range(count):
        fit[place] = 0
    for group in range(1, groups, 2):
        mine, kind = row[group - 1], deck.kind_at[group - 1, start:stop]
        mine_too, kind_too = row[group], deck.kind_at[group, start:stop]
        for place in range(count):
            one, other, before = mine[kind[place]], mine_too[kind_too[place]], fit[place]
            fine = (one | other | before) >= 0
            fit[place] = np.int32(before + one + other) if fine else np.int32(-1)
    if groups % 2:
        mine, kind = row[groups - 1], deck.kind_at[groups - 1, start:stop]
        for place in range(count):
            more, before = mine[kind[place]], fit[place]
            fit[place] = np.int32(before + more) if (before | more) >= 0 else np.int32(-1)


@inlined
def _credit(deck: Deck, each: int, mentee: int, common: Small, fit: Small) -> None:
    factor, share = deck.factor[each, mentee], deck.share[each]
    if share > 0:
        for place in range(len(common)):
            more = np.int32(share * np.int32(np.int32(common[place] * factor) >> SHIFT))
            before = fit[place]
            fit[place] = np.int32(before + more) if before >= 0 else np.int32(-1)
    if deck.needed[each, mentee]:
        for place in range(len(common)):
            if common[place] == 0:
                fit[place] = np.int32(-1)


@inlined
def _compare(deck: Deck, mentee: int, start: int, stop: int, fit: Small, common: Small) -> None:
    count = stop - start
    for each in range(len(deck.share)):
        for place in range(count):
            common[place] = 0
        for word in range(deck.list_at[each], deck.list_at[each + 1]):
            mine, theirs = deck.asked[mentee, word], deck.offered[word, start:stop]
            for place in range(count):
                common[place] += np.int32(ones(mine & theirs[place]))
        _credit(deck, each, mentee, common[:count], fit)


@inlined
def _single_out(
    deck: Deck, mentee: int, start: int, stop: int, at: int, fit: Small, earned: Small
) -> int:
    """Add what is known of single pairs, and keep in ``earned`` what they then have in all."""
    end, first = deck.single_at[mentee + 1], at
    while at < end and deck.single[at] < stop:
        place, more = deck.single[at] - start, deck.single_earned[at]
        fine = fit[place] >= 0 and more >= 0
        fit[place] = np.int32(fit[place] + more) if fine else np.int32(-1)
        earned[at - first] = fit[place]
        at += 1
    return at


@inlined
def _fit_singly(deck: Deck, mentee: int, place: int, at: int, earned: int) -> int:
    """The fit of a single pair of which more criteria are known than of its people."""
    known = (deck.mentee_known[mentee] & deck.mentor_known[place]) | deck.single_known[at]
    possible = np.int64(0)
    for criterion in range(len(deck.shares)):
        if (known >> np.uint32(criterion)) & np.uint32(1):
            possible += deck.shares[criterion]
    return int((2 * np.int64(earned) + possible) // (2 * possible)) if earned >= 0 else -1


@inlined
def _settle_singles(
    deck: Deck, mentee: int, start: int, places: tuple[int, int], fit: Small, earned: Small
) -> None:
    """Correct the fits of single pairs, and forbid all others to who keeps to whom they named."""
    for at in range(places[0], places[1]):
        place = deck.single[at] - start
        if deck.single_known[at] != 0:
            fit[place] = _fit_singly(deck, mentee, deck.single[at], at, earned[at - places[0]])
        earned[at - places[0]] = fit[place] if deck.single_named[at] else np.int32(-1)
    if deck.keeps[mentee]:
        fit[:] = np.int32(-1)
        for at in range(places[0], places[1]):
            fit[deck.single[at] - start] = earned[at - places[0]]


@inlined
def _divide(deck: Deck, mentee: int, start: int, stop: int, fit: Small) -> None:
    kind = deck.known[mentee]
    stretch = np.searchsorted(deck.stretch, start, side="right")
    begin = start
    while begin < stop:
        end = min(stop, deck.stretch[stretch])
        mean, half = deck.mean[kind, stretch], deck.half[kind, stretch]
        mine = fit[begin - start : end - start]
        for place in range(end - begin):
            earned = mine[place]
            mine[place] = np.int32(earned * mean + half) if earned >= 0 else np.int32(-1)
        begin = end
        stretch += 1


@compiled
def fits(
    deck: Deck, mentee: int, row: Small, start: int, stop: int, at: int, fit: Small, common: Small
) -> int:
    """Fill in the fits of a mentee with the mentors from ``start`` to before ``stop``.

    ``at`` is the first of the mentee's single pairs from there on; that after them is returned.
    """
    _look_up(deck, row, start, stop, fit)
    _compare(deck, mentee, start, stop, fit, common)
    end = _single_out(deck, mentee, start, stop, at, fit, common)
    _divide(deck, mentee, start, stop, fit)
    if end > at or deck.keeps[mentee]:
        _settle_singles(deck, mentee, start, (at, end), fit, common)
    return end


@compiled
def block(deck: Deck, mentees: IntArray, out: Small, tile: int) -> None:
    """All fits of some mentees, in the order of the deck, shape (mentees, mentors)."""
    places = len(deck.order)
    row = np.empty((len(deck.kinds), deck.code.shape[1]), np.int32)
    common = np.empty(tile, np.int32)
    for index in range(len(mentees)):
        mentee = mentees[index]
        open_row(deck, mentee, row)
        at = deck.single_at[mentee]
        for start in range(0, places, tile):
            stop = min(places, start + tile)
            at = fits(deck, mentee, row, start, stop, at, out[index, start:stop], common)
