"""Beginning where an earlier run ended: another way, and the same pairs."""

from unittest.mock import patch

import numpy as np
import pytest

from saas.matching.engine.places import Places
from saas.matching.engine.scale import Codes, Effort, Start, assign_coded, certify
from saas.matching.engine.scale.start import in_units, reweighed, within_places
from tests.matching.engine.scale import markets

# The first of them waits until everything is compiled.
pytestmark = pytest.mark.timeout(600)


def changed(rng: np.random.Generator, fit: np.ndarray) -> np.ndarray:
    """The same fits, some pairs forbidden and a few people who answer otherwise."""
    after = fit.copy()
    after[rng.random(fit.shape) < rng.choice([0, 0.05, 0.4])] = np.nan
    others = rng.random(len(fit)) < rng.choice([0, 0.1])
    after[others] = np.round(rng.random((int(others.sum()), fit.shape[1])), 4)
    return after


@pytest.mark.parametrize("seed", range(4))
def test_a_run_begun_where_another_ended_finds_what_one_from_nothing_does(seed: int) -> None:
    """Whatever the other was of: these people, some of them, other weights, or prices that lie."""
    for case in range(20):
        rng = np.random.default_rng((seed, case))
        size = 30 if case % 10 == 0 else 12
        fit = markets.fits(rng, *(int(each) for each in rng.integers(2, size, 2)))
        asked = markets.request(rng, fit)
        before = assign_coded(Codes.of_fit(markets.units(fit)), threads=1, **asked).assignment
        start = Start.of(before)
        if case % 3 == 1:
            start.known[rng.random(fit.shape[1]) < 0.5] = False
        if case % 3 == 2:
            start.mentor_price[:] = rng.integers(-(10**6), 10**9, fit.shape[1])
        after = {**asked, "pins": (), "mentor_capacity": rng.integers(0, 4, fit.shape[1])}
        if case % 2:
            after |= {"objective": "most_people", "mentee_capacity": 1}
        codes = Codes.of_fit(markets.units(changed(rng, fit)))
        after |= {"standing": before.pairs[::2], "steadiness": 0.03, "threads": 1}

        cold = assign_coded(codes, effort=markets.hurried(rng), **after).assignment
        warm = assign_coded(codes, effort=markets.hurried(rng), start=start, **after).assignment

        assert np.array_equal(cold.pairs, warm.pairs), (seed, case)
        assert warm.certified
        assert warm.bound == pytest.approx(cold.bound)


def test_it_takes_one_look_at_all_pairs_and_no_guess() -> None:
    rng = np.random.default_rng(0)
    codes = markets.codes(rng, 600, 250)
    asked = {"mentor_capacity": rng.integers(2, 5, 250), "floors": (0.35, 0.5), "threads": 1}
    before = assign_coded(codes, **asked)
    refused = before.assignment.pairs[:3]
    asked |= {"standing": before.assignment.pairs[3:], "steadiness": 0.03}
    again = codes.forbidding(*refused.T)

    cold = assign_coded(again, effort=Effort(small=0), **asked)
    with patch.object(certify, "choice", side_effect=AssertionError):
        start = Start.of(before.assignment)
        warm = assign_coded(again, effort=Effort(small=0), start=start, **asked)

    assert np.array_equal(warm.assignment.pairs, cold.assignment.pairs)
    assert warm.scans < 1.2 < cold.scans


def test_prices_are_told_in_other_weights() -> None:
    before = {"pairs": 8_000_001, "floors": 20_000, "total": 1}
    after = {"pairs": 90_000_001, "floors": 300_000, "total": 1}
    parts = np.array([[0, 0, 712], [1, -1, 44], [-2, 3, -900], [1, 0, -5], [0, 2, 0]])

    told = reweighed(parts @ [*before.values()], before, after)

    assert told.tolist() == (parts @ [*after.values()]).tolist()
    assert in_units({"pairs": 800.0001, "total": 1.0}) == {"pairs": 8_000_001, "total": 1}


def test_only_as_many_are_chosen_as_there_are_places() -> None:
    pairs = np.array([0, 1, 2, 3, 5, 6])
    sides = Places.up_to(np.array([2, 3])), Places.up_to(np.array([1, 1, 0, 1]))

    assert pairs[within_places(pairs, sides)].tolist() == [0, 1]
