"""Every rule and criterion against a plain reading of it, for thousands of random pairs."""

from __future__ import annotations

import datetime as dt
import functools
import random
from collections import Counter
from typing import get_args
from unittest.mock import patch

import numpy as np
import pytest

from saas.intake.answers import Answers
from saas.matching.engine import Exclusion, Market, Rules, open_market, propose
from saas.matching.engine.bans import Kind
from saas.matching.engine.scale.scanner import Scanner
from saas.matching.engine.wide import open_wide, propose_wide
from tests.matching.engine.plainly import (
    ALWAYS,
    SCORES,
    SWITCHED,
    TOPIC,
    Two,
    World,
    ahead,
    fit,
    forbidding,
)

# The first of them waits until everything is compiled.
pytestmark = pytest.mark.timeout(600)

WORLDS = range(120, 131)
DAYS = (dt.date(2026, 3, 20), dt.date(2026, 10, 16))
"""Before changes from and to summer time, on different days in the zones below."""
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", None)
SLOTS = ((540, 600), (1_965, 2_040), (8_520, 8_760), (9_900, 10_200))
"""Weekly times, of which one crosses midnight and one the end of the week."""
FIELDS = ("Law", " law", "Tax law", "Data science", "Science and data", "Arts / crafts", "", None)
IDS = [f"p{number}" for number in range(30)]


def person(dice: random.Random, person_id: str) -> Answers:
    def some(words: tuple[str, ...], most: int = 3) -> tuple[str, ...] | None:
        if dice.random() < 0.2:
            return None
        return tuple(dice.sample(words, dice.randint(0, min(most, len(words)))))

    def ids(most: int, share: float) -> tuple[str, ...]:
        return tuple(dice.sample(IDS, dice.randint(1, most))) if dice.random() < share else ()

    return Answers(
        id=person_id,
        name=person_id.upper(),
        field=dice.choice(FIELDS),
        years_experience=dice.choice((*range(0, 40, 2), 7.5, None)),
        aspired_field=dice.choice(FIELDS),
        goals=some(("network", "Network ", "politics", "feedback", "ideas")),
        support=some(("advice", "counsel", "advocacy")),
        skills=some(("sql", "writing", "law", "people", "people  skills")),
        languages=some(("en", "EN", "de", "fr"), 2),
        means=some(("video", "phone", "in person"), 2),
        time_zone=dice.choice(ZONES),
        availability=some(SLOTS, 2),  # type: ignore[arg-type]
        capacity=dice.randint(0, 2),
        unit=dice.choice(("North", "north ", "South", None)),
        site=dice.choice(("Oslo", "Rome", " ROME", None)),
        level=dice.choice(("junior", "senior", "", None)),
        manager_id=dice.choice((None, None, None, None, dice.choice(IDS), "boss")),
        conflicts=ids(1, 0.1),
        avoids=ids(1, 0.1),
        prefers=ids(9, 0.4),
        yes=ids(3, 0.3),
        maybe=ids(3, 0.3),
        no=ids(3, 0.3),
        only_named=dice.choice((None, None, None, "wait", "anyone")),
        not_on=tuple(dice.sample(sorted(TOPIC), dice.choice((0, 0, 0, 1, 2)))),
        waited=dice.choice((None, None, 0, 1, 2, 7)),
    )


def rules(dice: random.Random) -> Rules:
    """Rules of which each is on or off; weights add up to 100, so that shares are exact."""
    given: dict[str, object] = {
        name: dice.random() < 0.5
        for name in ("eligible", "common_language", "common_means", "common_hours", "no_forbids")
    }
    given |= {
        f"{dice.choice(('same', 'different'))}_{name}": True
        for name in ("unit", "site", "level")
        if dice.random() < 0.3
    }
    if dice.random() < 0.4:
        given |= {"gap_at_least": dice.choice((-4, 2)), "gap_at_most": dice.choice((8, 20))}
    cuts = sorted(dice.choice((0, 10, 25, 50, 66, 80, 99)) for _ in range(9))
    weights = [after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)]
    return Rules.from_dict(
        given
        | {
            "experience": dice.choice(("ahead", "ahead", "behind", "near")),
            "best_gap": dice.choice(((4, 14), (3, 10), (1, 2))),
            "widest_gap": dice.choice((17, 30)),
            "enough_hours": dice.choice((0.5, 2, 3.3)),
            "near_fields": dice.choice(((), (("Law", "Data science"), ("ARTS / crafts", "law")))),
            "weights": dict(zip(SCORES, weights, strict=True)) | {"waited": dice.randint(0, 20)},
        }
    )


@functools.cache
def world(seed: int) -> World:
    """People of whom some are on both sides, and what was decided about them."""
    dice = random.Random(seed)  # noqa: S311
    mentees, mentors = (
        [person(dice, each) for each in dice.sample(IDS, size)] for size in (22, 18)
    )
    exclusions = [
        Exclusion(*dice.sample(IDS, 2), kind)  # type: ignore[call-arg]
        for kind in get_args(Kind)
        for _ in range(15)
    ]
    # A line through people who take no part, and maybe in a circle.
    managers = [("boss", "chief"), ("chief", dice.choice(IDS)), ("chief", "head"), ("head", "boss")]
    return World(mentees, mentors, rules(dice), dice.choice(DAYS), exclusions, managers)


def asked(of: World) -> dict[str, object]:
    return {"on": of.on, "exclusions": of.exclusions, "managers": of.managers}


@functools.cache
def opened(seed: int) -> Market:
    of = world(seed)
    return open_market(of.mentees, of.mentors, of.rules, **asked(of))  # type: ignore[arg-type]


@functools.cache
def read(seed: int) -> list[list[tuple[set[str], int, int]]]:
    """Of every pair: which rules forbid it, its fit were it allowed, and what waiting adds."""
    of = world(seed)
    pairs = [[Two(mentee, mentor, of) for mentor in of.mentors] for mentee in of.mentees]
    return [[(forbidding(two), fit(two), ahead(two)) for two in row] for row in pairs]


def units(seed: int) -> list[list[int]]:
    return [[-1 if banned else points for banned, points, _ in row] for row in read(seed)]


def test_each_rule_forbids_whom_it_says_and_nobody_else() -> None:
    alone, asides = Counter[str](), Counter[str]()
    for seed in WORLDS:
        market = opened(seed)
        rows, cols = (slice(0, size) for size in market.fit.shape)
        grids = {ban.name: ban.forbids(rows, cols) for ban in market.bans}
        for row, pairs in enumerate(read(seed)):
            for col, (expected, _, _) in enumerate(pairs):
                assert {name for name, grid in grids.items() if grid[row, col]} == expected
                alone.update(expected if len(expected) == 1 else ())
                asides.update(expected)
    # Every rule was tried, and decided something by itself.
    assert asides.keys() == ALWAYS.keys() | SWITCHED.keys()
    assert min(alone[name] for name in asides) >= 3, alone


def test_each_criterion_gives_the_points_it_says() -> None:
    seen = Counter[str]()
    for seed in WORLDS:
        of, market = world(seed), opened(seed)
        rows, cols = (slice(0, size) for size in market.fit.shape)
        for criterion in market.criteria:
            points, known = criterion.points(rows, cols), criterion.known(rows, cols)
            for row, mentee in enumerate(of.mentees):
                for col, mentor in enumerate(of.mentors):
                    expected = SCORES[criterion.name](Two(mentee, mentor, of))
                    found = int(points[row, col]) if known[row, col] else None
                    assert found == expected, (criterion.name, mentee, mentor)
                    seen[criterion.name] += expected not in (None, 0, 10_000)
    assert min(seen[name] for name in SCORES if name != "place") > 30, seen


@pytest.mark.parametrize("seed", WORLDS)
def test_the_fit_is_the_mean_of_what_is_known(seed: int) -> None:
    market = opened(seed)

    found = np.where(np.isnan(market.fit), -1, np.rint(market.fit * 10_000)).astype(int)

    assert found.tolist() == units(seed)
    assert np.broadcast_to(market.priority, market.fit.shape).tolist() == [
        [waited for _, _, waited in row] for row in read(seed)
    ]


@pytest.mark.parametrize("few_kinds", [0, 1 << 22])
@pytest.mark.parametrize("seed", WORLDS)
@pytest.mark.usefixtures("compiled")
def test_large_programs_are_read_alike(seed: int, few_kinds: int) -> None:
    of = world(seed)

    with patch("saas.matching.engine.scale.survey._FEW_KINDS", few_kinds):
        wide = open_wide(of.mentees, of.mentors, of.rules, **asked(of))  # type: ignore[arg-type]

    assert Scanner(wide.codes, threads=1).fits(np.arange(len(of.mentees))).tolist() == units(seed)
    rows, cols = np.indices((len(of.mentees), len(of.mentors))).reshape(2, -1)
    assert wide.codes.ahead(rows, cols).tolist() == [
        waited for row in read(seed) for _, _, waited in row
    ]


@pytest.mark.parametrize("seed", WORLDS)
@pytest.mark.usefixtures("compiled")
def test_nobody_is_proposed_whom_a_rule_forbids(seed: int) -> None:
    """Whoever would take anyone in the end may get others than they named, and nobody else."""
    of = world(seed)
    wide = open_wide(of.mentees, of.mentors, of.rules, **asked(of))  # type: ignore[arg-type]
    for found in (propose(opened(seed)), propose_wide(wide)):
        served = set(found.assignment.pairs[:, 0].tolist())
        for row in found.market.opened:
            assert of.mentees[row].only_named == "anyone"
        for row, col in found.assignment.pairs.tolist():
            lifted = {"only_named"} if row in found.market.opened else set()
            assert read(seed)[row][col][0] - lifted == set()
        for row, mentee in enumerate(of.mentees):
            keeps = any("only_named" in banned for banned, _, _ in read(seed)[row])
            if keeps and mentee.only_named == "anyone" and mentee.capacity:
                assert row in served | found.market.opened


@pytest.mark.parametrize("seed", WORLDS)
def test_peers_are_forbidden_when_either_way_is(seed: int) -> None:
    of = world(seed)
    pool = World(of.mentees, of.mentees, of.rules, of.on, of.exclusions, of.managers)

    market = open_market(of.mentees, of.mentees, of.rules, pool=True, **asked(of))  # type: ignore[arg-type]

    banned = [
        [bool(forbidding(Two(one, other, pool))) for other in of.mentees] for one in of.mentees
    ]
    assert np.isnan(market.fit).tolist() == (np.array(banned) | np.array(banned).T).tolist()
