import dataclasses as dc
import random
from unittest.mock import patch

import numpy as np
import pytest

from saas.intake.answers import Answers
from saas.matching.engine import Exclusion, Rules
from saas.matching.engine.market import open_market
from saas.matching.engine.people import CRITERION_OF
from saas.matching.engine.scale.scanner import Scanner
from saas.matching.engine.scale.survey import survey
from tests.matching.engine.people import ON, ann, bob, crowd

# The first of them waits until everything is compiled.
pytestmark = pytest.mark.timeout(600)


def outspoken(dice: random.Random, people: list[Answers], others: list[Answers]) -> list[Answers]:
    """The same people, who also say yes, maybe and no, live somewhere and leave things out."""
    ids = [person.id for person in others]

    def some(most: int) -> tuple[str, ...]:
        return tuple(dice.sample(ids, dice.randint(0, min(most, len(ids)))))

    return [
        dc.replace(
            person,
            yes=some(2),
            maybe=some(2),
            no=some(1),
            only_named=dice.choice((None, None, None, "wait", "anyone")),
            site=dice.choice(("Oslo", "oslo ", "Rome", None)),
            level=dice.choice(("junior", "senior", None)),
            not_on=tuple(dice.sample(sorted(CRITERION_OF), dice.choice((0, 0, 1, 3)))),
        )
        for person in people
    ]


def any_rules(dice: random.Random) -> Rules:
    """Rules of which each is on or off."""
    given: dict[str, object] = {
        name: dice.random() < 0.5
        for name in ("eligible", "common_language", "common_means", "common_hours", "no_forbids")
    }
    given |= {
        f"{dice.choice(('same', 'different'))}_{name}": True
        for name in ("unit", "site", "level")
        if dice.random() < 0.3
    }
    if dice.random() < 0.3:
        given |= {"gap_at_least": -5, "gap_at_most": 15}
    weights = {name: dice.choice((0, 1, 5, 20)) for name in Rules().weights} | {"goals": 7}
    return Rules.from_dict(given | {"weights": weights})


@pytest.mark.parametrize("few_kinds", [0, 1 << 22])
@pytest.mark.parametrize("seed", range(40))
def test_codes_give_the_fits_of_the_small_door(seed: int, few_kinds: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    mentees, mentors = crowd(seed, 25, 20)
    mentees, mentors = outspoken(dice, mentees, mentors), outspoken(dice, mentors, mentees)
    rules = any_rules(dice)
    asked = {
        "on": ON,
        "exclusions": [
            Exclusion(dice.choice(mentees).id, dice.choice(mentors).id, kind)
            for kind in ("never_again", "blocked", "partners", "rejected")
        ],
        "managers": [(dice.choice(mentees).id, "boss"), ("boss", dice.choice(mentors).id)],
    }
    market = open_market(mentees, mentors, rules, **asked)
    with patch("saas.matching.engine.scale.survey._FEW_KINDS", few_kinds):
        codes = survey(mentees, mentors, rules, **asked)

    expected = np.where(np.isnan(market.fit), -1, np.rint(market.fit * 10_000))
    assert np.array_equal(Scanner(codes).fits(np.arange(25)), expected)


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
