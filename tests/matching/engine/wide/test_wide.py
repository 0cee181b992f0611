import dataclasses as dc
import random
from typing import get_args
from unittest.mock import patch

import numpy as np
import pytest

from saas.matching.engine import (
    Costs,
    Exclusion,
    Market,
    PinError,
    Rules,
    cost_at_least,
    open_market,
    propose,
    solve,
)
from saas.matching.engine.bans import Kind
from saas.matching.engine.blocking import blocking
from saas.matching.engine.market import opened
from saas.matching.engine.proposals import known_pairs
from saas.matching.engine.scale import scanner
from saas.matching.engine.wide import (
    WideMarket,
    costs_of_wide,
    count_blocking,
    open_wide,
    propose_wide,
)
from tests.matching.engine.outspoken import any_rules, outspoken
from tests.matching.engine.people import ON, ann, bob, crowd

# The first of them waits until everything is compiled.
pytestmark = pytest.mark.timeout(600)


def both(seed: int) -> tuple[Market, WideMarket]:
    """The same people and rules, held and not held."""
    dice = random.Random(seed)  # noqa: S311
    people = crowd(seed, 30, 14)
    mentees, mentors = outspoken(dice, *people), outspoken(dice, *people[::-1])
    objective = dice.choice(("most_people", "both_sides", "best_fit", "raise_the_lowest"))
    rules = dc.replace(
        any_rules(dice),
        objective=objective,
        minimum=dice.choice((0.0, 0.0, 0.3)),
        spread=dice.choice((0.0, 0.05)),
        steadiness=dice.choice((0.0, 0.03)),
        mentors_per_mentee=dice.choice((1, 2)),
    )
    asked = {
        "on": ON,
        "exclusions": [
            Exclusion(dice.choice(mentees).id, dice.choice(mentors).id, kind)
            for kind in get_args(Kind)
        ],
        "managers": [(dice.choice(mentees).id, "boss"), ("boss", dice.choice(mentors).id)],
    }
    return open_market(mentees, mentors, rules, **asked), open_wide(
        mentees, mentors, rules, **asked
    )


def some(dice: random.Random, market: Market, count: int) -> list[tuple[str, str]]:
    """Pairs that are allowed, of different people."""
    rows, cols = np.nonzero(~np.isnan(market.fit))
    pairs = list(zip(rows.tolist(), cols.tolist(), strict=True))
    found: dict[int, int] = {}
    for row, col in dice.sample(pairs, min(len(pairs), 40)):
        if len(found) < count and row not in found and col not in found.values():
            capacity = market.mentee_places()[row], market.mentor_places()[col]
            found |= {row: col} if all(capacity) else {}
    return [(market.mentees[row].id, market.mentors[col].id) for row, col in found.items()]


@pytest.mark.parametrize("seed", range(20))
def test_a_wide_market_is_matched_and_told_as_if_it_were_held(seed: int) -> None:
    small, wide = both(seed)
    dice = random.Random(seed)  # noqa: S311
    pins, standing = some(dice, small, seed % 3), some(dice, small, 8 * (seed % 2))

    with patch("saas.matching.engine.remedies.CELLS", 0):
        expected = propose(small, pins, standing)
    found = propose_wide(wide, pins, standing)

    assert tuple(found.proposals) == expected.proposals
    assert found.unmatched == expected.unmatched
    assert found.assignment.total == pytest.approx(expected.assignment.total)
    assert found.assignment.certified
    assert found.market.opened == expected.market.opened


def worth(market: Market, costs: Costs, pairs: np.ndarray) -> float:
    """What pairs come to by the criteria, first places of mentors among them."""
    fits = market.fit[tuple(pairs.T)]
    lead = sum(market.lead(row, col) for row, col in pairs.tolist()) / 10_000
    reached = {
        "mentees": len(np.unique(pairs[:, 0])),
        "pairs": len(pairs),
        "floors": sum(int((fits >= floor).sum()) for floor in market.rules.floors),
        "total": fits.sum() + lead + market.rules.spread * len(np.unique(pairs[:, 1])),
    }
    return float(sum(reached[name] * weight for name, weight in costs.weights.items()))


@pytest.mark.parametrize("seed", range(12))
def test_a_wide_market_never_says_that_another_choice_costs_more_than_it_does(seed: int) -> None:
    small, wide = both(seed)
    dice = random.Random(seed)  # noqa: S311
    rules = dc.replace(small.rules, objective=("most_people", "best_fit")[seed % 2], steadiness=0.1)
    small, wide = dc.replace(small, rules=rules), dc.replace(wide, rules=rules)
    outcome = propose_wide(wide, [], ids := some(dice, small, 10))
    standing = known_pairs(small, ids)
    small = opened(small, outcome.market.opened)

    costs = costs_of_wide(outcome.market, outcome.assignment, [], standing)

    assert costs is not None
    has = worth(small, costs, outcome.assignment.pairs)
    least = max(rules.minimum, 0.0001 if rules.objective == "best_fit" else 0.0)
    places = small.mentee_places()[:, None] * small.mentor_places()
    for row, col in dice.sample(np.argwhere((small.fit >= least) & (places > 0)).tolist(), 15):
        best = solve(small, [(row, col)], steady=False)
        lost = has - worth(small, costs, best.pairs)
        assert cost_at_least(small, costs, (row, col)) <= max(0.0, lost) + 1e-6


@pytest.mark.parametrize("seed", range(12))
def test_who_would_rather_have_each_other_is_counted_alike(seed: int) -> None:
    """Of any pairs, best or not, also of people with places to spare and of several partners."""
    small, wide = both(seed)
    rng = np.random.default_rng(seed)
    pairs = np.argwhere(~np.isnan(small.fit))
    pairs = pairs[np.sort(rng.permutation(len(pairs))[: rng.integers(0, 40)])]
    material = float(rng.choice([0, 0.05, 0.2]))
    expected = len(blocking(small, pairs, material))

    assert count_blocking(wide, pairs, material) == expected
    with patch.object(scanner, "_loops", scanner.plain):
        assert count_blocking(wide, pairs, material) == expected


def test_who_named_nobody_that_can_be_had_is_opened_to_all() -> None:
    mentees = [
        ann(id="e1", prefers=("m1",), only_named="anyone"),
        ann(id="e2", prefers=("m1",), only_named="wait"),
    ]
    mentors = [bob(id="m1", capacity=0), bob(id="m2"), bob(id="m3")]
    found = propose_wide(open_wide(mentees, mentors, Rules(), on=ON))

    assert [each.mentee for each in found.proposals] == ["e1"]
    assert found.market.opened == frozenset({0})


def test_a_pin_that_a_rule_forbids_is_refused_with_the_rule() -> None:
    wide = open_wide([ann(conflicts=("bob",))], [bob()], Rules(), on=ON)
    with pytest.raises(PinError, match="declared conflict of interest"):
        propose_wide(wide, [("ann", "bob")])
    with pytest.raises(PinError, match="names somebody not in this run"):
        propose_wide(wide, [("ann", "zed")])


def test_a_part_tells_of_wishes_as_the_whole_does() -> None:
    people = [bob(id="m1"), bob(id="m2"), bob(id="m3")]
    wide = open_wide([ann(prefers=("m3", "m1", "gone"))], people, Rules(), on=ON)
    part = wide.part([0], [0])

    [wish] = [each for each in part.criteria if each.name == "mentee_wish"]
    assert wish.sentence(0, 0) == "The mentee's wish number 2 of 2"
