"""Lists of pairs for the exact solver, and the choice it made of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saas.matching.engine.places import BoolArray, IntArray, Places

from . import heights, repair
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
    """Listed pairs laid out once, to ask what changes of one choice cost."""

    def __init__(self, pairs: IntArray, worth: IntArray, sides: tuple[Places, Places]) -> None:
        """Lay out pairs (row times width plus column, rising) with what each is worth."""
        self._sides = sides
        self._graph = _graph(pairs, worth, *(len(side.most) for side in sides))
        self._search = _search(sum(len(side.most) for side in sides))

    def value(self, chosen: BoolArray) -> int:
        """What a choice is worth, first places counted."""
        return _value(self._graph, self._sides, chosen)

    def forced(
        self, mentee: int, mentor: int, chosen: BoolArray, price: IntArray
    ) -> tuple[Solution, int]:
        """The best choice when two people give each a place away, and what it is worth.

        That their first places are filled is counted with it.
        """
        graph, chosen = self._graph, chosen.copy()
        mine = np.arange(graph.start[mentee], graph.start[mentee + 1])
        theirs = graph.listed[graph.list_at[mentor] : graph.list_at[mentor + 1]]
        for edges, side, who in ((mine, self._sides[0], mentee), (theirs, self._sides[1], mentor)):
            held = edges[chosen[edges]]
            chosen[held[: max(0, len(held) - int(side.most[who]) + 1)]] = False
        taken = [
            np.bincount([who], minlength=len(side.most))
            for who, side in zip((mentee, mentor), self._sides, strict=True)
        ]
        sides = self._sides[0].less(taken[0]), self._sides[1].less(taken[1])
        solution = _mended(graph, sides, price, chosen, self._search, fresh=False)
        served = sum(int(s.first[w]) for s, w in zip(self._sides, (mentee, mentor), strict=True))
        return solution, _value(graph, sides, solution.chosen) + served


def _value(graph: Graph, sides: tuple[Places, Places], chosen: BoolArray) -> int:
    """What a choice is worth, first places counted."""
    who = graph.mentee[chosen], graph.mentor[chosen]
    firsts = (exact_sum(side.first[np.unique(each)]) for side, each in zip(sides, who, strict=True))
    return exact_sum(graph.worth[chosen]) + sum(firsts)


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
        np.argsort(mentor, kind="stable").astype(np.int32),
    )


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
