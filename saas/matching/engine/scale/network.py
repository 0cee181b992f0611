"""Listed pairs, a choice of them with prices, and the steps of a search through both.

People are nodes: mentees from 0, mentors behind them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from saas.matching.engine.places import IntArray

from .codes import Small
from .jit import inlined

CERTAIN = 1 << 58
"""What filling a place that must be filled is worth: more than any sum of what else counts."""


class Graph(NamedTuple):
    """Listed pairs: those of each mentee side by side, and by number those of each mentor."""

    start: IntArray
    mentor: Small
    worth: IntArray
    mentee: Small
    list_at: IntArray
    listed: Small


class State(NamedTuple):
    """Bounds on everybody's pairs, and a choice with its prices, by node.

    Attributes:
        least, most: Bounds on the number of pairs.
        first: What the first pair is worth on top.
        price: What a place is worth.
        chosen: Whether each listed pair is.
        held_count: The number of chosen pairs.
        held_at: Where the chosen pairs of each node begin in ``held``.
        held: The chosen pairs of each node, by number.
    """

    least: IntArray
    most: IntArray
    first: IntArray
    price: IntArray
    chosen: NDArray[np.bool_]
    held_count: IntArray
    held_at: IntArray
    held: Small


class Search(NamedTuple):
    """The workings of one search: distances from its root, and the heap of who is next.

    ``size`` holds the length of the heap and the number of nodes seen; ``goal`` the distance at
    which the cheapest chain ends, and the node there.
    """

    distance: IntArray
    through: IntArray
    heap: IntArray
    where: IntArray
    seen: IntArray
    size: IntArray
    goal: IntArray


FAR = 1 << 62


@inlined
def next_worth(state: State, node: int) -> int:
    """What one more place of a node is worth, its price aside; only with room."""
    if state.held_count[node] < state.least[node]:
        return CERTAIN
    return int(state.first[node]) if state.held_count[node] == 0 else 0


@inlined
def last_worth(state: State, node: int) -> int:
    """What the last place that a node has filled is worth, its price aside."""
    if state.held_count[node] <= state.least[node]:
        return CERTAIN
    return int(state.first[node]) if state.held_count[node] == 1 else 0


@inlined
def wants(state: State, node: int) -> int:
    """How much a node would gain by one more place at its price; 0 if it has no room."""
    if state.held_count[node] >= state.most[node]:
        return 0
    return max(0, int(state.price[node]) + next_worth(state, node))


@inlined
def over(graph: Graph, state: State, mentees: int, edge: int) -> int:
    """What a pair is worth above its two prices."""
    prices = state.price[graph.mentee[edge]] + state.price[mentees + graph.mentor[edge]]
    return int(graph.worth[edge] - prices)


@inlined
def _hold(state: State, node: int, edge: int) -> None:
    state.held[state.held_at[node] + state.held_count[node]] = edge
    state.held_count[node] += 1


@inlined
def _let_go(state: State, node: int, edge: int) -> None:
    at = state.held_at[node]
    while state.held[at] != edge:
        at += 1
    state.held_count[node] -= 1
    state.held[at] = state.held[state.held_at[node] + state.held_count[node]]


@inlined
def choose(graph: Graph, state: State, mentees: int, edge: int) -> None:
    """Choose a pair."""
    state.chosen[edge] = True
    _hold(state, graph.mentee[edge], edge)
    _hold(state, mentees + graph.mentor[edge], edge)


@inlined
def drop(graph: Graph, state: State, mentees: int, edge: int) -> None:
    """Choose a pair no longer."""
    state.chosen[edge] = False
    _let_go(state, graph.mentee[edge], edge)
    _let_go(state, mentees + graph.mentor[edge], edge)


@inlined
def _rise(search: Search, at: int) -> None:
    heap, where, distance = search.heap, search.where, search.distance
    node = heap[at]
    far = distance[node]
    while at > 0:
        above = (at - 1) >> 1
        if distance[heap[above]] <= far:
            break
        heap[at] = heap[above]
        where[heap[at]] = at
        at = above
    heap[at] = node
    where[node] = at


@inlined
def nearest(search: Search) -> int:
    """Take the nearest node off the heap."""
    heap, where, distance = search.heap, search.where, search.distance
    first = heap[0]
    search.size[0] -= 1
    size = search.size[0]
    where[first] = -2
    node = heap[size]
    at, far = 0, distance[node]
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and distance[heap[child + 1]] < distance[heap[child]]:
            child += 1
        if distance[heap[child]] >= far:
            break
        heap[at] = heap[child]
        where[heap[at]] = at
        at = child
    if size > 0:
        heap[at] = node
        where[node] = at
    return int(first)


@inlined
def reach(search: Search, node: int, far: int, edge: int) -> bool:
    """Note a way to a node; whether it is the nearest so far."""
    if far >= search.goal[0] or far >= search.distance[node]:
        return False
    if search.where[node] == -1:
        search.seen[search.size[1]] = node
        search.size[1] += 1
        search.where[node] = search.size[0]
        search.heap[search.size[0]] = node
        search.size[0] += 1
    search.distance[node] = far
    search.through[node] = edge
    _rise(search, search.where[node])
    return True
