"""Lists of words of both sides as matrices, so that all pairs are compared at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int32]
"""Counts and points: the largest product of the two is far below two billion."""
BoolArray = npt.NDArray[np.bool_]
Keys = frozenset[str] | None


@dataclass(frozen=True, slots=True, eq=False)
class SharedWords:
    """Who has which words; rows are mentees, columns mentors; None is "not answered".

    Attributes:
        wanted: 1 where the mentee (row) has the word (column), over words both sides know.
        offered: The same of the mentors.
    """

    wanted: FloatArray
    offered: FloatArray
    wanted_known: BoolArray
    offered_known: BoolArray
    wanted_size: IntArray
    offered_size: IntArray

    def counts(self, rows: slice, cols: slice) -> IntArray:
        """Return how many words each mentee shares with each mentor."""
        # Sums of ones stay exact in float32 up to 16 million.
        return (self.wanted[rows] @ self.offered[cols].T).astype(np.int32)

    def both_known(self, rows: slice, cols: slice) -> BoolArray:
        """Return where both sides have answered."""
        known: BoolArray = self.wanted_known[rows, None] & self.offered_known[None, cols]
        return known


def compare_words(mentees: Sequence[Keys], mentors: Sequence[Keys]) -> SharedWords:
    """Encode the words of both sides over the words that both sides use."""
    both = _all_words(mentees) & _all_words(mentors)
    column = {word: index for index, word in enumerate(sorted(both))}
    return SharedWords(
        _one_hot(mentees, column),
        _one_hot(mentors, column),
        np.array([words is not None for words in mentees], bool),
        np.array([words is not None for words in mentors], bool),
        np.array([len(words or ()) for words in mentees], np.int32),
        np.array([len(words or ()) for words in mentors], np.int32),
    )


def _all_words(people: Iterable[Keys]) -> frozenset[str]:
    return frozenset().union(*(words for words in people if words))


def _one_hot(people: Sequence[Keys], column: dict[str, int]) -> FloatArray:
    matrix = np.zeros((len(people), len(column)), np.float32)
    for row, words in enumerate(people):
        for word in words or ():
            if word in column:
                matrix[row, column[word]] = 1
    return matrix
