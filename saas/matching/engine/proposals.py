"""One run from end to end: the best assignment of a market, told in words."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from saas.matching.engine.assign import Assignment
from saas.matching.engine.explain import Reason, all_reasons, forbidden_by, in_words
from saas.matching.engine.market import Integers, Market
from saas.matching.engine.meeting import NoGroupError, group_sentence
from saas.matching.engine.people import Person
from saas.matching.engine.peopled import Peopled
from saas.matching.engine.remedies import Trial, in_line
from saas.matching.engine.solving import Position, settle
from saas.matching.engine.unmatched import Left, Waiting, nobody_allowed, why_waiting

Settle = Callable[[Market, Sequence[Position], Sequence[Position]], tuple[Market, Assignment]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mentee and a mentor, by id, that the run proposes.

    Attributes:
        fit: From 0 to 1.
        reasons: Why these two, in words.
        parts: What each known criterion says.
    """

    mentee: str
    mentor: str
    fit: float
    reasons: tuple[str, ...]
    parts: tuple[Reason, ...]


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
    settle: Settle = settle,
) -> Outcome:
    """Find the best assignment by the program's objective and explain it.

    Proposals are in the order of the mentees given, as are the unmatched.

    Args:
        market: Who could be matched with whom.
        pins: Ids (mentee, mentor) that must be in the result.
        standing: Ids that were proposed before. A change must be worth more than the program's
            steadiness, so that few people move; those who are not in the market are left out.
        settle: What finds the assignment.

    Raises:
        PinError: A pin names somebody unknown, a rule forbids it, or places are too few.
    """
    pinned = pinned_pairs(market, pins)
    opened_market = market.opened_to(pinned)
    _check_allowed(opened_market, pinned)
    check_places(opened_market, pinned)
    try:
        market, assignment = settle(opened_market, pinned, known_pairs(market, standing))
    except NoGroupError as error:
        raise PinError(str(error)) from error
    pairs = assignment.pairs
    if market.pool:
        # Each two are told once, whoever's id comes first as the one who is told of the other.
        keys = market.mentee_keys()
        pairs = pairs[keys[pairs[:, 0]] < keys[pairs[:, 1]]]
    return Outcome(
        tuple(
            _meeting(market, told, (at[0], at[1]), assignment)
            for told, at in zip(tell_all(market, pairs), pairs.tolist(), strict=True)
        ),
        _unmatched(market, assignment.pairs, pinned),
        assignment,
        market,
    )


def tell(market: Market, mentee: int, mentor: int) -> Proposal:
    """Tell what there is to say of two people who are proposed to each other."""
    [told] = tell_all(market, np.array([[mentee, mentor]], np.int64))
    return told


def tell_all(market: Market, pairs: Integers) -> Iterator[Proposal]:
    """Tell what there is to say of pairs, shape (n, 2), the mentees rising."""
    for (mentee, mentor), found in zip(pairs.tolist(), all_reasons(market, pairs), strict=True):
        yield _telling(market, mentee, mentor, found)


def _telling(market: Market, mentee: int, mentor: int, found: tuple[Reason, ...]) -> Proposal:
    return Proposal(
        market.mentees[mentee].id,
        market.mentors[mentor].id,
        float(market.fit[mentee, mentor]),
        tuple(in_words(market, mentee, mentor, found)),
        found,
    )


def _meeting(market: Market, told: Proposal, at: Position, found: Assignment) -> Proposal:
    """Add when a group meets."""
    mentee, mentor = at
    if not market.rules.group_hours:
        return told
    group = found.pairs[found.pairs[:, 1] == mentor, 0].tolist()
    length = round(market.rules.group_hours * 60)
    others = market.mentors[mentor].group_of
    meets = group_sentence(market.answers, mentor, group, mentee, length, others)
    return replace(told, reasons=(meets, *told.reasons))


def _unmatched(market: Market, pairs: Integers, pins: list[Position]) -> tuple[Unmatched, ...]:
    trial, line = Trial(market, pairs, pins), in_line(market, pairs)
    left = Left.of(market.mentors, market.rules, market.mentor_places(), pairs)
    served = {int(mentee) for mentee in pairs[:, 0]}
    return tuple(
        unmatched(
            market,
            row,
            why_waiting(left, person, row, market.fit[row], trial)
            or nobody_allowed(market, row, row, trial),
            line,
        )
        for row, person in enumerate(market.mentees)
        if row not in served
    )


def unmatched(market: Peopled, row: int, waiting: Waiting, line: Mapping[int, int]) -> Unmatched:
    """Tell of somebody left without a mentor why, with the place in line."""
    place = line.get(row)
    where = f" Place {place} of {len(line)} in line." if place else ""
    return Unmatched(
        market.mentees[row].id, waiting.why + where, waiting.remedy, waiting.why, place
    )


def known_pairs(market: Peopled, pairs: Iterable[tuple[str, str]]) -> list[Position]:
    """Return the positions of pairs of ids, sorted; those of others are left out."""
    rows = {person.id: index for index, person in enumerate(market.mentees)}
    cols = {person.id: index for index, person in enumerate(market.mentors)}
    known = [pair for pair in set(pairs) if pair[0] in rows and pair[1] in cols]
    return sorted((rows[mentee], cols[mentor]) for mentee, mentor in known)


def pinned_pairs(market: Peopled, pins: Iterable[tuple[str, str]]) -> list[Position]:
    """Return the positions of pins, or raise PinError for somebody who is not there."""
    rows = {person.id: index for index, person in enumerate(market.mentees)}
    cols = {person.id: index for index, person in enumerate(market.mentors)}
    found = []
    for mentee, mentor in sorted(set(pins)):
        if mentee not in rows or mentor not in cols:
            raise PinError(f"The pin of {mentee} with {mentor} names somebody not in this run.")
        found.append((rows[mentee], cols[mentor]))
    return found


def _check_allowed(market: Market, pins: list[Position]) -> None:
    for mentee, mentor in pins:
        if forbidden := forbidden_by(market, mentee, mentor):
            raise PinError("A pin cannot be kept. " + " ".join(forbidden))


def check_places(market: Peopled, pins: list[Position]) -> None:
    """Raise PinError where pins take more places than somebody has."""
    _check_side(market.mentees, market.mentee_places(), [row for row, _ in pins])
    _check_side(market.mentors, market.mentor_places(), [col for _, col in pins])


def _check_side(people: Sequence[Person], places: Integers, pinned: list[int]) -> None:
    for position, count in sorted(Counter(pinned).items()):
        if count > places[position]:
            name, most = people[position].name, places[position]
            raise PinError(f"{name} is pinned {count} times but has a capacity of {most}.")
