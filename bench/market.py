"""A made-up program of any size as codes: the same at every call.

Demand is skewed (a few fields are wanted by many, some mentors by everybody), places suffice by a
hair, a third of all pairs is forbidden by rules, a few by conflicts, and some answers are missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saas.matching.engine.rules import Rules
from saas.matching.engine.scale import Bits, Codes, Singles, Table
from saas.matching.engine.scale.codes import FORBIDS, STRIKE

FIELDS, GOALS, SKILLS, SUPPORT, LANGUAGES = 40, 60, 120, 8, 12
PLACES = (0.25, 0.28, 0.22, 0.15, 0.10)
"""How many mentors have one place, two, and so on."""
MEAN_PLACES = sum((count + 1) * share for count, share in enumerate(PLACES))
CRITERIA = (
    "experience",
    "field",
    "goals",
    "support",
    "skills",
    "hours",
    "mentee_wish",
    "mentor_wish",
)
MISSING = 0.03


@dataclass(frozen=True, eq=False)
class Market:
    """A market, and the places of its mentors."""

    codes: Codes
    places: np.ndarray


def zipf(count: int, power: float) -> np.ndarray:
    share = np.arange(1, count + 1) ** -power
    return share / share.sum()


def make(mentees: int, mentors: int | None = None, seed: int = 7) -> Market:
    """Make a market; 40 % as many mentors as mentees by default."""
    rng = np.random.default_rng((seed, mentees))
    size = mentees, mentors or max(2, round(mentees * 0.4))
    shares = _shares()
    known = [np.full(each, (1 << len(CRITERIA)) - 1, np.uint32) for each in size]
    for side in known:
        for name in ("goals", "skills", "hours"):
            hidden = rng.random(len(side)) < MISSING
            side[hidden] &= ~np.uint32(1 << CRITERIA.index(name))
    there = {
        name: [(side >> np.uint32(bit)) & 1 == 1 for side in known]
        for bit, name in enumerate(CRITERIA)
    }
    order = rng.permutation(FIELDS)
    fields = [
        order[rng.choice(FIELDS, each, p=zipf(FIELDS, power))]
        for each, power in zip(size, (1.1, 0.6), strict=True)
    ]
    fame = rng.beta(2, 3.5, size[1])
    wishes = _wishes(rng, size, fields, fame, shares)
    known[0][np.diff(wishes[1]) == 0] &= ~np.uint32(1 << CRITERIA.index("mentee_wish"))
    codes = Codes(
        np.array([shares[name] for name in CRITERIA], np.int32),
        known[0],
        known[1],
        (
            _experience(rng, size, shares),
            _field(fields, shares),
            _support(rng, size, shares),
            _hours(rng, size, shares, there["hours"]),
            _languages(rng, size),
        ),
        (
            _words(rng, size, GOALS, ((2, 5), (4, 12)), shares["goals"], there["goals"]),
            _words(rng, size, SKILLS, ((3, 6), (6, 16)), shares["skills"], there["skills"]),
        ),
        wishes[0],
    )
    return Market(codes, rng.choice(len(PLACES), size[1], p=PLACES) + 1)


def _shares() -> dict[str, int]:
    weights = {name: Rules().weights[name] for name in CRITERIA}
    return {name: int(100_000 * each / sum(weights.values())) for name, each in weights.items()}


def _experience(rng: np.random.Generator, size: tuple[int, int], shares: dict[str, int]) -> Table:
    mentee = np.clip(np.round(rng.gamma(2.2, 2.2, size[0])), 0, 35)
    mentor = np.clip(np.round(3 + rng.gamma(3.0, 3.8, size[1])), 2, 45)
    gaps = np.arange(46)[None, :] - np.arange(46)[:, None]
    falling = np.interp(gaps, [14, 30], [10_000, 2_000])
    points = np.rint(np.minimum(np.clip(gaps / 4, 0, 1) * 10_000, falling)).astype(np.int64)
    return Table(
        mentee.astype(np.int32),
        mentor.astype(np.int32),
        (points * shares["experience"] + STRIKE * (gaps <= 0)).astype(np.int32),
    )


def _field(fields: list[np.ndarray], shares: dict[str, int]) -> Table:
    one, other = np.arange(FIELDS)[:, None], np.arange(FIELDS)[None, :]
    points = np.where(one == other, 10_000, np.where(one % 8 == other % 8, 4_000, 0))
    earned = points * shares["field"] + STRIKE * (one != other)
    return Table(fields[0].astype(np.int32), fields[1].astype(np.int32), earned.astype(np.int32))


def _support(rng: np.random.Generator, size: tuple[int, int], shares: dict[str, int]) -> Table:
    sets = np.arange(1 << SUPPORT, dtype=np.uint8)
    common = np.bitwise_count(sets[:, None] & sets[None, :]).astype(np.int64)
    points = 10_000 * common // np.maximum(np.bitwise_count(sets), 1)[:, None]
    chosen = [
        _subsets(rng, each, SUPPORT, least, most, 0.5)[:, 0].astype(np.int32)
        for each, (least, most) in zip(size, ((1, 3), (2, 5)), strict=True)
    ]
    return Table(chosen[0], chosen[1], (points * shares["support"]).astype(np.int32))


def _hours(
    rng: np.random.Generator, size: tuple[int, int], shares: dict[str, int], there: list[np.ndarray]
) -> Table:
    """Free hours of a working day in twelve zones, as bits of a day in UTC; 0 is not known."""
    zones, share = (
        np.array([-8, -6, -5, -3, 0, 1, 2, 3, 5, 8, 9, 10]),
        np.array([10, 6, 18, 4, 14, 20, 6, 3, 9, 4, 3, 3]),
    )
    days = []
    for each, known in zip(size, there, strict=True):
        zone = zones[rng.choice(len(zones), each, p=share / share.sum())]
        start, length = rng.integers(7, 13, each), rng.integers(4, 10, each)
        clock = (np.arange(24)[:, None] + zone) % 24
        free = (clock >= start) & (clock < start + length)
        days.append(np.where(known, (free << np.arange(24)[:, None]).sum(axis=0), 0))
    kinds = [np.unique(day, return_inverse=True) for day in days]
    common = np.bitwise_count(kinds[0][0][:, None] & kinds[1][0][None, :]).astype(np.int64)
    earned = np.minimum(10_000, 10_000 * common // 6) * shares["hours"]
    either = (kinds[0][0][:, None] == 0) | (kinds[1][0][None, :] == 0)
    earned = np.where(either, 0, np.where(common == 0, FORBIDS, earned))
    return Table(
        kinds[0][1].astype(np.int32), kinds[1][1].astype(np.int32), earned.astype(np.int32)
    )


def _languages(rng: np.random.Generator, size: tuple[int, int]) -> Table:
    """A native language of twelve, and English for most; one must be in common."""
    spoken = [
        (1 << rng.choice(LANGUAGES, each, p=zipf(LANGUAGES, 1.0))) | (rng.random(each) < 0.78)
        for each in size
    ]
    kinds = [np.unique(each, return_inverse=True) for each in spoken]
    none = (kinds[0][0][:, None] & kinds[1][0][None, :]) == 0
    return Table(
        kinds[0][1].astype(np.int32),
        kinds[1][1].astype(np.int32),
        np.where(none, FORBIDS, 0).astype(np.int32),
    )


def _words(
    rng: np.random.Generator,
    size: tuple[int, int],
    vocabulary: int,
    counts: tuple[tuple[int, int], tuple[int, int]],
    share: int,
    there: list[np.ndarray],
) -> Bits:
    sides = [
        np.where(known[:, None], _subsets(rng, each, vocabulary, *count, power), np.uint64(0))
        for each, count, power, known in zip(size, counts, (0.7, 0.4), there, strict=True)
    ]
    asked = np.bitwise_count(sides[0]).sum(axis=1).astype(np.int32)
    return Bits(sides[0], sides[1], asked, share, np.zeros(size[0], np.bool_))


def _subsets(
    rng: np.random.Generator, people: int, words: int, least: int, most: int, power: float
) -> np.ndarray:
    """Random sets of words, popular ones more often, as bits (the largest of random keys)."""
    bits = np.zeros((people, (words + 63) // 64), np.uint64)
    size, weight = rng.integers(least, most + 1, people), np.log(zipf(words, power))
    for start in range(0, people, 20_000):
        rows = np.arange(start, min(people, start + 20_000))
        key = weight.astype(np.float32) + rng.gumbel(size=(len(rows), words)).astype(np.float32)
        ranked = np.argsort(-key, axis=1)[:, :most]
        for rank in range(most):
            mine = rows[size[rows] > rank]
            word = ranked[mine - start, rank].astype(np.uint64)
            bits[mine, (word // np.uint64(64)).astype(np.int64)] |= np.uint64(1) << (
                word % np.uint64(64)
            )
    return bits


def _wishes(
    rng: np.random.Generator,
    size: tuple[int, int],
    fields: list[np.ndarray],
    fame: np.ndarray,
    shares: dict[str, int],
) -> tuple[Singles, np.ndarray]:
    """Ranked wishes of both sides, most for the famous of one's own field; and conflicts."""
    famous = np.argsort(-fame)
    own = {field: famous[fields[1][famous] == field] for field in range(FIELDS)}
    pairs: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for rank in range(5):
        who = np.flatnonzero(rng.random(size[0]) < 0.8 - 0.1 * rank)
        whom = famous[rng.choice(size[1], len(who), p=zipf(size[1], 0.8))]
        near = rng.random(len(who)) < 0.6
        for field, stars in own.items():
            mine = near & (fields[0][who] == field)
            if len(stars) and mine.any():
                whom[mine] = stars[(len(stars) * rng.random(int(mine.sum())) ** 2.5).astype(int)]
        points = max(10_000 - 1_000 * rank, 4_000)
        pairs.append((who, whom, np.full(len(who), points * shares["mentee_wish"])))
    asked = np.bincount(np.concatenate([who for who, _, _ in pairs]), minlength=size[0])
    for rank in range(5):
        who = np.flatnonzero(rng.random(size[1]) < 0.5 - 0.05 * rank)
        points = max(10_000 - 1_000 * rank, 4_000)
        whom = rng.integers(0, size[0], len(who))
        pairs.append((whom, who, np.full(len(who), points * shares["mentor_wish"])))
    conflicts = rng.integers(0, size[0], 2 * size[0]), rng.integers(0, size[1], 2 * size[0])
    pairs.append((*conflicts, np.full(2 * size[0], FORBIDS)))
    mentee, mentor, earned = (np.concatenate(each) for each in zip(*pairs, strict=True))
    side = np.repeat(np.arange(len(pairs)) // 5, [len(who) for who, _, _ in pairs])
    # Nobody wishes for the same person twice: the first and best wish counts.
    _, first = np.unique(np.stack([side, mentee, mentor]), axis=1, return_index=True)
    singles = Singles.of(size[0], mentee[first], mentor[first], earned[first])
    return singles, np.concatenate([[0], np.cumsum(asked)])
