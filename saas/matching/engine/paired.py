"""What forbids certain pairs, and how well they fit, without scoring all others."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from saas.matching.engine.answers import Ids, read_answers
from saas.matching.engine.bans import Declared, Exclusion, Pair, safety_pairs
from saas.matching.engine.explain import forbidden_by
from saas.matching.engine.market import Market, check_ids, market_of, opened_to
from saas.matching.engine.people import Person
from saas.matching.engine.rules import Rules

TOGETHER = 48
"""So many pairs are scored at once, as a market of their own people."""


@dataclass(frozen=True, slots=True)
class Known:
    """What rules ask beside the answers of two people; see `open_market`."""

    on: dt.date
    there: Ids
    exclusions: Sequence[Exclusion] = ()
    managers: Sequence[Pair] = ()
    declared: Declared | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What rules say of two people.

    Attributes:
        forbidden: A sentence for each rule that forbids them.
        fit: From 0 to 1; NaN where a rule forbids them.
    """

    forbidden: tuple[str, ...]
    fit: float


def try_pairs(
    people: tuple[Sequence[Person], Sequence[Person]],
    rules: Rules,
    pairs: Collection[Pair],
    known: Known,
    *,
    pool: bool = False,
) -> dict[Pair, Tried]:
    """Return what the rules say of some pairs of ids, as a market of all people would.

    Who asked for certain mentors but would take anyone in the end is taken at that word.

    Args:
        people: Mentees and mentors; some or all, but these two and their other selves.
        rules: Of the program.
        pairs: Ids of a mentee and a mentor each.
        known: What else the rules ask.
        pool: Whether all are in one pool.
    """
    check_ids(*people)
    one, other = ({person.id: person for person in side} for side in people)
    wanted = {*pairs, *((b, a) for a, b in pairs)} if pool else {*pairs}
    apart = {
        name: wanted.intersection(found)
        for name, found in safety_pairs(
            *people, known.exclusions, known.managers, known.declared
        ).items()
    }
    tried: dict[Pair, Tried] = {}
    for some in _together(pairs):
        sides = [list(dict.fromkeys(ids)) for ids in zip(*some, strict=True)]
        if pool:
            sides = [list(dict.fromkeys((*sides[0], *sides[1])))] * 2
        mentees, mentors = [one[each] for each in sides[0]], [other[each] for each in sides[1]]
        answers = read_answers(mentees, mentors, known.on, known.there)
        market = market_of(answers, apart, rules, pool=pool)
        rows, cols = ({each: at for at, each in enumerate(side)} for side in sides)
        at = {pair: (rows[pair[0]], cols[pair[1]]) for pair in some}
        both = {*at.values(), *((col, row) for row, col in at.values() if pool)}
        tried.update(_tried(opened_to(market, both), at))
    return tried


def _tried(market: Market, at: Mapping[Pair, tuple[int, int]]) -> Iterator[tuple[Pair, Tried]]:
    for pair, (row, col) in at.items():
        yield pair, Tried(tuple(forbidden_by(market, row, col)), float(market.fit[row, col]))


def _together(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    order = sorted(set(pairs))
    yield from (order[at : at + TOGETHER] for at in range(0, len(order), TOGETHER))
