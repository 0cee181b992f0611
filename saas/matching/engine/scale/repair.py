"""The exact optimum over listed pairs, mended from any earlier one.

A choice of pairs is optimal when prices exist at which nobody would rather have other pairs
(complementary slackness). ``mend`` takes whatever prices and choice there are, keeps what agrees
with them, and repairs the rest one place at a time along the cheapest chain of moves (successive
shortest paths; Ford and Fulkerson 1962, Ahuja, Magnanti and Orlin 1993, ch. 9). The work depends on
how wrong the start was. Whole numbers throughout.
"""

from __future__ import annotations

import numpy as np

from saas.matching.engine.places import IntArray

from .jit import compiled, inlined
from .network import (
    CERTAIN,
    FAR,
    Graph,
    Search,
    State,
    choose,
    drop,
    last_worth,
    nearest,
    next_worth,
    over,
    reach,
    wants,
)


@inlined
def _ends(search: Search, node: int, far: int) -> None:
    """Note that a chain can end at a node, at a distance."""
    if far < search.goal[0]:
        search.goal[0], search.goal[1] = far, node


@inlined
def _gives(search: Search, state: State, node: int, far: int) -> None:
    """A chain can end where a node gives up a place."""
    if state.held_count[node] > 0:
        _ends(search, node, far + state.price[node] + last_worth(state, node))


@inlined
def _takes(search: Search, state: State, node: int, far: int) -> None:
    """A chain can end where a node has room for one more."""
    if state.held_count[node] < state.most[node]:
        _ends(search, node, far + max(0, -(state.price[node] + next_worth(state, node))))


@inlined
def _from_mentee(
    graph: Graph, state: State, search: Search, mentees: int, mentee: int, far: int
) -> None:
    """Onward to every mentor whom the mentee could have."""
    for edge in range(graph.start[mentee], graph.start[mentee + 1]):
        if not state.chosen[edge]:
            mentor = mentees + graph.mentor[edge]
            there = far - (graph.worth[edge] - state.price[mentee] - state.price[mentor])
            if there < search.goal[0] and reach(search, mentor, there, edge):
                _takes(search, state, mentor, there)


@inlined
def _to_mentees(
    graph: Graph, state: State, search: Search, mentees: int, mentor: int, far: int
) -> None:
    """Onward to every mentee whom the mentor has."""
    for at in range(state.held_at[mentor], state.held_at[mentor] + state.held_count[mentor]):
        edge = state.held[at]
        mentee = graph.mentee[edge]
        there = far + over(graph, state, mentees, edge)
        if reach(search, mentee, there, edge):
            _gives(search, state, mentee, there)


@inlined
def _back_to_mentees(
    graph: Graph, state: State, search: Search, mentees: int, mentor: int, far: int
) -> None:
    """Back to every mentee who could have the mentor."""
    for at in range(graph.list_at[mentor - mentees], graph.list_at[mentor - mentees + 1]):
        edge = graph.listed[at]
        if not state.chosen[edge]:
            mentee = graph.mentee[edge]
            there = far - over(graph, state, mentees, edge)
            if reach(search, mentee, there, edge):
                _takes(search, state, mentee, there)


@inlined
def _back_to_mentors(
    graph: Graph, state: State, search: Search, mentees: int, mentee: int, far: int
) -> None:
    """Back to every mentor whom the mentee has."""
    for at in range(state.held_at[mentee], state.held_at[mentee] + state.held_count[mentee]):
        edge = state.held[at]
        mentor = mentees + graph.mentor[edge]
        there = far + over(graph, state, mentees, edge)
        if reach(search, mentor, there, edge):
            _gives(search, state, mentor, there)


@inlined
def _explore(
    graph: Graph, state: State, search: Search, mentees: int, root: int, gain: int
) -> None:
    """Find the cheapest chain from a node that wants one more, up to what that is worth to it."""
    search.goal[0], search.goal[1] = gain, root
    reach(search, root, 0, -1)
    onward = root < mentees
    while search.size[0] > 0 and search.distance[search.heap[0]] < search.goal[0]:
        node = nearest(search)
        far = search.distance[node]
        if onward:
            if node < mentees:
                _from_mentee(graph, state, search, mentees, node, far)
            else:
                _to_mentees(graph, state, search, mentees, node, far)
        elif node < mentees:
            _back_to_mentors(graph, state, search, mentees, node, far)
        else:
            _back_to_mentees(graph, state, search, mentees, node, far)


@inlined
def _reprice(state: State, search: Search, mentees: int, root: int) -> None:
    """Lower the root's side and raise the other where the chain passed nearer than its end."""
    onward = root < mentees
    for at in range(search.size[1]):
        node = search.seen[at]
        nearer = search.goal[0] - search.distance[node]
        if nearer > 0:
            lowered = (node < mentees) == onward
            state.price[node] += -nearer if lowered else nearer
        search.distance[node] = FAR
        search.where[node] = -1
    search.size[0] = 0
    search.size[1] = 0


@inlined
def _move(graph: Graph, state: State, search: Search, mentees: int, root: int) -> None:
    """Change the pairs along the chain: by turns one is chosen and one is dropped."""
    node = search.goal[1]
    while node != root:
        edge = search.through[node]
        if state.chosen[edge]:
            drop(graph, state, mentees, edge)
        else:
            choose(graph, state, mentees, edge)
        mentee, mentor = np.int64(graph.mentee[edge]), mentees + graph.mentor[edge]
        node = mentor if node == mentee else mentee


@compiled
def _fill(graph: Graph, state: State, search: Search, mentees: int, root: int) -> int:
    """Let a node have as many pairs as it wants at its price; the number of chains it took."""
    chains = 0
    while True:
        gain = wants(state, root)
        if gain == 0:
            return chains
        _explore(graph, state, search, mentees, root, gain)
        _reprice(state, search, mentees, root)
        _move(graph, state, search, mentees, root)
        chains += 1


@inlined
def _content(graph: Graph, state: State, mentees: int, mentee: int) -> bool:
    """Whether a price makes the pairs a mentee has those it wants; if so it is set."""
    least_held, most_other = np.int64(FAR), np.int64(-FAR)
    for edge in range(graph.start[mentee], graph.start[mentee + 1]):
        net = graph.worth[edge] - state.price[mentees + graph.mentor[edge]]
        if state.chosen[edge]:
            least_held = min(least_held, net)
        else:
            most_other = max(most_other, net)
    lowest = most_other
    highest = least_held
    if state.held_count[mentee] < state.most[mentee]:
        highest = min(highest, np.int64(-next_worth(state, mentee)))
    if state.held_count[mentee] > 0:
        lowest = max(lowest, np.int64(-last_worth(state, mentee)))
    if lowest > highest:
        return False
    state.price[mentee] = highest
    return True


@inlined
def _restart(graph: Graph, state: State, mentees: int, mentee: int) -> None:
    """Price a mentee at the best there is and keep only pairs that are as good."""
    best = np.int64(-FAR)
    for edge in range(graph.start[mentee], graph.start[mentee + 1]):
        best = max(best, graph.worth[edge] - state.price[mentees + graph.mentor[edge]])
    floor = -CERTAIN if state.least[mentee] > 0 else -state.first[mentee]
    state.price[mentee] = max(floor, best)
    for edge in range(graph.start[mentee], graph.start[mentee + 1]):
        if state.chosen[edge]:
            alike = over(graph, state, mentees, edge) == 0
            if not alike or state.price[mentee] + last_worth(state, mentee) < 0:
                drop(graph, state, mentees, edge)


@inlined
def _help_oneself(graph: Graph, state: State, mentees: int, mentee: int) -> None:
    """Take what is as good as it gets and free."""
    for edge in range(graph.start[mentee], graph.start[mentee + 1]):
        if wants(state, mentee) == 0:
            return
        mentor = mentees + graph.mentor[edge]
        taken = state.chosen[edge] or state.held_count[mentor] >= state.most[mentor]
        if taken or over(graph, state, mentees, edge) != 0:
            continue
        if state.price[mentor] + next_worth(state, mentor) >= 0:
            choose(graph, state, mentees, edge)


@compiled
def mend(graph: Graph, state: State, search: Search) -> int:
    """Make a choice and its prices optimal, in place; returns the number of chains it took.

    Any prices will do, and any choice within ``most``. Afterwards every pair not chosen is worth
    at most its two prices, every chosen one at least that, and everybody's number of pairs earns
    the most at their price. Mentees' prices are as high as they can be: with one place, their
    pair is worth exactly its two prices.
    """
    mentees = len(graph.start) - 1
    chains = 0
    for mentee in range(mentees):
        if not _content(graph, state, mentees, mentee):
            _restart(graph, state, mentees, mentee)
    for mentee in range(mentees):
        _help_oneself(graph, state, mentees, mentee)
    for node in range(len(state.price)):
        chains += _fill(graph, state, search, mentees, node)
    for mentee in range(mentees):
        _content(graph, state, mentees, mentee)
    return chains


@compiled
def mend_near(graph: Graph, state: State, search: Search, mentees: IntArray) -> int:
    """Do the same where all was optimal but for some mentees, and the bounds of mentors they had.

    Costs what the chains cost, however many people there are beside them.
    """
    width = len(graph.start) - 1
    chains = 0
    for mentee in mentees:
        if not _content(graph, state, width, mentee):
            _restart(graph, state, width, mentee)
    for mentee in mentees:
        _help_oneself(graph, state, width, mentee)
    for node in range(len(state.price)):
        chains += _fill(graph, state, search, width, node)
    return chains


@compiled
def leave(graph: Graph, state: State, edge: int) -> None:
    """Choose a pair no longer."""
    drop(graph, state, len(graph.start) - 1, edge)


@compiled
def load(graph: Graph, state: State, edges: IntArray) -> None:
    """Put the chosen pairs, by number, into an empty state."""
    mentees = len(graph.start) - 1
    for edge in edges:
        choose(graph, state, mentees, edge)
