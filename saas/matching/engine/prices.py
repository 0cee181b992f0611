"""Prices that prove an optimum, read from the arcs along which a flow could still change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .places import IntArray


@dataclass(frozen=True, slots=True)
class Arcs:
    """Directed arcs between numbered nodes, with what a unit of flow along each costs."""

    tail: IntArray
    head: IntArray
    capacity: IntArray
    cost: IntArray

    def residual(self, flow: IntArray) -> Arcs:
        """The arcs along which ``flow`` can change: forward if there is room, back if not 0."""
        room, used = np.flatnonzero(flow < self.capacity), np.flatnonzero(flow)
        return Arcs(
            np.concatenate([self.tail[room], self.head[used]]),
            np.concatenate([self.head[room], self.tail[used]]),
            np.concatenate([(self.capacity - flow)[room], flow[used]]),
            np.concatenate([self.cost[room], -self.cost[used]]),
        )

    def reversed(self) -> Arcs:
        """The same arcs in the other direction."""
        return Arcs(self.head, self.tail, self.capacity, self.cost)


def potentials(residual: Arcs, nodes: int) -> IntArray:
    """Heights with ``height[head] <= height[tail] + cost`` on every residual arc.

    They exist exactly when no cycle has a negative cost, that is, when the flow is optimal. Of all
    such heights, the middle between the lowest and the highest that start from level ground: the
    extremes price one side of the market as high as possible, which makes pairs left out of a
    candidate list look better or worse than they are.

    Raises:
        ArithmeticError: The flow is not optimal.
    """
    lowest = _descend(residual, nodes)
    highest = -_descend(residual.reversed(), nodes)
    middle: IntArray = (lowest + highest) // 2
    return middle


def _descend(arcs: Arcs, nodes: int) -> IntArray:
    """Shortest distances from level ground (Bellman and Ford, all arcs of a round at once)."""
    order = np.argsort(arcs.head, kind="stable")
    tail, cost, head = arcs.tail[order], arcs.cost[order], arcs.head[order]
    starts = np.flatnonzero(np.diff(head, prepend=-1))
    targets = head[starts]
    height = np.zeros(nodes, np.int64)
    for _ in range(nodes + 1):
        reached = np.minimum.reduceat(height[tail] + cost, starts) if len(starts) else targets
        lower = reached < height[targets]
        if not lower.any():
            return height
        height[targets[lower]] = reached[lower]
    raise ArithmeticError("The flow has a cycle of negative cost: it is not optimal.")
