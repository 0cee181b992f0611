"""Blocking pairs, against the definition taken word by word."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.matching.engine import Rules, blocking, solve
from saas.matching.engine.market import Market
from tests.matching.engine.people import ann, bob, crowd, market, only


def gain(market: Market, pairs: np.ndarray, pair: tuple[int, int], side: int) -> float:
    """What one of two people gains by the other, as a person would work it out."""
    places = (market.mentee_places(), market.mentor_places())[side][pair[side]]
    own = [float(market.fit[tuple(each)]) for each in pairs if each[side] == pair[side]]
    if not places:
        return -1
    return float(market.fit[pair]) - (0 if len(own) < places else min(own))


@settings(max_examples=75, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from(["most_people", "best_fit"]))
def test_they_are_those_whom_the_definition_finds(seed: int, objective: str) -> None:
    found = market(*crowd(seed, 6, 5), Rules(objective=objective, minimum=0.2))
    pairs = solve(found).pairs
    chosen = {(int(row), int(col)) for row, col in pairs}
    expected = {
        (row, col)
        for row in range(6)
        for col in range(5)
        if (row, col) not in chosen
        and found.fit[row, col] >= 0.2
        and min(gain(found, pairs, (row, col), side) for side in (0, 1)) >= 0.05 - 1e-9
    }

    told = blocking(found, pairs)

    assert {(each.mentee, each.mentor) for each in told} == expected
    for each in told:
        assert round(each.mentee_gain, 9) == round(
            gain(found, pairs, (each.mentee, each.mentor), 0), 9
        )


def test_a_small_gain_blocks_nothing() -> None:
    people = [ann(id="x", goals=("a",)), ann(id="y", goals=("a",))]
    found = market(people, [bob(id="m", goals=("a",)), bob(id="n", goals=("b",))], only(goals=1))
    pairs = np.array([[0, 0], [1, 1]])

    assert blocking(found, pairs) == ()
    assert [(each.mentee, each.mentor) for each in blocking(found, np.array([[1, 1]]))] == [
        (0, 0),
        (1, 0),
    ]
