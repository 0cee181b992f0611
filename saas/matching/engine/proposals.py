"""One run from end to end: the best assignment of a market, told in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from saas.matching.engine.assign import Assignment
from saas.matching.engine.explain import (
    Waiting,
    forbidden_by,
    sentences,
    why_unmatched,
)
from saas.matching.engine.groups import NoGroupError
from saas.matching.engine.market import Integers, Market, opened_to
from saas.matching.engine.meeting import group_sentence
from saas.matching.engine.people import Person
from saas.matching.engine.remedies import Trial, in_line
from saas.matching.engine.solving import settle


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mentee and a mentor, by id, that the run proposes; fit from 0 to 1."""

    mentee: str
    mentor: str
    fit: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A mentee, by id, whom the run leaves without a mentor.

    Attributes:
        why: With the place in line, for those who could have somebody.
        reason: Why, without it; `place` is it alone, from 1.
    """

    mentee: str
    why: str
    remedy: str | None
    reason: str
    place: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a run found.

    Attributes:
        assignment: Positions, totals, bound and prices.
        market: The market it is of: that given, with anyone for those who asked for certain
            mentors only, can have none of them and would rather not wait.
    """

    proposals: tuple[Proposal, ...]
    unmatched: tuple[Unmatched, ...]
    assignment: Assignment
    market: Market


class PinError(ValueError):
    """A pin that cannot be kept; the text is one sentence."""


def propose(
    market: Market,
    pins: Iterable[tuple[str, str]] = (),
    standing: Iterable[tuple[str, str]] = (),
) -> Outcome:
    """Find the best assignment by the program's objective and explain it.

    Proposals are in the order of the mentees given, as are the unmatched.

    Args:
        market: Who could be matched with whom.
        pins: Ids (mentee, mentor) that must be in the result.
        standing: Ids that were proposed before. A change must be worth more than the program's
            steadiness, so that few people move; those who are not in the market are left out.

    Raises:
        PinError: A pin names somebody unknown, a rule forbids it, or places are too few.
    """
    pinned = _positions(market, pins)
    opened_market = opened_to(market, pinned)
    _check_pins(opened_market, pinned)
    market, assignment = _settled(opened_market, pinned, _known(market, standing))
    trial, line = Trial(market, assignment.pairs, pinned), in_line(market, assignment.pairs)
    served = {int(mentee) for mentee in assignment.pairs[:, 0]}
    return Outcome(
        tuple(_proposal(market, row, col, assignment) for row, col in assignment.pairs.tolist()),
        tuple(
            _unmatched(market, row, why_unmatched(market, assignment.pairs, row, trial), line)
            for row in range(len(market.mentees))
            if row not in served
        ),
        assignment,
        market,
    )


def _settled(
    market: Market, pins: list[tuple[int, int]], standing: list[tuple[int, int]]
) -> tuple[Market, Assignment]:
    try:
        return settle(market, pins, standing)
    except NoGroupError as error:
        raise PinError(str(error)) from error


def _proposal(market: Market, mentee: int, mentor: int, found: Assignment) -> Proposal:
    said = sentences(market, mentee, mentor)
    if market.rules.group_hours:
        group = found.pairs[found.pairs[:, 1] == mentor, 0].tolist()
        length = round(market.rules.group_hours * 60)
        said.append(group_sentence(market.answers.hours, mentor, group, mentee, length))
    return Proposal(
        market.mentees[mentee].id,
        market.mentors[mentor].id,
        float(market.fit[mentee, mentor]),
        tuple(said),
    )


def _unmatched(market: Market, row: int, waiting: Waiting, line: Mapping[int, int]) -> Unmatched:
    place = line.get(row)
    where = f" Place {place} of {len(line)} in line." if place else ""
    return Unmatched(
        market.mentees[row].id, waiting.why + where, waiting.remedy, waiting.why, place
    )


def _known(market: Market, pairs: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    rows = {person.id: index for index, person in enumerate(market.mentees)}
    cols = {person.id: index for index, person in enumerate(market.mentors)}
    known = [pair for pair in set(pairs) if pair[0] in rows and pair[1] in cols]
    return sorted((rows[mentee], cols[mentor]) for mentee, mentor in known)


def _positions(market: Market, pins: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    rows = {person.id: index for index, person in enumerate(market.mentees)}
    cols = {person.id: index for index, person in enumerate(market.mentors)}
    found = []
    for mentee, mentor in sorted(set(pins)):
        if mentee not in rows or mentor not in cols:
            raise PinError(f"The pin of {mentee} with {mentor} names somebody not in this run.")
        found.append((rows[mentee], cols[mentor]))
    return found


def _check_pins(market: Market, found: list[tuple[int, int]]) -> None:
    _check_allowed(market, found)
    _check_places(market.mentees, market.mentee_places(), [row for row, _ in found])
    _check_places(market.mentors, market.mentor_places(), [col for _, col in found])


def _check_allowed(market: Market, pins: list[tuple[int, int]]) -> None:
    for mentee, mentor in pins:
        if forbidden := forbidden_by(market, mentee, mentor):
            raise PinError("A pin cannot be kept. " + " ".join(forbidden))


def _check_places(people: Sequence[Person], places: Integers, pinned: list[int]) -> None:
    for position, count in sorted(Counter(pinned).items()):
        if count > places[position]:
            name, most = people[position].name, places[position]
            raise PinError(f"{name} is pinned {count} times but has a capacity of {most}.")
