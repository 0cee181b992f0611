"""A guess of what mentors cost, from a noisy one: mentors who answered alike cost about as much."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from saas.matching.engine.places import BoolArray, IntArray

from .codes import Codes
from .sweep import NOTHING

_ROUNDS = 6
_DOUBT = 3.0
_SOUGHT = 12


def smoothed(codes: Codes, price: IntArray) -> IntArray:
    """Prices as what mentors' answers explain of them; NOTHING is a price that is not known."""
    known = price > NOTHING
    if not known.any():
        return np.zeros_like(price)
    amount = np.where(known, price, 0).astype(np.float64)
    return _explained(list(_parts(codes)), amount, known).astype(np.int64)


def _parts(codes: Codes) -> Iterator[IntArray]:
    """What may explain a price: kinds of answers, single words, and how sought after one is."""
    for table in codes.tables:
        yield table.mentor.astype(np.int64)
    for bits in codes.bits:
        for word in bits.mentor.T:
            for bit in np.arange(64, dtype=np.uint64):
                has = (word >> bit) & np.uint64(1)
                if has.any():
                    yield has.astype(np.int64)
    single = codes.singles
    sought = np.bincount(single.mentor[single.earned > 0], minlength=codes.mentors)
    yield np.minimum(sought, _SOUGHT).astype(np.int64)


def _explained(
    parts: list[IntArray], amount: NDArray[np.float64], known: BoolArray
) -> NDArray[np.float64]:
    """An additive model, fitted by turns (backfitting; Hastie and Tibshirani 1990)."""
    mean = float(amount[known].mean())
    effects = [np.zeros(int(part.max(initial=0)) + 1) for part in parts]
    counts = [np.bincount(part, weights=known) + _DOUBT for part in parts]
    left = np.where(known, amount - mean, 0.0)
    for _ in range(_ROUNDS):
        for at, part in enumerate(parts):
            left += effects[at][part]
            effects[at] = np.bincount(part, weights=left * known) / counts[at]
            left -= effects[at][part]
    explained: NDArray[np.float64] = sum(
        (effects[at][part] for at, part in enumerate(parts)), np.full(len(amount), mean)
    )
    return explained
