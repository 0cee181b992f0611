"""Whom the people of either side would like to have: ranked, or with yes, maybe and no."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from saas.matching.engine.answers import Answered
from saas.matching.engine.people import Person
from saas.matching.engine.rules import POINTS
from saas.matching.engine.words import BoolArray, IntArray

WISH_STEP, LEAST_WISH = 1_000, 4_000
"""What each rank of a wish loses, and what the last ranks keep."""
ANSWERS = {"yes": POINTS, "maybe": POINTS // 2, "no": 0}
Said = tuple[int, str]
"""Points, and what was said in words."""
Sayings = Mapping[int, Mapping[int, Said]]
"""Of mentees (rows) and mentors (columns)."""


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What the people of one side said of those of the other.

    Attributes:
        said: Of each pair of which something was said.
        asked: Where it counts: of whom something was said, and of all others where somebody
            ranked whom they prefer.
    """

    name: str
    said: Sayings
    asked: BoolArray

    def points(self, rows: slice, cols: slice) -> IntArray:
        """Give what was said, nothing to those not ranked by somebody who ranked others."""
        points = np.zeros(self.asked[rows, cols].shape, np.int32)
        for row in range(len(points)):
            for mentor, (value, _) in self.said.get(rows.start + row, {}).items():
                if cols.start <= mentor < cols.stop:
                    points[row, mentor - cols.start] = value
        return points

    def known(self, rows: slice, cols: slice) -> BoolArray:
        """Something was said, and neither leaves wishes out."""
        return self.asked[rows, cols]

    def sentence(self, mentee: int, mentor: int) -> str:
        """Say what was said."""
        who = "The mentee" if self.name == "mentee_wish" else "The mentor"
        said = self.said.get(mentee, {}).get(mentor)
        return f"{who}{said[1]}" if said else f"{who} wished for others"


def mentee_wishes(answers: Answered) -> Wish:
    """Return what the mentees said of the mentors."""
    place = {person.id: col for col, person in enumerate(answers.mentors)}
    said = {
        row: {place[other]: words for other, words in of.items() if other in place}
        for row, person in enumerate(answers.mentees)
        if (of := said_by(person, answers.there[1])).keys() & place.keys()
    }
    asked = ranked(answers.mentees, answers.there[1])[:, None]
    return Wish("mentee_wish", said, _asked(answers, said, asked))


def mentor_wishes(answers: Answered) -> Wish:
    """Return what the mentors said of the mentees."""
    place = {person.id: row for row, person in enumerate(answers.mentees)}
    said: dict[int, dict[int, Said]] = {}
    for mentor, person in enumerate(answers.mentors):
        for mentee, words in said_by(person, answers.there[0]).items():
            if mentee in place:
                said.setdefault(place[mentee], {})[mentor] = words
    asked = ranked(answers.mentors, answers.there[0])[None, :]
    return Wish("mentor_wish", said, _asked(answers, said, asked))


def said_by(person: Person, there: Collection[str]) -> dict[str, Said]:
    """Return what a person said of each id; the lowest counts of who is named twice.

    Whoever is not there takes no rank from the others.
    """
    found: dict[str, Said] = {}
    most = sum(each in there for each in set(person.prefers))
    ahead = 0
    for each in dict.fromkeys(person.prefers):
        points = max(POINTS - WISH_STEP * ahead, LEAST_WISH)
        found[each] = points, f"'s wish number {ahead + 1} of {max(most, ahead + 1)}"
        ahead += each in there
    for word, points in ANSWERS.items():
        for each in getattr(person, word):
            said = points, f" said {word}"
            found[each] = min(found.get(each, said), said)
    return found


def ranked(people: Sequence[Person], there: frozenset[str]) -> BoolArray:
    """Mark who ranked somebody that is there: who would rather have them than any other."""
    return np.array([not there.isdisjoint(person.prefers) for person in people], bool)


def _asked(answers: Answered, said: Sayings, ranked: BoolArray) -> BoolArray:
    asked = np.broadcast_to(ranked, (len(answers.mentees), len(answers.mentors))).copy()
    for mentee, of_mentors in said.items():
        asked[mentee, list(of_mentors)] = True
    kept: BoolArray = asked & answers.allowed("wishes")
    return kept
