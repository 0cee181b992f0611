"""Random markets for the tests of matching at scale."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from saas.matching.engine.scale import Bits, Codes, Effort, Singles, Table
from saas.matching.engine.scale.codes import FORBIDS, STRIKE

OBJECTIVES = (
    "most_people",
    "both_sides",
    "best_fit",
    "raise_the_lowest",
    ("pairs", "total"),
    ("mentors", "mentees", "floors", "total"),
    ("floors", "pairs", "total"),
)


def hurried(rng: np.random.Generator) -> Effort:
    """So few candidates that the search has to come back for more."""
    return Effort(
        first=int(rng.integers(1, 4)),
        more=int(rng.integers(1, 4)),
        small=0,
        share=3,
        dear=(1, 2),
        few=int(rng.integers(1, 3)),
    )


def fits(rng: np.random.Generator, mentees: int, mentors: int) -> np.ndarray:
    """Fits in [0, 1], some of few distinct values so that nearly all pairs tie, some forbidden."""
    grain = int(rng.choice([1, 2, 4, 20, 10_000]))
    fit = np.round(rng.integers(0, grain + 1, (mentees, mentors)) / grain, 4)
    fit[rng.random(fit.shape) < rng.choice([0, 0.2, 0.6])] = np.nan
    return fit


def units(fit: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(fit), -1, np.rint(fit * 10_000)).astype(np.int32)


def request(rng: np.random.Generator, fit: np.ndarray) -> dict[str, Any]:
    """Capacities on both sides, an objective, floors, pins and all."""
    mentees, mentors = fit.shape
    asked: dict[str, Any] = {
        "mentor_capacity": rng.integers(0, 4, mentors),
        "mentee_capacity": rng.integers(0, 4, mentees) if rng.random() < 0.5 else 1,
        "floors": [(), (0.35,), (0.35, 0.5), (0.2, 0.5, 0.9)][rng.integers(4)],
        "minimum": float(rng.choice([0, 0, 0.3])),
        "spread": float(rng.choice([0, 0, 0.1, 2.0])),
        "mentee_key": rng.permutation(1000)[:mentees],
        "mentor_key": rng.permutation(1000)[:mentors],
        "objective": OBJECTIVES[rng.integers(len(OBJECTIVES))],
    }
    return asked | {"pins": _pins(rng, fit, asked)}


def weighed(rng: np.random.Generator, fit: np.ndarray) -> dict[str, Any]:
    """Who waited, and what stands: what is added to fits, as either door takes it."""
    rows, columns = fit.shape
    lead = rng.choice([0, 0, 100, 250, 10_000], rows) * int(rng.random() < 0.5)
    heeds = rng.random(columns) < rng.choice([0.5, 1])
    bonus = lead[:, None] * heeds / 10_000
    count = int(rng.integers(0, fit.size // 2 + 1)) * int(rng.random() < 0.5)
    standing = np.stack(np.divmod(rng.permutation(fit.size)[:count], columns), axis=1)
    at = tuple(standing.T)
    bonus[at] = np.minimum(bonus[at] + rng.choice([0, 0.03, 0.5]), 1)
    codes = replace(Codes.of_fit(units(fit)), lead=lead.astype(np.int32), heeds=heeds)
    return {"bonus": bonus, "standing": standing, "steadiness": bonus[at], "codes": codes}


def _pins(rng: np.random.Generator, fit: np.ndarray, asked: dict[str, Any]) -> list[list[int]]:
    room = (
        np.broadcast_to(asked["mentee_capacity"], len(fit)).copy(),
        asked["mentor_capacity"].copy(),
    )
    pins: list[list[int]] = []
    for _ in range(int(rng.choice([0, 0, 3]))):
        pair = [int(rng.integers(size)) for size in fit.shape]
        free = all(side[at] for side, at in zip(room, pair, strict=True))
        if fit[*pair] >= 0 and free and pair not in pins:
            pins.append(pair)
            for side, at in zip(room, pair, strict=True):
                side[at] -= 1
    return pins


def codes(rng: np.random.Generator, mentees: int, mentors: int) -> Codes:
    """Any codes at all: tables that forbid and strike, lists of words, single pairs, gaps."""
    known = [rng.integers(0, 1 << 5, size, np.uint32) for size in (mentees, mentors)]
    shares = np.array([30_000, 25_000, 20_000, 15_000, 10_000], np.int32)

    def of(bit: int) -> tuple[np.ndarray, np.ndarray]:
        """Whether a criterion is known of each person."""
        there = [(each >> np.uint32(bit)) & np.uint32(1) == 1 for each in known]
        return there[0], there[1]

    tables = [_table(rng, int(shares[bit]), *of(bit), strikes=bit < 2) for bit in range(3)]
    words = (_bits(rng, int(shares[3]), 3, *of(3)), _bits(rng, int(shares[4]), 1, *of(4)))
    count = int(rng.integers(0, 2 * mentees))
    pairs = [rng.integers(0, size, count) for size in (mentees, mentors)]
    earned = np.where(rng.random(count) < 0.3, FORBIDS, rng.integers(0, 50_000_000, count))
    more = np.where(rng.random(count) < 0.3, 1 << rng.integers(0, 5, count), 0).astype(np.uint32)
    named = rng.random(count) < 0.5
    single = Singles.of(mentees, pairs[0], pairs[1], earned, more, named)
    keeps = rng.random(mentees) < 0.1
    return Codes(shares, known[0], known[1], tuple(tables), words, single, keeps)


def _table(
    rng: np.random.Generator, share: int, mentee: np.ndarray, mentor: np.ndarray, *, strikes: bool
) -> Table:
    """Kind 0 is whoever is not known, and earns nothing."""
    kinds = rng.integers(2, 9, 2)
    earned = share * rng.integers(0, 8_001, kinds)
    earned[rng.random(kinds) < 0.1] = FORBIDS
    if strikes:
        earned[(rng.random(kinds) < 0.5) & (earned >= 0)] += STRIKE
    earned[0], earned[:, 0] = 0, 0
    kind = [
        np.where(known, rng.integers(1, size, len(known)), 0).astype(np.int32)
        for known, size in zip((mentee, mentor), kinds, strict=True)
    ]
    return Table(kind[0], kind[1], earned.astype(np.int32))


def _bits(
    rng: np.random.Generator, share: int, words: int, mentee: np.ndarray, mentor: np.ndarray
) -> Bits:
    def some(known: np.ndarray) -> np.ndarray:
        shape = (len(known), words)
        drawn = [rng.integers(0, 1 << 63, shape, np.uint64) for _ in range(3)]
        return np.where(known[:, None], drawn[0] & drawn[1] & drawn[2], np.uint64(0))

    asked = some(mentee)
    size = np.bitwise_count(asked).sum(axis=1) + rng.integers(0, 3, len(mentee))
    needed = mentee & (rng.random(len(mentee)) < 0.2)
    return Bits(asked, some(mentor), size.astype(np.int32), share, needed)


def fit_of(codes: Codes, mentee: int, mentor: int) -> int:
    """The fit of one pair from the definition, in whole numbers and no haste; -1 if forbidden."""
    earned, forbidden, strikes = 0, False, 0
    for table in codes.tables:
        more = int(table.earned[table.mentee[mentee], table.mentor[mentor]])
        forbidden |= more < 0
        strikes += more >= STRIKE
        earned += max(0, more) % STRIKE
    for bits in codes.bits:
        common = sum(
            (int(one) & int(other)).bit_count()
            for one, other in zip(bits.mentee[mentee], bits.mentor[mentor], strict=True)
        )
        earned += bits.share * (10_000 * common // max(1, int(bits.size[mentee])))
        forbidden |= bool(bits.needed[mentee]) and common == 0
    both = int(codes.mentee_known[mentee]) & int(codes.mentor_known[mentor])
    single, named = codes.singles, False
    for at in range(single.start[mentee], single.start[mentee + 1]):
        if single.mentor[at] == mentor:
            forbidden |= single.earned[at] < 0
            earned += max(0, int(single.earned[at]))
            both |= int(single.known[at])
            named |= bool(single.named[at])
    if forbidden or strikes > 1 or (codes.keeps is not None and codes.keeps[mentee] and not named):
        return -1
    possible = sum(int(share) for bit, share in enumerate(codes.shares) if both >> bit & 1)
    return (2 * earned + possible) // (2 * possible) if possible else 5_000
