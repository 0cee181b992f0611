"""Made-up people for the tests of scores and rules."""

import datetime as dt
import random
from collections.abc import Iterable

from saas.intake.answers import Answers
from saas.matching.engine.bans import Exclusion
from saas.matching.engine.market import Market, open_market
from saas.matching.engine.rules import Rules

ON = dt.date(2026, 3, 20)
FIELDS = ("Law", "Data science", "Data engineering", "Product design", "Finance")
GOALS = ("network", "politics", "feedback", "ideas", "industries")
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
SLOTS = ((540, 660), (1440 + 1080, 1440 + 1200), (5 * 1440 + 1320, 6 * 1440 + 120))


def ann(**answers: object) -> Answers:
    return Answers(**{"id": "ann", "name": "Ann", **answers})  # type: ignore[arg-type]


def bob(**answers: object) -> Answers:
    return Answers(**{"id": "bob", "name": "Bob", **answers})  # type: ignore[arg-type]


def market(
    mentees: Iterable[Answers] | Answers,
    mentors: Iterable[Answers] | Answers,
    rules: Rules | None = None,
    exclusions: Iterable[Exclusion] = (),
    on: dt.date = ON,
) -> Market:
    one_side = [mentees] if isinstance(mentees, Answers) else list(mentees)
    other_side = [mentors] if isinstance(mentors, Answers) else list(mentors)
    return open_market(one_side, other_side, rules or Rules(), on=on, exclusions=exclusions)


def only(**weights: float) -> Rules:
    """Rules that use some criteria alone and forbid nothing that safety does not."""
    zero = dict.fromkeys(Rules().weights, 0.0)
    return Rules(
        weights=zero | weights, eligible=False, common_language=False, common_means=False,
        common_hours=False,
    )  # fmt: skip


def crowd(seed: int, mentees: int, mentors: int) -> tuple[list[Answers], list[Answers]]:
    """People who answered some questions and left others out, the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311
    ids = [f"e{n}" for n in range(mentees)], [f"m{n}" for n in range(mentors)]
    sides = (ids[0], ids[1]), (ids[1], ids[0])
    made = [[_person(dice, each, others) for each in own] for own, others in sides]
    return made[0], made[1]


def _person(dice: random.Random, person_id: str, others: list[str]) -> Answers:
    def some(words: tuple[str, ...]) -> tuple[str, ...] | None:
        return None if dice.random() < 0.2 else tuple(dice.sample(words, dice.randint(1, 3)))

    return Answers(
        id=person_id,
        name=person_id.upper(),
        field=dice.choice((*FIELDS, None)),
        years_experience=dice.choice((*range(30), None)),
        aspired_field=dice.choice((*FIELDS, None)),
        goals=some(GOALS),
        support=some(("advice", "counsel", "advocacy", "networking")),
        skills=some(("sql", "writing", "law", "people")),
        languages=some(("en", "de", "fr")),
        means=some(("video", "phone", "in person")),
        time_zone=dice.choice((*ZONES, None)),
        availability=dice.choice((None, tuple(dice.sample(SLOTS, 2)))),
        capacity=dice.randint(0, 3),
        unit=dice.choice(("North", "South", "West", None)),
        manager_id=dice.choice((None, None, None, dice.choice(others))),
        conflicts=tuple(dice.sample(others, dice.randint(0, 1))),
        prefers=tuple(dice.sample(others, dice.randint(0, min(3, len(others))))),
        avoids=tuple(dice.sample(others, dice.randint(0, 1))),
        site=dice.choice(("Here", "There", None)),
        level=dice.choice(("Junior", "Senior", None)),
        yes=tuple(dice.sample(others, dice.randint(0, 1))),
        maybe=tuple(dice.sample(others, dice.randint(0, 1))),
        no=tuple(dice.sample(others, dice.randint(0, 1))),
        only_named=dice.choice((None, None, None, None, "wait", "anyone")),
        waited=dice.choice((None, 0, 1, 2)),
    )
