"""Whom the people of either side would like to have, best first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from saas.matching.engine.answers import Answered
from saas.matching.engine.people import Person
from saas.matching.engine.rules import POINTS
from saas.matching.engine.words import BoolArray, IntArray

WISH_STEP, LEAST_WISH = 1_000, 4_000
"""What each rank of a wish loses, and what the last ranks keep."""
Ranks = dict[int, dict[int, tuple[int, int]]]
"""Of mentees and mentors: the rank of a wish from 0, and how many wishes there are."""


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What one side wished for, best first; nothing is known of who wished for nobody."""

    name: str
    ranks: Ranks
    asked: BoolArray

    def points(self, rows: slice, cols: slice) -> IntArray:
        """Give all to the first wish, a step less to each next, nothing to the others."""
        points = np.zeros(self.asked[rows, cols].shape, np.int32)
        for row in range(len(points)):
            for mentor, (rank, _) in self.ranks.get(rows.start + row, {}).items():
                if cols.start <= mentor < cols.stop:
                    points[row, mentor - cols.start] = max(POINTS - WISH_STEP * rank, LEAST_WISH)
        return points

    def known(self, rows: slice, cols: slice) -> BoolArray:
        """The person wished for somebody, and neither leaves wishes out."""
        return self.asked[rows, cols]

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name the rank of the wish."""
        who = "The mentee" if self.name == "mentee_wish" else "The mentor"
        wished = self.ranks.get(mentee, {})
        if mentor not in wished:
            return f"{who} wished for others"
        rank, count = wished[mentor]
        return f"{who}'s wish number {rank + 1} of {count}"


def _wishes(from_side: Sequence[Person], to_side: Sequence[Person]) -> list[list[int]]:
    """Return the positions each person wished for, best first, without the unknown."""
    place = {person.id: index for index, person in enumerate(to_side)}
    return [
        [place[each] for each in dict.fromkeys(person.prefers) if each in place]
        for person in from_side
    ]


def mentee_wishes(answers: Answered) -> Wish:
    """Return whom the mentees wished for."""
    wishes = _wishes(answers.mentees, answers.mentors)
    ranks: Ranks = {
        mentee: {mentor: (rank, len(wished)) for rank, mentor in enumerate(wished)}
        for mentee, wished in enumerate(wishes)
    }
    asked = np.array([bool(wished) for wished in wishes], bool)
    return Wish("mentee_wish", ranks, answers.allowed("wishes") & asked[:, None])


def mentor_wishes(answers: Answered) -> Wish:
    """Return whom the mentors wished for."""
    wishes = _wishes(answers.mentors, answers.mentees)
    ranks: Ranks = {}
    for mentor, wished in enumerate(wishes):
        for rank, mentee in enumerate(wished):
            ranks.setdefault(mentee, {})[mentor] = (rank, len(wished))
    asked = np.array([bool(wished) for wished in wishes], bool)
    return Wish("mentor_wish", ranks, answers.allowed("wishes") & asked[None, :])
