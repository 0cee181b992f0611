"""People who say what they want of each other, and rules of which each is on or off."""

import dataclasses as dc
import random

from saas.intake.answers import Answers
from saas.matching.engine import Rules
from saas.matching.engine.people import CRITERION_OF


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
            waited=dice.choice((None, None, 1, 5)),
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
    given["experience"] = dice.choice(("ahead", "ahead", "behind", "near"))
    weights = {name: dice.choice((0, 1, 5, 20)) for name in Rules().weights} | {"goals": 7}
    return Rules.from_dict(given | {"weights": weights})
