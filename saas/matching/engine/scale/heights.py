"""Prices for a choice that is optimal already, halfway between the lowest and the highest.

See ``prices.potentials``, whose heights these are, found by a queue instead of rounds.
"""

from __future__ import annotations

import numpy as np

from saas.matching.engine.places import IntArray

from .jit import compiled, inlined
from .network import Graph, State, last_worth, next_worth

_PATIENCE = 60


@inlined
def _lower(height: IntArray, queue: IntArray, ends: IntArray, node: int, to: int) -> None:
    """Lower a node, and let it wait to lower its neighbors in turn."""
    if to >= height[node]:
        return
    height[node] = to
    if ends[2 + node] == 0:
        ends[2 + node] = 1
        queue[ends[1]] = node
        ends[1] = (ends[1] + 1) % len(queue)


@inlined
def _from_hub(
    state: State,
    height: IntArray,
    queue: IntArray,
    ends: IntArray,
    mentees: int,
    back: bool,  # noqa: FBT001
) -> None:
    hub = len(state.price)
    for node in range(hub):
        taking = (node < mentees) != back
        if taking and state.held_count[node] < state.most[node]:
            _lower(height, queue, ends, node, height[hub] - next_worth(state, node))
        if not taking and state.held_count[node] > 0:
            _lower(height, queue, ends, node, height[hub] + last_worth(state, node))


@inlined
def _from_person(
    graph: Graph,
    state: State,
    height: IntArray,
    queue: IntArray,
    ends: IntArray,
    node: int,
    back: bool,  # noqa: FBT001
) -> None:
    mentees, hub = len(graph.start) - 1, len(state.price)
    giving = (node < mentees) != back
    if giving and state.held_count[node] > 0:
        _lower(height, queue, ends, hub, height[node] + last_worth(state, node))
    if not giving and state.held_count[node] < state.most[node]:
        _lower(height, queue, ends, hub, height[node] - next_worth(state, node))


@inlined
def _from_mentee(
    graph: Graph,
    state: State,
    height: IntArray,
    queue: IntArray,
    ends: IntArray,
    node: int,
    back: bool,  # noqa: FBT001
) -> None:
    mentees = len(graph.start) - 1
    for edge in range(graph.start[node], graph.start[node + 1]):
        if state.chosen[edge] == back:
            cost = graph.worth[edge] if back else -graph.worth[edge]
            _lower(height, queue, ends, mentees + graph.mentor[edge], height[node] + cost)


@inlined
def _from_mentor(
    graph: Graph,
    state: State,
    height: IntArray,
    queue: IntArray,
    ends: IntArray,
    node: int,
    back: bool,  # noqa: FBT001
) -> None:
    mentees = len(graph.start) - 1
    for at in range(graph.list_at[node - mentees], graph.list_at[node - mentees + 1]):
        edge = graph.listed[at]
        if state.chosen[edge] != back:
            cost = -graph.worth[edge] if back else graph.worth[edge]
            _lower(height, queue, ends, int(graph.mentee[edge]), height[node] + cost)


@compiled
def descend(graph: Graph, state: State, back: bool) -> tuple[IntArray, bool]:  # noqa: FBT001
    """Shortest distances from level ground along residual arcs (or, ``back``, against them).

    Also whether it came to an end; a choice that is not optimal may go on for ever.
    """
    mentees, hub = len(graph.start) - 1, len(state.price)
    height = np.zeros(hub + 1, np.int64)
    queue = np.arange(hub + 2)
    ends = np.ones(hub + 3, np.int64)
    ends[0], ends[1] = 0, hub + 1
    steps, most = 0, _PATIENCE * (hub + 1)
    while ends[0] != ends[1] and steps < most:
        node = queue[ends[0]]
        ends[0] = (ends[0] + 1) % len(queue)
        ends[2 + node] = 0
        steps += 1
        if node == hub:
            _from_hub(state, height, queue, ends, mentees, back)
            continue
        _from_person(graph, state, height, queue, ends, node, back)
        if node < mentees:
            _from_mentee(graph, state, height, queue, ends, node, back)
        else:
            _from_mentor(graph, state, height, queue, ends, node, back)
    return height, ends[0] == ends[1]
