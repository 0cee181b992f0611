from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest

from saas.matching.engine.scale import plain, scanner
from saas.matching.engine.scale.codes import LONGEST, WHOLE
from saas.matching.engine.scale.deck import SHIFT
from saas.matching.engine.scale.jit import COMPILED
from saas.matching.engine.scale.scanner import Scanner
from saas.matching.engine.scale.sweep import NOTHING, Scale
from tests.matching.engine.scale import markets

# The first of them waits until everything is compiled.
pytestmark = pytest.mark.timeout(600)

SEEDS = range(24)


def test_the_tests_run_the_compiled_loops_too() -> None:
    assert COMPILED


@pytest.mark.parametrize("seed", SEEDS)
def test_loops_and_arrays_give_the_fit_of_the_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    codes = markets.codes(rng, *(int(each) for each in rng.integers(1, 60, 2)))
    expected = [
        [markets.fit_of(codes, mentee, mentor) for mentor in range(codes.mentors)]
        for mentee in range(codes.mentees)
    ]
    everyone = np.arange(codes.mentees)
    with patch.object(scanner, "COMPILED", False):
        by_arrays = Scanner(codes).fits(everyone)

    assert np.array_equal(Scanner(codes).fits(everyone), expected)
    assert np.array_equal(by_arrays, expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_loops_and_arrays_keep_the_same_best_pairs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lead = rng.choice([0, 0, 250, 10_000], 40).astype(np.int32)
    heeds = rng.random(70) < 0.7
    codes = replace(markets.codes(rng, 40, 70), lead=lead, heeds=heeds)
    # Prices near each other, or so far apart that a glance cannot tell them, above and below.
    far = rng.choice([0, 0, 1 << 24, 1 << 33, -(1 << 33), 1 << 44]) * (rng.random(70) < 0.3)
    price = rng.integers(0, 3_000, 70) + far.astype(np.int64)
    scale = Scale(1_000, 1 << 40, 1, 1 << int(rng.choice([12, 20, 31])), np.array([3_500, 5_000]))
    looked = Scanner(codes, threads=2)
    found = looked.best(np.arange(40), price, scale, 7)
    with patch.object(scanner, "_loops", plain):
        plainly_found = looked.best(np.arange(40), price, scale, 7)

    worth = looked.fits(np.arange(40)).astype(np.int64)
    value = np.where(worth < 1_000, NOTHING, worth + scale.base - price)
    value += np.where(worth >= 1_000, ((worth >= 3_500) * 1 + (worth >= 5_000)) * scale.step, 0)
    value += np.where(worth >= 1_000, lead[:, None] * heeds, 0)
    assert np.array_equal(found.pairs, plainly_found.pairs)
    assert np.array_equal(found.fit, plainly_found.fit)
    assert np.array_equal(found.shield, plainly_found.shield)
    for mentee in range(40):
        mine = found.pairs[found.pairs // 70 == mentee] % 70
        best = np.sort(value[mentee][value[mentee] > NOTHING])[::-1][:7]
        assert sorted(value[mentee, mine], reverse=True) == best.tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_loops_and_arrays_bid_and_sum_up_alike(seed: int) -> None:
    rng = np.random.default_rng(seed)
    codes = markets.codes(rng, 30, 50)
    prices = rng.integers(0, 5_000, 30), rng.integers(0, 3_000, 50)
    scale = Scale(0, 0, 1, 2_000, np.array([4_000]))
    looked = Scanner(codes, threads=1)
    with patch.object(scanner, "_loops", plain):
        bids, surplus = looked.bids(np.arange(30), prices[0], scale), looked.surplus(prices, scale)

    fit = looked.fits(np.arange(30)).astype(np.int64)
    over = np.where(fit < 0, NOTHING, fit + (fit >= 4_000) * 2_000 - prices[0][:, None])
    assert np.array_equal(looked.bids(np.arange(30), prices[0], scale), bids)
    assert np.array_equal(
        bids[over.max(axis=0) > NOTHING // 2], over.max(axis=0)[over.max(axis=0) > NOTHING // 2]
    )
    assert looked.surplus(prices, scale) == surplus == np.maximum(over - prices[1], 0).sum()


def test_a_multiplication_stands_for_the_division_by_every_length() -> None:
    for size in range(1, LONGEST + 1):
        factor = -(-(10_000 << SHIFT) // size)
        for common in range(size + 1):
            assert factor * common < 1 << 31
            assert (factor * common) >> SHIFT == 10_000 * common // size


def test_a_float_stands_for_the_rounding_of_every_mean() -> None:
    rng = np.random.default_rng(0)
    possible = rng.integers(1, WHOLE + 1, 200_000)
    # Whole quotients, halves and their neighbors are where rounding could go wrong.
    fit = rng.integers(0, 10_001, 200_000)
    for offset in (-1, 0, 1):
        for doubled in (2 * fit * possible, (2 * fit - 1) * possible):
            earned = np.clip(doubled // 2 + offset, 0, 10_000 * possible)
            exact = (2 * earned + possible) // (2 * possible)
            factor, half = 1 / possible, (possible + 0.5) / (2 * possible)
            assert np.array_equal((earned * factor + half).astype(np.int64), exact)
