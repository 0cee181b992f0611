"""Peers: one pool, in which each is together with at most one other (docs/adr/0012).

A market of a pool has the same people as rows and as columns, in the same order. Its fit is the
same both ways, and so is every result: each pair is in it twice, once from either side, so that
whatever reads a result from the mentee's side reads it from everybody's. Totals count each once.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from saas.matching.engine.assign import Assignment, assign
from saas.matching.engine.market import Integers, Market
from saas.matching.engine.people import tie_key
from saas.matching.engine.rules import POINTS

Position = tuple[int, int]
MOST_EDGES = 9_000
"""So many possible pairs are all looked at; of more, each person's best ones."""
_TIES = 1 << 20


def solve_pool(
    market: Market, pins: Sequence[Position] = (), standing: Sequence[Position] = ()
) -> Assignment:
    """Find the best pairs of a pool: Edmonds' blossoms, in whole numbers.

    As many pairs as possible, then floors, then the total; by `best_fit` the total alone. The
    order of people does not matter. Standing pairs count for more, as the program says.

    Returns:
        An assignment without prices, each pair in it from both sides. It is certified where every
        possible pair was looked at, or where no choice that takes people apart could be better.
    """
    kept = {_sorted(pair) for pair in pins}
    whole, worth = _edges(market, kept, {_sorted(pair) for pair in standing})
    chosen = kept | _best(market, whole if len(whole) <= MOST_EDGES else _few(market, whole), worth)
    pairs = mirrored(chosen)
    total = round(float(np.nansum(market.fit[tuple(pairs.T)])) * POINTS / 2) / POINTS
    certified, bound = len(whole) <= MOST_EDGES, total
    if not certified:
        certified, bound = _against_the_flow(market, pairs, total, kept)
    nobody = np.zeros(len(market.mentees))
    return Assignment(
        pairs=pairs,
        total=total,
        bound=bound,
        certified=certified,
        mentee_price=nobody,
        mentor_price=nobody,
        weights={},
    )


def mirrored(pairs: Iterable[Position]) -> Integers:
    """Return each pair from both sides, shape (2 n, 2), sorted."""
    both = {each for one, other in pairs for each in ((one, other), (other, one))}
    return np.array(sorted(both), np.int64).reshape(-1, 2)


def _sorted(pair: Position) -> Position:
    return (min(pair), max(pair))


def _edges(
    market: Market, kept: set[Position], standing: set[Position]
) -> tuple[list[Position], dict[Position, int]]:
    """Return the pairs that may be chosen beside those kept, and the fit each counts for."""
    rules, places = market.rules, market.mentee_places()
    taken = {each for pair in kept for each in pair}
    free = [row for row in np.flatnonzero(places > 0).tolist() if row not in taken]
    least = max(rules.minimum, 1 / POINTS if rules.objective == "best_fit" else 0.0)
    lead = np.broadcast_to(market.priority, market.fit.shape)
    lead = lead + lead.T
    steadiness = round(rules.steadiness * POINTS)
    found, worth = [], {}
    order = sorted(free, key=lambda row: tie_key(market.mentees[row].id))
    for at, one in enumerate(order):
        for other in order[at + 1 :]:
            if market.fit[one, other] >= least:
                pair = _sorted((one, other))
                units = round(float(market.fit[pair]) * POINTS) + int(lead[pair])
                found.append((one, other))
                worth[pair] = units + (steadiness if pair in standing else 0)
    return found, worth


def _few(market: Market, whole: Sequence[Position]) -> list[Position]:
    """Return the best pairs of each person, so that all are not too many."""
    most = max(4, 2 * MOST_EDGES // max(1, len(market.mentees)))
    by_person: dict[int, list[Position]] = {}
    for pair in whole:
        for each in pair:
            by_person.setdefault(each, []).append(pair)
    chosen = {
        pair
        for own in by_person.values()
        for pair in sorted(own, key=lambda each: (-market.fit[each], _tie(market, each)))[:most]
    }
    return [pair for pair in whole if pair in chosen]


def _best(market: Market, edges: Sequence[Position], worth: dict[Position, int]) -> set[Position]:
    """Return the pairs of the heaviest matching; exact, since every weight is a whole number."""
    people = len(market.mentees)
    floors = market.rules.floors if market.rules.objective != "best_fit" else ()
    a_floor = 1 + sum(sorted(worth.values(), reverse=True)[: people // 2 + 1])
    a_pair = 1 + (people // 2 + 1) * (len(floors) + 1) * a_floor
    counts = market.rules.objective != "best_fit"
    # Loaded by who matches a pool, and not by every process.
    import networkx as nx

    graph = nx.Graph()
    for one, other in edges:
        pair = _sorted((one, other))
        reached = sum(market.fit[pair] >= floor for floor in floors)
        weight = worth[pair] + reached * a_floor + (a_pair if counts else 0)
        graph.add_edge(one, other, weight=weight * people * _TIES + _tie(market, pair))
    return {_sorted(pair) for pair in nx.max_weight_matching(graph)}


def _tie(market: Market, pair: Position) -> int:
    """Return what goes first of equals, whatever the order of people."""
    ids = sorted(market.mentees[each].id for each in pair)
    return tie_key("\n".join(ids)) % _TIES


def _against_the_flow(
    market: Market, pairs: Integers, total: float, kept: set[Position]
) -> tuple[bool, float]:
    """Compare with the best that could be if everybody had a partner of their own on each side.

    Returns:
        Whether nothing could be better, and the most that the total could be.
    """
    places = market.mentee_places()
    best = assign(
        market.fit,
        places,
        mentee_capacity=places,
        objective=market.rules.objective,
        minimum=market.rules.minimum,
        floors=market.rules.floors,
        pins=mirrored(kept),
    )
    bound = max(total, best.bound / 2)
    return len(best.pairs) == len(pairs) and bound == total, bound
