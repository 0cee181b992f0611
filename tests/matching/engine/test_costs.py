"""What another choice costs at least is never more than it costs, whatever a result kept."""

import dataclasses as dc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.matching.engine import Market, Rules, cost_at_least, costs_of, solve
from saas.matching.engine.assign import Assignment
from saas.matching.engine.costs import Costs
from tests.matching.engine.cases import UNITS, Case
from tests.matching.engine.people import ann, bob, market
from tests.matching.engine.test_assign_small_markets import assignments, cases

OBJECTIVES = ("most_people", "best_fit")


def of_case(case: Case, objective: str, steadiness: float) -> Market:
    """The market of a case, with people of whom nothing else is known."""
    rules = Rules(
        objective=objective,
        minimum=case.minimum / UNITS,
        floors=tuple(floor / UNITS for floor in case.floors),
        spread=case.spread / UNITS,
        steadiness=steadiness,
        mentors_per_mentee=9,
    )
    mentees = [ann(id=f"e{at}", capacity=int(n)) for at, n in enumerate(case.mentees)]
    mentors = [bob(id=f"m{at}", capacity=int(n)) for at, n in enumerate(case.mentors)]
    fit, bonus = case.fit, np.broadcast_to(case.bonus, case.units.shape).astype(np.int32)
    return dc.replace(market(mentees, mentors, rules), fit=fit, priority=bonus)


def worth(case: Case, costs: Assignment | Costs, grid: np.ndarray) -> np.ndarray:
    """What assignments come to by the criteria, in the unit of the weights."""
    reached = case.reached(grid)
    reached["total"] = reached["total"] / UNITS
    return sum(reached[name] * weight for name, weight in costs.weights.items())


def stood(chance: np.random.Generator, case: Case, before: Assignment) -> list[tuple[int, int]]:
    """What an earlier run proposed, or anything else that an admin made of it."""
    cells = before.pairs if chance.random() < 0.5 else np.argwhere(case.units >= 0)
    return [(int(row), int(col)) for row, col in cells if chance.random() < 0.6]


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(max_examples=150, deadline=None, database=None)
@given(
    case=cases(),
    steadiness=st.sampled_from([0.03, 0.2, 1.0]),
    seed=st.integers(0, 2**32),
)
def test_no_result_with_two_people_together_costs_less(
    objective: str, case: Case, steadiness: float, seed: int
) -> None:
    found = of_case(case, objective, steadiness)
    pins = [(int(row), int(col)) for row, col in case.pins]
    standing = stood(np.random.default_rng(seed), case, solve(found, pins))
    kept = solve(found, pins, standing)
    costs = costs_of(found, kept, pins, standing)
    assert costs is not None
    grid = assignments(case, objective)
    values = worth(case, costs, grid)
    [has] = worth(case, costs, case.marked(kept.pairs)[None].astype(int))

    for row, col in np.argwhere(~case.marked(kept.pairs)):
        if (with_both := grid[:, row, col] > 0).any():
            least = max(0.0, has - values[with_both].max())
            assert cost_at_least(found, costs, (int(row), int(col))) <= least + 1e-6


@pytest.mark.parametrize("objective", OBJECTIVES)
@settings(max_examples=50, deadline=None, database=None)
@given(case=cases())
def test_running_again_with_nothing_changed_costs_what_it_did(objective: str, case: Case) -> None:
    found = of_case(case, objective, 0.03)
    pins = [(int(row), int(col)) for row, col in case.pins]
    first = solve(found, pins)
    standing = [(int(row), int(col)) for row, col in first.pairs]
    again = solve(found, pins, standing)

    costs = costs_of(found, again, pins, standing)

    assert again.pairs.tolist() == first.pairs.tolist()
    assert costs is not None
    for row, col in np.argwhere(case.units >= 0):
        asked = int(row), int(col)
        said = cost_at_least(found, costs, asked)
        assert said == pytest.approx(cost_at_least(found, first, asked), abs=1e-6)


@pytest.mark.parametrize("rules", [Rules(objective="raise_the_lowest"), Rules(objective="stable")])
def test_prices_that_cannot_tell_give_no_costs_where_pairs_stood(rules: Rules) -> None:
    found = market([ann(), ann(id="cy")], [bob(), bob(id="dee")], rules)
    kept = solve(found)

    assert costs_of(found, kept, [], [(0, 0)]) is None
    assert costs_of(found, kept, [], []) is not None
