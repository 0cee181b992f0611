from unittest.mock import patch

import numpy as np
import pytest

from saas.matching.engine import assign
from saas.matching.engine.objective import Rewards
from saas.matching.engine.scale import Codes, Effort, assign_coded, proof_of, scanner, verify
from saas.matching.engine.scale.scanner import Scanner
from saas.matching.engine.scale.weights import weighed
from tests.matching.engine.scale import markets

# The first of them waits until everything is compiled.
pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("seed", range(20))
def test_both_doors_give_the_same_pairs_on_the_same_numbers(seed: int) -> None:
    for case in range(0, 50, 2):
        rng = np.random.default_rng((seed, case))
        size = 30 if case % 10 == 0 else 9
        fit = markets.fits(rng, *(int(each) for each in rng.integers(1, size, 2)))
        asked = markets.request(rng, fit)

        weighed = markets.weighed(rng, fit)
        standing, steadiness = weighed["standing"], weighed["steadiness"]

        small = assign(fit, **asked, bonus=weighed["bonus"], standing=standing)
        matching = assign_coded(
            weighed["codes"],
            effort=markets.hurried(rng),
            threads=1,
            standing=standing,
            steadiness=steadiness,
            **asked,
        )
        large = matching.assignment

        assert np.array_equal(small.pairs, large.pairs), (seed, case, asked)
        assert large.certified
        assert small.total == pytest.approx(large.total) == pytest.approx(large.bound)
        if matching.market.found and case % 10 == 0:
            assert verify(proof_of(matching), matching.market.scanner.codes) == []


def wide(rng: np.random.Generator) -> tuple[Codes, dict[str, object]]:
    codes = markets.codes(rng, 120, 50)
    return codes, {
        "mentor_capacity": rng.integers(1, 4, 50),
        "floors": (0.35, 0.5),
        "mentee_key": rng.permutation(120),
        "mentor_key": rng.permutation(50),
    }


@pytest.mark.parametrize("seed", range(5))
def test_neither_rows_threads_nor_loops_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    codes, asked = wide(rng)
    effort = Effort(first=3, more=3, small=0, share=5)
    first = assign_coded(codes, effort=effort, threads=1, **asked).assignment
    with patch.object(scanner, "_PART", 1000):
        threaded = assign_coded(codes, effort=effort, threads=3, **asked).assignment
    with patch.object(scanner, "_loops", scanner.plain), patch.object(scanner, "COMPILED", False):
        plain = assign_coded(codes, effort=effort, threads=1, **asked).assignment
    dense = assign(np.where(all_fits(codes) < 0, np.nan, all_fits(codes) / 10_000), **asked)

    assert first.certified
    assert np.array_equal(first.pairs, threaded.pairs)
    assert np.array_equal(first.pairs, plain.pairs)
    assert np.array_equal(first.pairs, dense.pairs)
    assert np.array_equal(first.mentor_price, threaded.mentor_price)


@pytest.mark.parametrize("seed", range(5))
def test_people_in_another_order_get_the_same_pairs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    fit = markets.fits(rng, 60, 25)
    asked = markets.request(rng, fit) | {"pins": ()}
    rows, columns = rng.permutation(60), rng.permutation(25)
    moved = asked | {
        "mentor_capacity": asked["mentor_capacity"][columns],
        "mentee_capacity": np.broadcast_to(asked["mentee_capacity"], 60)[rows],
        "mentee_key": asked["mentee_key"][rows],
        "mentor_key": asked["mentor_key"][columns],
    }
    effort = markets.hurried(rng)

    before = assign_coded(Codes.of_fit(markets.units(fit)), effort=effort, **asked).assignment
    after = assign_coded(
        Codes.of_fit(markets.units(fit[rows][:, columns])), effort=effort, **moved
    ).assignment

    back = np.stack([rows[after.pairs[:, 0]], columns[after.pairs[:, 1]]], axis=1)
    assert before.pairs.tolist() == sorted(back.tolist())


def all_fits(codes: Codes) -> np.ndarray:
    return Scanner(codes).fits(np.arange(codes.mentees))


def test_the_certificate_holds_on_its_own() -> None:
    rng = np.random.default_rng(3)
    codes, asked = wide(rng)
    found = assign_coded(codes, effort=Effort(first=3, small=0, share=5), **asked).assignment

    fit = all_fits(codes)
    names = {name: round(weight * 10_000) for name, weight in found.weights.items()}
    worth = names["pairs"] + fit + names["floors"] * ((fit >= 3_500) * 1 + (fit >= 5_000))
    prices = np.rint(found.mentee_price * 10_000), np.rint(found.mentor_price * 10_000)
    over = np.where(fit < 0, -1, worth - prices[0][:, None] - prices[1])
    mine = worth[found.pairs[:, 0], found.pairs[:, 1]].sum()

    assert over.max() <= 0
    assert mine == prices[0].sum() + (prices[1] * asked["mentor_capacity"]).sum()


def test_a_deadline_stops_the_search_and_the_bound_still_holds() -> None:
    rng = np.random.default_rng(5)
    codes, asked = wide(rng)
    hurried = Effort(first=1, more=1, small=0, share=50)
    best = assign_coded(codes, **asked).assignment
    stopped = assign_coded(codes, effort=hurried, seconds=0, **asked).assignment

    assert not stopped.certified
    assert stopped.bound > stopped.total
    assert best.certified
    assert len(stopped.pairs) <= len(best.pairs)


def test_a_run_can_be_stopped_between_two_parts() -> None:
    codes, asked = wide(np.random.default_rng(1))

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        assign_coded(codes, pause=stop, **asked)


@pytest.mark.parametrize(("mentees", "mentors"), [(0, 0), (0, 3), (3, 0)])
def test_nobody_is_matched_with_nobody(mentees: int, mentors: int) -> None:
    found = assign_coded(
        Codes.of_fit(np.zeros((mentees, mentors), np.int32)), np.ones(mentors, int)
    )

    assert found.assignment.pairs.shape == (0, 2)
    assert found.assignment.certified


def test_refusals_name_the_argument() -> None:
    codes = Codes.of_fit(np.array([[5_000, -1]], np.int32))
    with pytest.raises(ValueError, match=r"^mentor_capacity"):
        assign_coded(codes, [-1, 1])
    with pytest.raises(ValueError, match=r"^pins"):
        assign_coded(codes, 1, pins=[(0, 1)])
    with pytest.raises(ValueError, match=r"^mentor_key"):
        assign_coded(codes, 1, mentor_key=[1, 1])


def test_weights_stay_small_enough_for_a_hundred_thousand() -> None:
    names = ("mentees", "mentors", "pairs", "floors", "total")
    goal = weighed(names, Rewards((3_500, 5_000), 1_000), 40_000)

    assert max(goal.weights.values()) < 1 << 48
    with pytest.raises(ValueError, match="too large"):
        weighed(names, Rewards((3_500, 5_000), 1_000), 10_000_000)
