"""The exact optimum over a list of pairs, as a minimum-cost flow, with the prices that prove it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from .places import BoolArray, IntArray, Places
from .prices import Arcs, potentials


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs that may be chosen: positions of the two people and the integer value of the pair."""

    mentee: IntArray
    mentor: IntArray
    value: IntArray


@dataclass(frozen=True, slots=True)
class Solution:
    """An optimum over the given edges: which are chosen, and a price per mentee and per mentor."""

    chosen: BoolArray
    mentee_price: IntArray
    mentor_price: IntArray


class CostRangeError(ArithmeticError):
    """The values are too large for exact 64-bit arithmetic."""


def solve(edges: Edges, mentees: Places, mentors: Places) -> Solution:
    """Choose the edges with the largest summed value, first places counted.

    The prices make every edge that is not chosen worth at most the prices of its two people, every
    chosen one at least that, and everybody's number of pairs one that earns the most at their price
    (``Places.worth``): together that is a proof of optimality.

    Raises:
        CostRangeError: Values times people come near 2**63.
    """
    people, hub = len(mentees.most), len(mentees.most) + len(mentors.most)
    arcs = _network(edges, mentees, mentors)
    flow = _cheapest_flow(arcs, np.concatenate([mentees.least, -mentors.least]))
    height = potentials(arcs.residual(flow), hub + 1)
    chosen = flow[: len(edges.value)] > 0
    return Solution(
        chosen,
        _settled(height[:people] - height[hub], mentees, edges.mentee[chosen]),
        _settled(height[hub] - height[people:hub], mentors, edges.mentor[chosen]),
    )


def choose(edges: Edges, mentees: Places, mentors: Places) -> BoolArray:
    """The chosen edges of an optimum alone, without the prices; raises like ``solve``."""
    arcs = _network(edges, mentees, mentors)
    flow = _cheapest_flow(arcs, np.concatenate([mentees.least, -mentors.least]))
    chosen: BoolArray = flow[: len(edges.value)] > 0
    return chosen


def _settled(price: IntArray, side: Places, filled: IntArray) -> IntArray:
    """Prices, with those of people who have room and no pair as high as that allows.

    Nothing ties these down from below, and a price too low makes pairs outside the list look good.
    """
    idle = side.most > 0
    idle[filled] = False
    return np.where(idle, -side.first, price)


def _network(edges: Edges, mentees: Places, mentors: Places) -> Arcs:
    """Flow runs from a hub to mentees, along chosen edges to mentors, and back to the hub.

    Places that must be filled are supplies and demands of the people; only the others use the hub.
    """
    people, hub = len(mentees.most), len(mentees.most) + len(mentors.most)
    mentee, mentee_room, mentee_cost = _openings(mentees)
    mentor, mentor_room, mentor_cost = _openings(mentors)
    return Arcs(
        np.concatenate([edges.mentee, np.full(len(mentee), hub), people + mentor]),
        np.concatenate([people + edges.mentor, mentee, np.full(len(mentor), hub)]),
        np.concatenate([np.ones_like(edges.value), mentee_room, mentor_room]),
        np.concatenate([-edges.value, mentee_cost, mentor_cost]),
    )


def _openings(side: Places) -> tuple[IntArray, IntArray, IntArray]:
    """Person, room and cost of the places that may stay empty: the rewarded first one apart."""
    rewarded = np.where((side.first > 0) & (side.most > 0), 1, 0)
    person = np.tile(np.arange(len(side.most)), 2)
    room = np.concatenate([rewarded, side.most - side.least - rewarded])
    cost = np.concatenate([-side.first, np.zeros_like(side.first)])
    used = room > 0
    return person[used], room[used], cost[used]


def _cheapest_flow(arcs: Arcs, supply: IntArray) -> IntArray:
    network = min_cost_flow.SimpleMinCostFlow()
    network.add_arcs_with_capacity_and_unit_cost(
        arcs.tail.astype(np.int32), arcs.head.astype(np.int32), arcs.capacity, arcs.cost
    )
    balanced = np.append(supply, -supply.sum())
    network.set_nodes_supplies(np.arange(len(balanced), dtype=np.int32), balanced)
    status = network.solve()
    if status == network.BAD_COST_RANGE:
        raise CostRangeError("The values are too large for the exact solver.")
    if status != network.OPTIMAL:
        raise ArithmeticError(f"The solver stopped with {status.name}.")
    return np.asarray(network.flows(np.arange(len(arcs.cost), dtype=np.int32)), np.int64)
