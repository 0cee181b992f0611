"""One run from end to end: the best assignment of a market, told in words."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from saas.matching.engine.assign import Assignment, assign
from saas.matching.engine.explain import (
    Waiting,
    forbidden_by,
    sentences,
    why_unmatched,
)
from saas.matching.engine.market import Market


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mentee and a mentor, by id, that the run proposes; fit from 0 to 1."""

    mentee: str
    mentor: str
    fit: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A mentee, by id, whom the run leaves without a mentor."""

    mentee: str
    why: str
    remedy: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a run found; `assignment` has positions, totals, bound and prices."""

    proposals: tuple[Proposal, ...]
    unmatched: tuple[Unmatched, ...]
    assignment: Assignment


class PinError(ValueError):
    """A pin that cannot be kept; the text is one sentence."""


def propose(market: Market, pins: Iterable[tuple[str, str]] = ()) -> Outcome:
    """Find the best assignment by the program's objective and explain it.

    `pins` are ids (mentee, mentor) that must be in the result. Proposals are in the order
    of the mentees given, as are the unmatched.

    Raises:
        PinError: A pin names somebody unknown or a pair that a rule forbids.
    """
    rules = market.rules
    assignment = assign(
        market.fit,
        market.mentor_places(),
        mentee_capacity=market.mentee_places(),
        objective=rules.objective,
        minimum=rules.minimum,
        floors=rules.floors,
        mentee_key=market.mentee_keys(),
        mentor_key=market.mentor_keys(),
        pins=_positions(market, pins),
    )
    served = {int(mentee) for mentee in assignment.pairs[:, 0]}
    return Outcome(
        tuple(_proposal(market, int(row), int(col)) for row, col in assignment.pairs),
        tuple(
            _unmatched(market, person.id, why_unmatched(market, assignment.pairs, row))
            for row, person in enumerate(market.mentees)
            if row not in served
        ),
        assignment,
    )


def _proposal(market: Market, mentee: int, mentor: int) -> Proposal:
    return Proposal(
        market.mentees[mentee].id,
        market.mentors[mentor].id,
        float(market.fit[mentee, mentor]),
        tuple(sentences(market, mentee, mentor)),
    )


def _unmatched(market: Market, mentee: str, waiting: Waiting) -> Unmatched:
    return Unmatched(mentee, waiting.why, waiting.remedy)


def _positions(market: Market, pins: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    rows = {person.id: index for index, person in enumerate(market.mentees)}
    cols = {person.id: index for index, person in enumerate(market.mentors)}
    return [_position(market, rows, cols, pin) for pin in sorted(set(pins))]


def _position(
    market: Market, rows: dict[str, int], cols: dict[str, int], pin: tuple[str, str]
) -> tuple[int, int]:
    if pin[0] not in rows or pin[1] not in cols:
        raise PinError(f"The pin of {pin[0]} with {pin[1]} names somebody who is not in this run.")
    mentee, mentor = rows[pin[0]], cols[pin[1]]
    if np.isnan(market.fit[mentee, mentor]):
        raise PinError("A pin cannot be kept. " + " ".join(forbidden_by(market, mentee, mentor)))
    return mentee, mentor
