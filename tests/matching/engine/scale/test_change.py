import numpy as np
import pytest

from saas.matching.engine import assign
from saas.matching.engine.scale import Codes, Effort, Matching, assign_coded
from saas.matching.engine.scale.change import WhyNot, rematch
from saas.matching.engine.scale.proof import proof_of, verify
from tests.matching.engine.scale import markets

# The first of them waits until everything is compiled.
pytestmark = pytest.mark.timeout(600)

QUICK = Effort(first=3, more=3, small=0, share=5)


def matched(seed: int) -> tuple[np.ndarray, dict[str, object], Matching]:
    rng = np.random.default_rng(seed)
    fit = np.round(rng.random((60, 30)), 4)
    fit[rng.random(fit.shape) < 0.3] = np.nan
    asked = {"mentor_capacity": rng.integers(1, 4, 30), "floors": (0.35, 0.5)}
    return fit, asked, assign_coded(Codes.of_fit(markets.units(fit)), effort=QUICK, **asked)


@pytest.mark.parametrize("seed", range(5))
def test_a_rematch_is_the_best_that_keeps_what_is_frozen(seed: int) -> None:
    fit, asked, matching = matched(seed)
    pairs = matching.assignment.pairs
    refused, frozen = pairs[:4], pairs[10:25]

    again = rematch(matching, refused, frozen, steadiness=300, effort=QUICK)

    forbidden = fit.copy()
    forbidden[tuple(refused.T)] = np.nan
    bonus = np.zeros(fit.shape)
    bonus[tuple(pairs.T)] = 0.03
    best = assign(forbidden, **asked, pins=frozen, bonus=bonus)
    assert again.proved
    assert set(map(tuple, frozen)) <= set(map(tuple, again.pairs))
    assert not set(map(tuple, refused)) & set(map(tuple, again.pairs))
    for of in (lambda found: len(found), lambda found: worth(fit + bonus, found)):
        assert of(again.pairs) == of(best.pairs)


def worth(fit: np.ndarray, pairs: np.ndarray) -> int:
    return int(np.rint(fit[tuple(pairs.T)] * 10_000).sum())


def test_a_rematch_leaves_the_run_as_it_was() -> None:
    _, _, matching = matched(1)
    pairs = matching.assignment.pairs
    first = rematch(matching, pairs[:5], pairs[:0], effort=QUICK)
    again = rematch(matching, pairs[:5], pairs[:0], effort=QUICK)

    assert np.array_equal(first.pairs, again.pairs)


@pytest.mark.parametrize("seed", range(5))
def test_a_swap_costs_what_solving_with_it_shows(seed: int) -> None:
    fit, asked, matching = matched(seed)
    asked_why, total = WhyNot(matching), worth_of(matching, fit, matching.assignment.pairs)
    mine = {int(mentee): int(mentor) for mentee, mentor in matching.assignment.pairs}
    checked = 0
    for mentee, mentor in np.argwhere(~np.isnan(fit))[::40]:
        if mine.get(int(mentee)) == mentor:
            continue
        units = int(np.rint(fit[mentee, mentor] * 10_000))
        cost, proved = asked_why.exactly(int(mentee), int(mentor), units)
        least = asked_why.at_least(int(mentee), int(mentor), units)
        pinned = assign(fit, **asked, pins=[(mentee, mentor)])
        best = total - worth_of(matching, fit, pinned.pairs)
        assert least <= best <= cost
        assert cost == best or not proved
        checked += proved
    assert checked


def worth_of(matching: Matching, fit: np.ndarray, pairs: np.ndarray) -> int:
    weights = {name: round(each * 10_000) for name, each in matching.assignment.weights.items()}
    units = np.rint(fit[tuple(pairs.T)] * 10_000).astype(int)
    floors = int((units >= 3_500).sum() + (units >= 5_000).sum())
    return weights["pairs"] * len(pairs) + weights["floors"] * floors + int(units.sum())


def test_a_proof_is_checked_with_the_data_alone() -> None:
    fit, _, matching = matched(3)
    codes = matching.market.scanner.codes
    proof = proof_of(matching)

    assert verify(proof, codes) == []
    other = fit.copy()
    other[0, 0] = 0.123
    assert verify(proof, Codes.of_fit(markets.units(other))) == ["The proof is of other data."]
    proof.prices[1][int(np.argmax(proof.prices[1]))] -= 5_000
    assert verify(proof, codes) == ["The prices do not prove that nothing is better."]
    worse = proof_of(matching)
    worse.pairs[0] = (worse.pairs[0] // 30) * 30 + int(
        np.flatnonzero(np.isnan(fit[worse.pairs[0] // 30]))[0]
    )
    assert "A pair is forbidden." in verify(worse, codes)
