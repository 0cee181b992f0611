"""Lists of pairs for the exact solver, and the choice it made of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saas.matching.engine.places import BoolArray, IntArray, Places
from saas.matching.engine.rising import rising

from . import heights, repair
from .codes import Small
from .network import CERTAIN, FAR, Graph, Search, State
from .task import exact_sum


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """An optimum over listed pairs.

    Attributes:
        chosen: Whether each listed pair is.
        mentee_price: One price a mentee.
        mentor_price: One price a mentor.
        chains: How many chains of moves it took.
    """

    chosen: BoolArray
    mentee_price: IntArray
    mentor_price: IntArray
    chains: int


def solve(
    pairs: IntArray,
    worth: IntArray,
    sides: tuple[Places, Places],
    mentor_price: IntArray,
    chosen: BoolArray,
    *,
    fresh: bool = False,
) -> Solution:
    """Choose the pairs with the largest summed worth, first places counted, exactly.

    Args:
        pairs: Row times width plus column, rising.
        worth: What each pair is worth.
        sides: The places of mentees and mentors.
        mentor_price: Prices to start from.
        chosen: Pairs to start from, within everybody's most.
        fresh: Whether these are likely optimal, and the prices are not.
    """
    mentees, mentors = (len(side.most) for side in sides)
    graph = _graph(pairs, worth, mentees, mentors)
    search = _search(mentees + mentors)
    return _mended(graph, sides, mentor_price, chosen, search, fresh=fresh)


class Ready:
    """An optimum over listed pairs, laid out once to ask what changes of it cost."""

    def __init__(
        self,
        pairs: IntArray,
        worth: IntArray,
        sides: tuple[Places, Places],
        chosen: BoolArray,
        best: Solution,
    ) -> None:
        """Lay out pairs (row times width plus column, rising) with what each is worth.

        ``best`` proves that those ``chosen`` are.
        """
        mentees, mentors = (len(side.most) for side in sides)
        self._graph = _graph(pairs, worth, mentees, mentors)
        self._search = _search(mentees + mentors)
        self._best = _state(self._graph, sides, best.mentor_price)
        self._best.price[:mentees] = best.mentee_price
        repair.load(self._graph, self._best, np.flatnonzero(chosen))

    def forced(self, mentee: int, mentor: int) -> tuple[Solution, int]:
        """The best choice when two people give each a place away, and how much less it is worth.

        What their first places are worth is not lost.
        """
        graph, best, mentees = self._graph, self._best, len(self._graph.start) - 1
        state, both = State._make(part.copy() for part in best), (mentee, mentees + mentor)
        touched = np.concatenate([[mentee], *(_give_away(graph, state, node) for node in both)])
        chains = repair.mend_near(graph, state, self._search, rising(touched))
        solution = Solution(state.chosen, state.price[:mentees], state.price[mentees:], int(chains))
        firsts = sum(int(best.first[node]) for node in both)
        return solution, _less(graph, best, state) - firsts


def _give_away(graph: Graph, state: State, node: int) -> IntArray:
    """Take a place of a node away, in place; the mentees of the pairs it had."""
    state.most[node] -= 1
    state.least[node] = max(0, state.least[node] - 1)
    state.first[node] = 0
    held = state.held[state.held_at[node] :][: state.held_count[node]].copy()
    for edge in held[: max(0, len(held) - int(state.most[node]))]:
        repair.leave(graph, state, int(edge))
    if node >= len(graph.start) - 1 and state.held_count[node] >= state.least[node]:
        certain = state.held_count[node] == state.least[node] > 0
        state.price[node] = state.price[node] if certain else max(0, state.price[node])
    mentees: IntArray = graph.mentee[held].astype(np.int64)
    return mentees


def _less(graph: Graph, before: State, after: State) -> int:
    """How much less a choice is worth than the one before it."""
    changed = np.flatnonzero(before.chosen != after.chosen)
    worth = np.where(before.chosen[changed], 1, -1) * graph.worth[changed]
    firsts = (exact_sum(each.first[each.held_count > 0]) for each in (before, after))
    return exact_sum(worth) + next(firsts) - next(firsts)


def _mended(
    graph: Graph,
    sides: tuple[Places, Places],
    mentor_price: IntArray,
    chosen: BoolArray,
    search: Search,
    *,
    fresh: bool,
) -> Solution:
    state = _state(graph, sides, _agreeing(graph, sides[1], mentor_price, chosen))
    repair.load(graph, state, np.flatnonzero(chosen))
    if fresh:
        _price_anew(graph, state)
    chains = repair.mend(graph, state, search)
    mentees = len(graph.start) - 1
    return Solution(state.chosen, state.price[:mentees], state.price[mentees:], int(chains))


def _graph(pairs: IntArray, worth: IntArray, mentees: int, mentors: int) -> Graph:
    mentee, mentor = np.divmod(pairs, max(1, mentors))
    mentor = mentor.astype(np.int32)
    return Graph(
        np.searchsorted(mentee, np.arange(mentees + 1)),
        mentor,
        worth,
        mentee.astype(np.int32),
        np.concatenate([[0], np.cumsum(np.bincount(mentor, minlength=mentors))]).astype(np.int64),
        _by_mentor(mentor, mentors),
    )


def _by_mentor(mentor: Small, mentors: int) -> Small:
    """The numbers of the pairs, by mentor; numbers of 16 bits are sorted ten times as fast."""
    narrow = mentor.astype(np.uint16) if mentors <= 1 << 16 else mentor
    return np.argsort(narrow, kind="stable").astype(np.int32)


def _state(graph: Graph, sides: tuple[Places, Places], mentor_price: IntArray) -> State:
    mentees, mentors = sides
    least, most, first = (
        np.concatenate([getattr(mentees, name), getattr(mentors, name)]).astype(np.int64)
        for name in ("least", "most", "first")
    )
    listed = np.concatenate([np.diff(graph.start), np.diff(graph.list_at)])
    room = np.minimum(most, listed) + 1
    price = np.concatenate([np.zeros(len(mentees.most), np.int64), mentor_price])
    return State(
        least,
        most,
        first,
        price,
        np.zeros(len(graph.worth), np.bool_),
        np.zeros(len(most), np.int64),
        np.cumsum(room) - room,
        np.zeros(int(room.sum()), np.int32),
    )


def _agreeing(graph: Graph, mentors: Places, price: IntArray, chosen: BoolArray) -> IntArray:
    """Prices at which nobody would rather have fewer pairs than are chosen."""
    count = np.bincount(graph.mentor[chosen], minlength=len(price))
    worth = np.where(count <= 1, mentors.first, 0)
    lowest: IntArray = np.where(count <= mentors.least, -CERTAIN, -worth)
    return np.maximum(price, np.where((count == 0) & (mentors.least == 0), -mentors.first, lowest))


def _search(nodes: int) -> Search:
    return Search(
        np.full(nodes, FAR, np.int64),
        np.full(nodes, -1, np.int64),
        np.zeros(nodes, np.int64),
        np.full(nodes, -1, np.int64),
        np.zeros(nodes, np.int64),
        np.zeros(2, np.int64),
        np.zeros(2, np.int64),
    )


def _price_anew(graph: Graph, state: State) -> None:
    """Price a choice that seems optimal, halfway between the extremes."""
    lowest, settled = heights.descend(graph, state, False)  # noqa: FBT003
    highest, settled_too = heights.descend(graph, state, True)  # noqa: FBT003
    if not (settled and settled_too):
        return
    middle = (lowest - highest) // 2
    mentees = len(graph.start) - 1
    price = middle[-1] - middle[mentees:-1]
    idle = (state.held_count[mentees:] == 0) & (state.least[mentees:] == 0)
    state.price[mentees:] = np.where(idle, -state.first[mentees:], price)
