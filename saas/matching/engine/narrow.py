"""The assignments still equal after each goal, narrowed goal by goal until one is left."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .columns import Optimum, optimum
from .matrix import FORBIDDEN, Matrix
from .objective import Goal, Rewards, Scores
from .places import BoolArray, IntArray, Places
from .rising import joined, rising, within
from .ties import Keys, lots


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of assignments, and one of them.

    Attributes:
        allowed: The pairs that one of them may have besides the fixed ones.
        mentees: The places that are left to mentees,
        mentors: and to mentors.
        fixed: The pairs (row times width plus column) that all of them have.
        known: The other pairs of one of them.
    """

    allowed: BoolArray
    mentees: Places
    mentors: Places
    fixed: IntArray
    known: IntArray

    @classmethod
    def of(cls, allowed: BoolArray, mentees: IntArray, mentors: IntArray) -> Choice:
        """All assignments within capacities."""
        none = np.empty(0, np.int64)
        return cls(allowed, Places.up_to(mentees), Places.up_to(mentors), none, none)._closed()

    def fixing(self, pairs: IntArray) -> Choice:
        """Those with these pairs."""
        mentees, mentors = self._count(pairs)
        allowed = self.allowed.copy()
        allowed.put(pairs, 0)
        return Choice(
            allowed,
            self.mentees.less(mentees),
            self.mentors.less(mentors),
            joined(self.fixed, pairs),
            self.known[~within(self.known, rising(pairs))],
        )._closed()

    def only(self, allowed: BoolArray) -> Choice:
        """Those whose other pairs are all ``allowed``; nobody needs to be in any."""
        return replace(self, allowed=self.allowed & allowed)

    def reach(self, scores: Scores, goal: Goal) -> tuple[Optimum, Choice]:
        """The best by a goal, with its proof, and all that are as good."""
        value = goal.values(scores)
        value[~self.allowed] = FORBIDDEN
        matrix, (mentees, mentors) = Matrix(value), self._rewarded(goal)
        best = optimum(matrix, mentees, mentors, self.known)
        may, must = matrix.face(best.mentee_price, best.mentor_price)
        equal = Choice(
            may,
            mentees.face(best.mentee_price),
            mentors.face(best.mentor_price),
            self.fixed,
            best.pairs,
        )
        return best, equal.fixing(must)

    def keeping(self, pairs: IntArray) -> Choice:
        """Those that have the most of some pairs."""
        if not len(pairs):
            return self
        kept = np.zeros(self.allowed.shape, np.int32)
        kept.put(pairs, 1)
        scores = Scores(np.zeros_like(kept), kept)
        return self.reach(scores, Goal(Rewards(bonus=1), {"total": 1}))[1]

    def worth(self, scores: Scores, goal: Goal, pairs: IntArray) -> int:
        """What an assignment of the set is worth by a goal, its fixed pairs aside."""
        added = pairs[~within(pairs, self.fixed)]
        firsts = zip(self._rewarded(goal), self._count(added), strict=True)
        bonus = sum(int(side.first[count > 0].sum()) for side, count in firsts)
        return int(goal.values(scores.take(added)).sum()) + bonus

    def draw(self, mentee_key: Keys, mentor_key: Keys) -> IntArray:
        """The pairs of the one with the largest sum of lots."""
        rows, columns = np.nonzero(self.allowed)
        value = np.full(self.allowed.shape, FORBIDDEN, np.int64)
        value[rows, columns] = lots(mentee_key[rows], mentor_key[columns])
        best = optimum(Matrix(value), self.mentees, self.mentors, self.known)
        return joined(self.fixed, best.pairs)

    def _rewarded(self, goal: Goal) -> tuple[Places, Places]:
        """The places, with what the goal gives for the first pair of people in no fixed one."""
        mentees, mentors = self._count(self.fixed)
        return (
            self.mentees.rewarding(goal.mentee_bonus(), mentees > 0),
            self.mentors.rewarding(goal.mentor_bonus(), mentors > 0),
        )

    def _count(self, pairs: IntArray) -> tuple[IntArray, IntArray]:
        rows, columns = self.allowed.shape
        mentee, mentor = np.divmod(pairs, max(1, columns))
        return np.bincount(mentee, minlength=rows), np.bincount(mentor, minlength=columns)

    def _closed(self) -> Choice:
        """The same, with no pair allowed for people without a place."""
        allowed = self.allowed & (self.mentees.most > 0)[:, None]
        allowed &= self.mentors.most > 0
        return replace(self, allowed=allowed)
