import random
from typing import get_args
from unittest.mock import patch

import numpy as np
import pytest

from saas.matching.engine import Exclusion, Rules
from saas.matching.engine.bans import Kind
from saas.matching.engine.market import open_market
from saas.matching.engine.scale.scanner import Scanner
from saas.matching.engine.scale.survey import survey
from tests.matching.engine.outspoken import any_rules, outspoken
from tests.matching.engine.people import ON, ann, bob, crowd

# The first of them waits until everything is compiled.
pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("few_kinds", [0, 1 << 22])
@pytest.mark.parametrize("seed", range(8))
def test_codes_give_the_fits_of_the_small_door(seed: int, few_kinds: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    mentees, mentors = crowd(seed, 25, 20)
    mentees, mentors = outspoken(dice, mentees, mentors), outspoken(dice, mentors, mentees)
    rules = any_rules(dice)
    asked = {
        "on": ON,
        "exclusions": [
            Exclusion(dice.choice(mentees).id, dice.choice(mentors).id, kind)
            for kind in get_args(Kind)
        ],
        "managers": [(dice.choice(mentees).id, "boss"), ("boss", dice.choice(mentors).id)],
    }
    market = open_market(mentees, mentors, rules, **asked)
    with patch("saas.matching.engine.scale.survey._FEW_KINDS", few_kinds):
        codes = survey(mentees, mentors, rules, **asked)

    expected = np.where(np.isnan(market.fit), -1, np.rint(market.fit * 10_000))
    assert np.array_equal(Scanner(codes).fits(np.arange(25)), expected)
    rows, cols = np.indices(market.fit.shape).reshape(2, -1)
    ahead = np.broadcast_to(market.priority, market.fit.shape)
    assert codes.ahead(rows, cols).tolist() == ahead.ravel().tolist()


def test_somebody_on_both_sides_is_never_paired_with_themselves() -> None:
    person = ann(goals=("network",))
    codes = survey([person], [person], Rules(), on=ON)

    assert Scanner(codes).fits(np.arange(1)).tolist() == [[-1]]


def test_nobody_can_be_surveyed() -> None:
    assert survey([], [bob()], Rules(), on=ON).mentees == 0
    assert survey([ann()], [], Rules(), on=ON).mentors == 0


def test_ids_are_unique_on_a_side() -> None:
    with pytest.raises(ValueError, match="twice"):
        survey([ann(), ann()], [bob()], Rules(), on=ON)
