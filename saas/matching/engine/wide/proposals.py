"""A run of a large market from end to end: the best assignment, told in words part by part."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saas.matching.engine.assign import Assignment
from saas.matching.engine.market import Integers
from saas.matching.engine.proposals import (
    PinError,
    Proposal,
    Unmatched,
    check_places,
    known_pairs,
    pinned_pairs,
    tell_all,
    unmatched,
)
from saas.matching.engine.remedies import line_of
from saas.matching.engine.rules import POINTS
from saas.matching.engine.scale.scanner import Scanner
from saas.matching.engine.solving import Position
from saas.matching.engine.unmatched import Left, Untried, Waiting, nobody_allowed, why_waiting

from .market import WideMarket
from .settling import settle_wide

_CELLS = 1 << 21
Settle = Callable[
    [WideMarket, Sequence[Position], Sequence[Position]], tuple[WideMarket, Assignment]
]


@dataclass(frozen=True, slots=True, eq=False)
class WideOutcome:
    """What a run of a large market found; like `Outcome`, with proposals told as they are asked."""

    unmatched: tuple[Unmatched, ...]
    assignment: Assignment
    market: WideMarket

    @property
    def proposals(self) -> Iterator[Proposal]:
        """Tell the proposals one after the other, in the order of the mentees."""
        for market, places in self.market.parts(self.assignment.pairs):
            yield from tell_all(market, places)


def settled(
    market: WideMarket, pins: Sequence[Position], standing: Sequence[Position]
) -> tuple[WideMarket, Assignment]:
    """Find the best assignment."""
    opened, found = settle_wide(market, pins, standing)
    return opened, found.assignment


def propose_wide(
    market: WideMarket,
    pins: Iterable[tuple[str, str]] = (),
    standing: Iterable[tuple[str, str]] = (),
    settle: Settle = settled,
) -> WideOutcome:
    """Find the best assignment of a large market by the program's objective and explain it.

    Arguments are those of `propose`; `settle` finds the assignment.

    Raises:
        PinError: A pin names somebody unknown, a rule forbids it, or places are too few.
    """
    pinned = pinned_pairs(market, pins)
    market = market.opened_to(pinned)
    _check_allowed(market, pinned)
    check_places(market, pinned)
    market, assignment = settle(market, pinned, known_pairs(market, standing))
    return WideOutcome(_unmatched(market, assignment.pairs), assignment, market)


def _check_allowed(market: WideMarket, pins: list[Position]) -> None:
    fits = market.along(np.array(pins, np.int64).reshape(-1, 2))
    for at in np.flatnonzero(np.isnan(fits)).tolist():
        row, col = pins[at]
        one = market.part([row], [col])
        said = [ban.sentence(0, 0) for ban in one.bans if ban.forbids(_FIRST, _FIRST)[0, 0]]
        raise PinError("A pin cannot be kept. " + " ".join(said))


_FIRST = slice(0, 1)


def _unmatched(market: WideMarket, pairs: Integers) -> tuple[Unmatched, ...]:
    """Tell of everybody left without a mentor why, and the place in line."""
    rows = np.setdiff1d(np.arange(len(market.mentees)), pairs[:, 0])
    left = Left.of(market.mentors, market.rules, market.mentor_places(), pairs)
    waiting, best = dict[int, Waiting](), np.full(len(rows), -1.0)
    nobody: list[int] = []
    for start, fits in _rows_of(market, rows):
        for at, mine in enumerate(fits, start):
            row = int(rows[at])
            found = why_waiting(left, market.mentees[row], row, mine, Untried())
            if found is None:
                nobody.append(row)
            else:
                waiting[row] = found
                best[at] = np.nan_to_num(mine, nan=-1.0).max(initial=-1.0)
    waiting |= _nobody(market, nobody)
    line = _line(market, rows, best)
    return tuple(unmatched(market, row, waiting[row], line) for row in rows.tolist())


def _rows_of(market: WideMarket, rows: Integers) -> Iterator[tuple[int, npt.NDArray[np.float64]]]:
    """Go through all fits of some mentees, block by block, with where each block begins."""
    scanner = Scanner(market.codes)
    step = max(1, _CELLS // max(1, len(market.mentors)))
    for start in range(0, len(rows), step):
        units = scanner.fits(rows[start : start + step])
        yield start, np.where(units < 0, np.nan, units / POINTS)


def _nobody(market: WideMarket, rows: list[int]) -> dict[int, Waiting]:
    """Tell of mentees whom rules keep from every mentor which rules these are."""
    found, everyone = dict[int, Waiting](), range(len(market.mentors))
    step = max(1, _CELLS // max(1, len(market.mentors)))
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        part = market.part(some, everyone)
        for at, row in enumerate(some):
            found[row] = nobody_allowed(part, at, row, Untried())
    return found


def _line(market: WideMarket, rows: Integers, best: npt.NDArray[np.float64]) -> dict[int, int]:
    wanting = (market.mentee_places()[rows] > 0) & (best >= market.rules.minimum) & (best >= 0)
    mentees = [market.mentees[row] for row in rows.tolist()]
    order = line_of(np.flatnonzero(wanting).tolist(), mentees, best)
    return {int(rows[at]): place for at, place in order.items()}
