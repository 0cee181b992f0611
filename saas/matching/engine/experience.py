"""The experience gap, turned as a program wants it: mentors ahead, behind, or near."""

from dataclasses import dataclass

import numpy as np

from saas.matching.engine.answers import Experience, Years
from saas.matching.engine.rules import POINTS, Rules
from saas.matching.engine.words import BoolArray, IntArray

WIDE = 2_000
"""Points of an experience gap at or beyond the widest."""


def gaps(answers: Experience, experience: str, rows: slice, cols: slice) -> Years:
    """Return how far the mentors are where the program wants them; NaN where not known.

    Years ahead; years behind; or, where mentors should be near, years apart.
    """
    ahead = answers.gaps(rows, cols)
    if experience == "near":
        return np.abs(ahead)
    return -ahead if experience == "behind" else ahead


def gap(answers: Experience, experience: str, mentee: int, mentor: int) -> float:
    """Return the gap of one pair."""
    row, col = slice(mentee, mentee + 1), slice(mentor, mentor + 1)
    return float(gaps(answers, experience, row, col)[0, 0])


@dataclass(frozen=True, slots=True, eq=False)
class ExperienceGap:
    """Rises to a plateau and falls when the gap is too wide; near each other, it only falls."""

    answers: Experience
    rules: Rules
    name: str = "experience"

    def points(self, rows: slice, cols: slice) -> IntArray:
        """Interpolate between no gap, the best gaps and the widest."""
        (first, last), widest = self.rules.best_gap, self.rules.widest_gap
        found = np.nan_to_num(gaps(self.answers, self.rules.experience, rows, cols))
        if self.rules.experience == "near":
            near = np.interp(found, [first, max(last, first + 1e-6)], [POINTS, 0])
            return np.rint(near).astype(np.int32)
        falling = np.interp(found, [last, max(widest, last + 1e-6)], [POINTS, WIDE])
        rising = np.clip(found / first, 0, 1) * POINTS if first else np.where(found >= 0, POINTS, 0)
        return np.rint(np.minimum(rising, falling)).astype(np.int32)

    def known(self, rows: slice, cols: slice) -> BoolArray:
        """Both gave their years."""
        return ~np.isnan(self.answers.gaps(rows, cols))

    def sentence(self, mentee: int, mentor: int) -> str:
        """Name the gap."""
        found = gap(self.answers, self.rules.experience, mentee, mentor)
        years = f"{found:g} {self.rules.gap_unit if found == 1 else f'{self.rules.gap_unit}s'}"
        if self.rules.experience == "near":
            return f"{years} apart in experience" if found else "Just as much experience"
        behind = self.rules.experience == "behind"
        if found <= 0:
            return f"Has no {'less' if behind else 'more'} experience than the mentee"
        return f"Is {years} {'behind' if behind else 'ahead'} in experience"
