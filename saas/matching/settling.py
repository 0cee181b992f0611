"""The best proposals of a market of any size, found where they can be stopped at any moment."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from saas.matching.engine import Assignment, Costs, Market, Outcome, costs_of, propose
from saas.matching.engine.costs import is_steadied
from saas.matching.engine.market import closed, opened
from saas.matching.engine.solving import Position, settle
from saas.matching.watched import watched

if TYPE_CHECKING:
    from saas.matching.engine.scale import Start
    from saas.matching.engine.wide import WideMarket, WideOutcome

    Settled = tuple[WideMarket, Assignment]

QUICK = 200_000
"""So many possible pairs take less time than a process of their own would be worth."""
SECONDS = 1800.0
"""After so long a large market stops where it is and says how far from the bound."""
_FIRST, _LAST = 55, 79
_PAIRS_A_SECOND = 4e7
Tell = Callable[[int, str], None]
Ids = Iterable[tuple[str, str]]


def find(
    market: "Market | WideMarket",
    pins: Ids,
    standing: Ids,
    tell: Tell,
    start: "Start | None" = None,
) -> "Outcome | WideOutcome":
    """Find the best proposals of a market and explain them.

    Args:
        market: The people.
        pins: Ids that must be in the result.
        standing: Ids that were proposed before.
        tell: Told the percent done and what is done now, every second; may raise to stop.
        start: Where an earlier run ended; of use to a large market.
    """
    if not isinstance(market, Market):
        from saas.matching.engine.wide import propose_wide

        return propose_wide(market, pins, standing, _wide(tell, start))
    if market.size <= QUICK and not market.rules.group_hours:
        return propose(market, pins, standing)
    return propose(market, pins, standing, _small(tell))


def costs(
    market: "Market | WideMarket",
    found: Assignment,
    pins: Iterable[Position],
    standing: Iterable[Position],
    tell: Tell,
) -> Costs | None:
    """Find the prices that tell what another choice costs; None where those of `found` do, or none.

    Args:
        market: The people, as the result opened them.
        found: The result.
        pins: What it had to keep.
        standing: What it would rather keep.
        tell: As for `find`.
    """
    kept, stood = list(pins), list(standing)
    if not is_steadied(market.rules, stood):
        return None

    def work() -> Costs | None:
        if isinstance(market, Market):
            return costs_of(market, found, kept, stood)
        from saas.matching.engine.wide import costs_of_wide

        return costs_of_wide(market, found, kept, stood, seconds=SECONDS)

    if market.size <= QUICK:
        return work()
    return watched(work, lambda: tell(_LAST, "Finding what other choices would cost"))


def _small(
    tell: Tell,
) -> Callable[[Market, Sequence[Position], Sequence[Position]], tuple[Market, Assignment]]:
    def act(
        market: Market, pins: Sequence[Position], standing: Sequence[Position]
    ) -> tuple[Market, Assignment]:
        def work() -> tuple[frozenset[int], Assignment]:
            after, found = settle(market, pins, standing)
            return closed(market) - closed(after), found

        rows, found = watched(work, _looking_up(market.size, tell))
        return opened(market, rows), found

    return act


def _wide(
    tell: Tell, start: "Start | None"
) -> "Callable[[WideMarket, Sequence[Position], Sequence[Position]], Settled]":
    def act(
        market: "WideMarket", pins: Sequence[Position], standing: Sequence[Position]
    ) -> "tuple[WideMarket, Assignment]":
        from saas.matching.engine.wide import settle_wide

        def work() -> tuple[frozenset[int], Assignment]:
            after, found = settle_wide(market, pins, standing, seconds=SECONDS, start=start)
            return after.opened, found.assignment

        rows, found = watched(work, _looking_up(market.size, tell))
        return market.opening(rows), found

    return act


def _looking_up(size: int, tell: Tell) -> Callable[[], None]:
    """Say how far it may be: nobody knows before the end, but it nears it more and more slowly."""
    began, usual = time.monotonic(), 2 + size / _PAIRS_A_SECOND

    def look_up() -> None:
        share = 1 - math.exp(-(time.monotonic() - began) / usual)
        tell(_FIRST + int((_LAST - _FIRST) * share), "Finding the best proposals")

    return look_up
