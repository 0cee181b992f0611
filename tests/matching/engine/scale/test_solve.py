import numpy as np
import pytest

from saas.matching.engine import flow
from saas.matching.engine.flow import Edges
from saas.matching.engine.places import Places
from saas.matching.engine.scale.graph import Solution, solve

# The first of them waits until everything is compiled.
pytestmark = pytest.mark.timeout(600)


def side(rng: np.random.Generator, people: int, high: int) -> Places:
    most = rng.integers(1, 4, people)
    first = np.where(rng.random(people) < 0.5, 0, rng.integers(0, high, people))
    return Places(np.zeros(people, np.int64), most, first)


def value(
    worth: np.ndarray, who: tuple[np.ndarray, ...], sides: tuple[Places, Places], chosen: np.ndarray
) -> int:
    firsts = sum(
        int(side.first[np.unique(each[chosen])].sum())
        for side, each in zip(sides, who, strict=True)
    )
    return int(worth[chosen].sum()) + firsts


def check(
    pairs: np.ndarray, worth: np.ndarray, sides: tuple[Places, Places], found: Solution
) -> None:
    """The prices prove the choice, and another solver finds none better."""
    who = np.divmod(pairs, len(sides[1].most))
    over = worth - found.mentee_price[who[0]] - found.mentor_price[who[1]]
    other = flow.solve(Edges(who[0], who[1], worth), *sides)
    bound = int(np.maximum(over, 0).sum())
    bound += sides[0].worth(found.mentee_price) + sides[1].worth(found.mentor_price)

    assert (over[found.chosen] >= 0).all()
    assert (over[~found.chosen] <= 0).all()
    for each, place in zip(who, sides, strict=True):
        count = np.bincount(each[found.chosen], minlength=len(place.most))
        assert ((count >= place.least) & (count <= place.most)).all()
    assert value(worth, who, sides, found.chosen) == value(worth, who, sides, other.chosen) == bound


@pytest.mark.parametrize("seed", range(400))
def test_mending_any_start_gives_the_optimum_and_its_proof(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mentees, mentors = rng.integers(1, 9, 2)
    high = int(rng.choice([2, 5, 100, 10**6]))
    pairs = np.flatnonzero(rng.random(mentees * mentors) < rng.choice([0.3, 0.7, 1]))
    worth = rng.integers(-high // 4, high, len(pairs))
    sides = side(rng, mentees, high), side(rng, mentors, high)
    price = rng.integers(-high, high, mentors) * (seed % 2)
    start = np.zeros(len(pairs), bool)
    start[np.unique(pairs // mentors, return_index=True)[1]] = True
    count = np.bincount(pairs[start] % mentors, minlength=mentors)
    start &= count[pairs % mentors] <= sides[1].most[pairs % mentors]

    found = solve(pairs, worth, sides, price, start, fresh=seed % 3 == 0)

    check(pairs, worth, sides, found)
    # Places that must be filled: those of an earlier optimum, at other worths.
    held = [
        np.bincount(each[found.chosen], minlength=len(place.most))
        for each, place in zip(np.divmod(pairs, mentors), sides, strict=True)
    ]
    least = [np.where(rng.random(len(each)) < 0.5, each, 0) for each in held]
    bound = tuple(
        Places(some, place.most, np.where(some > 0, 0, place.first))
        for some, place in zip(least, sides, strict=True)
    )
    again = rng.integers(-high // 4, high, len(pairs))
    check(pairs, again, bound, solve(pairs, again, bound, found.mentor_price, found.chosen))
