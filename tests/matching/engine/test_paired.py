"""Certain pairs are judged alone as they are among everybody."""

import itertools
import random
from typing import get_args

import numpy as np
import pytest

from saas.matching.engine import Exclusion, forbidden_by, open_market, paired
from saas.matching.engine.bans import Kind
from saas.matching.engine.market import opened_to
from saas.matching.engine.paired import Known, try_pairs
from tests.matching.engine.outspoken import any_rules, outspoken
from tests.matching.engine.people import ON, crowd

KINDS = get_args(Kind)


@pytest.mark.parametrize("pool", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_pairs_alone_are_judged_as_among_all(seed, pool, monkeypatch):
    monkeypatch.setattr(paired, "TOGETHER", 5)
    dice = random.Random(seed)  # noqa: S311
    sides = crowd(seed, 14, 14)
    mentees, mentors = (outspoken(dice, *both) for both in (sides, sides[::-1]))
    if pool:
        mentors = mentees
    rules = any_rules(dice)
    every = list(itertools.product(range(14), range(14)))
    ids = {at: (mentees[at[0]].id, mentors[at[1]].id) for at in every}
    apart = [Exclusion(*ids[dice.choice(every)], dice.choice(KINDS)) for _each in range(9)]
    managers = [(mentees[1].id, "boss"), ("boss", mentors[2].id)]
    said = {"conflict": [ids[dice.choice(every)]], "avoids": [ids[dice.choice(every)]]}
    there = frozenset(each.id for each in mentees), frozenset(each.id for each in mentors)
    market = open_market(
        mentees,
        mentors,
        rules,
        on=ON,
        exclusions=apart,
        managers=managers,
        declared=said,
        there=there,
        pool=pool,
    )
    chosen = dice.sample(every, 30)
    market = opened_to(market, [*chosen, *(at[::-1] for at in chosen if pool)])

    found = try_pairs(
        (mentees, mentors),
        rules,
        [ids[at] for at in chosen],
        Known(ON, there, apart, managers, said),
        pool=pool,
    )

    assert found.keys() == {ids[at] for at in chosen}
    for at in chosen:
        tried = found[ids[at]]
        assert set(forbidden_by(market, *at)) <= set(tried.forbidden)
        assert bool(tried.forbidden) == bool(np.isnan(market.fit[at]))
        assert tried.fit == market.fit[at] or np.isnan(market.fit[at])


def test_no_pairs_need_nobody():
    assert try_pairs(([], []), any_rules(random.Random(1)), [], Known(ON, (frozenset(), frozenset()))) == {}  # noqa: S311, E501  # fmt: skip
