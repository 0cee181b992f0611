"""The yardsticks: the plain definition of a fit, and the package mentor-match."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Generic

from bench.measure import best_of
from saas.matching.engine.scale import Codes, Singles, Table, assign_coded
from saas.matching.engine.scale.codes import FORBIDS, STRIKE

ROUNDS = 3
UNITS = ("Joy", "Love", "Virtue", "Plenty", "Truth", "Peace", "Hope")
TRADES = ("Policy", "Security", "Law", "Finance", "Data", "Science", "Property", "Press")
LAST = 22
"""The scores of mentor-match's rules below add up to this at most."""


def fit_of(codes: Codes, mentee: int, mentor: int) -> int:
    """The fit of one pair from the definition, pair by pair; -1 if forbidden."""
    earned, forbidden, strikes = 0, False, 0
    for table in codes.tables:
        more = int(table.earned[table.mentee[mentee], table.mentor[mentor]])
        forbidden |= more < 0
        strikes += more >= STRIKE
        earned += max(0, more) % STRIKE
    for bits in codes.bits:
        common = sum(
            (int(one) & int(other)).bit_count()
            for one, other in zip(bits.mentee[mentee], bits.mentor[mentor], strict=True)
        )
        earned += bits.share * (10_000 * common // max(1, int(bits.size[mentee])))
        forbidden |= bool(bits.needed[mentee]) and common == 0
    single = codes.singles
    for at in range(single.start[mentee], single.start[mentee + 1]):
        if single.mentor[at] == mentor:
            forbidden |= single.earned[at] < 0
            earned += max(0, int(single.earned[at]))
    both = int(codes.mentee_known[mentee]) & int(codes.mentor_known[mentor])
    possible = sum(int(share) for bit, share in enumerate(codes.shares) if both >> bit & 1)
    fit = (2 * earned + possible) // (2 * possible) if possible else 5_000
    return -1 if forbidden or strikes > 1 else fit


def compared(mentees: int) -> dict[str, Any]:
    """Both on the same people and scores; each may have three partners, as in three rounds."""
    people = _people(mentees)
    theirs, spent = best_of(1, lambda: _their_pairs(*_people(mentees)))
    (pairs, certified), mine = best_of(9, lambda: _our_pairs(*people))
    return {
        "shape": f"{mentees} x {_mentors(mentees)}",
        "theirs": {"cpu": spent.cpu} | _told(theirs),
        "ours": {"cpu": mine.cpu}
        | _told([(people[0][row], people[1][col]) for row, col in pairs.tolist()]),
        "certified": certified,
    }


def _told(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, int]:
    return {
        "pairs": len(pairs),
        "total": sum(_score(mentee, mentor) for mentee, mentor in pairs),
        "served": len({mentee["email"] for mentee, _ in pairs}),
    }


def _mentors(mentees: int) -> int:
    return round(mentees * 0.4)


def _people(mentees: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    dice = random.Random(7)  # noqa: S311

    def person(side: str, number: int, low: int, high: int) -> dict[str, Any]:
        return {
            "email": f"{side}{number}@example.test",
            "grade": dice.randint(low, high),
            "organisation": dice.choice(UNITS),
            "profession": dice.choice(TRADES),
        }

    return (
        [person("mentee", number, 1, 8) for number in range(mentees)],
        [person("mentor", number, 2, 10) for number in range(_mentors(mentees))],
    )


def _rules() -> list[Any]:
    return [
        Disqualify(lambda match: match.mentee.organisation == match.mentor.organisation),
        Disqualify(lambda match: not 1 <= match.mentor.grade - match.mentee.grade <= 2),
        Generic({True: 12, False: 6}, lambda match: match.mentor.grade - match.mentee.grade == 2),
        Generic(
            {True: 10, False: 0}, lambda match: match.mentee.profession == match.mentor.profession
        ),
    ]


def _score(mentee: dict[str, Any], mentor: dict[str, Any]) -> int:
    grade = 12 if mentor["grade"] - mentee["grade"] == 2 else 6
    return grade + (10 if mentee["profession"] == mentor["profession"] else 0)


def _their_pairs(
    mentees: list[dict[str, Any]], mentors: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    _, matched = process_data(
        [Mentor(**each) for each in mentors],
        [Mentee(**each) for each in mentees],
        [_rules() for _ in range(ROUNDS)],
    )
    return [(vars(mentee), vars(mentor)) for mentee in matched for mentor in mentee.mentors]


def _our_pairs(
    mentees: list[dict[str, Any]], mentors: list[dict[str, Any]]
) -> tuple[np.ndarray, bool]:
    matching = assign_coded(
        _codes(mentees, mentors), ROUNDS, mentee_capacity=ROUNDS, objective=("pairs", "total")
    )
    return matching.assignment.pairs, matching.assignment.certified


def _codes(mentees: list[dict[str, Any]], mentors: list[dict[str, Any]]) -> Codes:
    """The package's rules as tables: grades and trades score, units and grades forbid."""

    def kinds(people: list[dict[str, Any]], name: str, words: tuple[str, ...]) -> np.ndarray:
        number = {word: at for at, word in enumerate(words)}
        return np.array([number[each[name]] for each in people], np.int32)

    def grades(people: list[dict[str, Any]]) -> np.ndarray:
        return np.array([each["grade"] for each in people], np.int32)

    gaps = np.arange(11)[None, :] - np.arange(11)[:, None]
    share = 100_000 // LAST
    points = 10_000
    grade = np.where((gaps < 1) | (gaps > 2), FORBIDS, share * points * np.where(gaps == 2, 12, 6))
    trade = np.eye(len(TRADES), dtype=np.int64) * share * points * 10
    unit = np.where(np.eye(len(UNITS), dtype=bool), FORBIDS, 0)
    none = np.empty(0, np.int64)
    return Codes(
        np.array([share * LAST], np.int32),
        np.ones(len(mentees), np.uint32),
        np.ones(len(mentors), np.uint32),
        (
            Table(grades(mentees), grades(mentors), grade.astype(np.int32)),
            Table(
                kinds(mentees, "profession", TRADES),
                kinds(mentors, "profession", TRADES),
                trade.astype(np.int32),
            ),
            Table(
                kinds(mentees, "organisation", UNITS),
                kinds(mentors, "organisation", UNITS),
                unit.astype(np.int32),
            ),
        ),
        (),
        Singles.of(len(mentees), none, none, none),
    )
