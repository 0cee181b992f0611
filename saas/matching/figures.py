"""What is counted of a result for admins: how people fare, and what other aims would give."""

import dataclasses as dc
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from saas.matching.engine import Market, blocking, fairness, who_changes
from saas.matching.engine.market import Integers, reclosed
from saas.matching.engine.settings import OBJECTIVES, POOL_OBJECTIVES
from saas.matching.engine.solving import settle

if TYPE_CHECKING:
    from saas.matching.engine.wide import WideMarket

Position = tuple[int, int]


def figures_of(market: "Market | WideMarket", pairs: Integers) -> dict[str, Any]:
    """Return the figures of a result as JSON; fits from 0 to 100, None without proposals.

    Keys: `served` of `wanting` mentees have a mentor, `mentors` have a mentee; `mean` and
    `lowest` fit; `under` the lowest floor (`floor`); `blocking` counts those who would both
    rather have each other.
    """
    summary = fairness(market, pairs)
    floor = summary.floors[0] if summary.floors else None
    return {
        "served": summary.served,
        "wanting": summary.wanting,
        "mentors": len(np.unique(pairs[:, 1])),
        "mean": _percent(summary.spread.mean) if summary.spread else None,
        "lowest": _percent(summary.spread.lowest) if summary.spread else None,
        "floor": _percent(floor.fit) if floor else None,
        "under": floor.under if floor else 0,
        "blocking": _blocking(market, pairs),
    }


def _blocking(market: "Market | WideMarket", pairs: Integers) -> int:
    if isinstance(market, Market):
        return len(blocking(market, pairs))
    from saas.matching.engine.wide import count_blocking

    return count_blocking(market, pairs)


def trial_figures(
    market: "Market | WideMarket", board: Integers, found: Integers, pins: Sequence[Position]
) -> dict[str, Any]:
    """Return what a trial shows beside its own figures, as JSON.

    Args:
        market: The people under the rules that are tried, opened as the trial left them.
        board: What stands on the board, as positions in this market.
        found: What the trial proposes.
        pins: What it had to keep.
    """
    # Who stands with a mentor whom they did not name has them, whatever the trial proposes.
    then = market.opened_to(board.tolist())
    known = board[~np.isnan(then.along(board))]
    return {
        "before": figures_of(then, known),
        "moves": [
            {
                "mentee": each.mentee,
                "before": list(each.before),
                "after": list(each.after),
                "fit_before": _mean(each.fit_before, each.before),
                "fit_after": _mean(each.fit_after, each.after),
                "kind": _kind(each.before, each.after, each.kind),
            }
            for each in who_changes(then, board, then, found)
        ],
        "objectives": _objectives(market, board, found, pins)
        if isinstance(market, Market)
        else {market.rules.objective: _own(market, board, found)},
    }


def _objectives(
    market: Market, board: Integers, found: Integers, pins: Sequence[Position]
) -> Mapping[str, dict[str, Any]]:
    standing = [(int(row), int(col)) for row, col in board]
    results, from_start = {}, reclosed(market)
    for objective in _tried(market):
        rules = dc.replace(market.rules, objective=objective)
        other, pairs = market, found
        if objective != market.rules.objective:
            other, assignment = settle(dc.replace(from_start, rules=rules), pins, standing)
            pairs = assignment.pairs
        results[objective] = {
            **figures_of(other, pairs),
            "changed": len(who_changes(market, board, market, pairs)),
        }
    return results


def _tried(market: Market) -> Sequence[str]:
    """Groups take long to solve: only what was asked for; pools can aim at less."""
    if market.pool:
        return POOL_OBJECTIVES
    return [market.rules.objective] if market.rules.group_hours else OBJECTIVES


def _own(market: "WideMarket", board: Integers, found: Integers) -> dict[str, Any]:
    """Count what was asked for alone: other aims take as long again each."""
    changed = len(who_changes(market, board, market, found))
    return {**figures_of(market, found), "changed": changed}


def _kind(before: Sequence[str], after: Sequence[str], kind: str) -> str:
    if not before:
        return "placed"
    return kind if after else "waits"


def _mean(fit: float, people: Sequence[str]) -> int | None:
    return round(100 * fit / len(people)) if people else None


def _percent(fit: float) -> int:
    return round(100 * fit)
