"""Who changes between two results: who gains, who loses, who moves."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from saas.matching.engine.peopled import Integers, Peopled

Change = Literal["gains", "loses", "moves"]


@dataclass(frozen=True, slots=True)
class Move:
    """A mentee, by id, whose mentors change.

    Attributes:
        before: Ids of the mentors they had; `after` of those they get.
        fit_before: Summed fit of those they had, as the changed rules see it (a pair that these
            forbid counts nothing); `fit_after` of those they get.
    """

    mentee: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    fit_before: float
    fit_after: float

    @property
    def gain(self) -> float:
        """Return what they gain in fit, below 0 for a loss."""
        return round(self.fit_after - self.fit_before, 4)

    @property
    def kind(self) -> Change:
        """Say whether they gain, lose, or only move to others who fit as well."""
        if len(self.after) != len(self.before):
            return "gains" if len(self.after) > len(self.before) else "loses"
        return "gains" if self.gain > 0 else "loses" if self.gain < 0 else "moves"


def who_changes(
    before: Peopled, pairs_before: Integers, after: Peopled, pairs_after: Integers
) -> tuple[Move, ...]:
    """Return each mentee of the later market whose mentors change, the largest loss first.

    People are found by id, so the two markets may differ in who takes part, in rules and weights.
    """
    had, got = _mentors_of(before, pairs_before), _mentors_of(after, pairs_after)
    rows = {person.id: row for row, person in enumerate(after.mentees)}
    cols = {person.id: col for col, person in enumerate(after.mentors)}
    changed = [each for each in rows if had.get(each, ()) != got.get(each, ())]
    known = sorted(
        {
            (rows[each], cols[mentor])
            for each in changed
            for mentor in (*had.get(each, ()), *got.get(each, ()))
            if mentor in cols
        }
    )
    fits = dict(zip(known, after.along(np.array(known, np.int64).reshape(-1, 2)), strict=True))

    def fit(row: int, mentors: Iterable[str]) -> float:
        mine = [fits[row, cols[each]] for each in mentors if each in cols]
        return round(float(np.nansum(mine)), 4)

    moves = []
    for mentee in changed:
        old, new, row = had.get(mentee, ()), got.get(mentee, ()), rows[mentee]
        moves.append(Move(mentee, old, new, fit(row, old), fit(row, new)))
    order = {"loses": 0, "moves": 1, "gains": 2}
    return tuple(sorted(moves, key=lambda each: (order[each.kind], each.gain, each.mentee)))


def _mentors_of(market: Peopled, pairs: Integers) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row, col in pairs:
        found.setdefault(market.mentees[row].id, []).append(market.mentors[col].id)
    return {mentee: tuple(sorted(mentors)) for mentee, mentors in found.items()}
