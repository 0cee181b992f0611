"""A market too large to hold: its people, its codes, and any part of it as a small market."""

import dataclasses as dc
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from saas.matching.engine.answers import Ids, ids_of, read_answers
from saas.matching.engine.bans import Declared, Exclusion, Pair, safety_pairs
from saas.matching.engine.market import Integers, Market, check_ids, market_of, opened, places_of
from saas.matching.engine.naming import flexible, only_named
from saas.matching.engine.people import Person, tie_key
from saas.matching.engine.rules import POINTS, Rules
from saas.matching.engine.scale import Codes
from saas.matching.engine.scale.door import fits_of
from saas.matching.engine.scale.survey import codes_of

TOGETHER = 256
"""So many pairs are put before the rules and criteria at once."""
Apart = Mapping[str, Mapping[str, Sequence[str]]]
"""By safety rule, for the id of a mentee, the ids of mentors it keeps apart."""


@dc.dataclass(frozen=True, slots=True, eq=False)
class WideMarket:
    """Everything a run knows about its people, but for the fit of each pair.

    Attributes:
        on: Common hours are those of the four weeks after this day.
        apart: Who may never be together, whatever the program decides.
        codes: What every fit follows from; those who are opened keep to nobody.
        named: By the row of a mentee who keeps to certain mentors, the columns of these.
        opened: Rows of those of them who take anyone by now.
        there: The ids of the mentees and of the mentors who can be had.
    """

    mentees: tuple[Person, ...]
    mentors: tuple[Person, ...]
    rules: Rules
    on: dt.date
    apart: Apart
    codes: Codes
    named: Mapping[int, frozenset[int]]
    opened: frozenset[int]
    there: Ids

    @property
    def size(self) -> int:
        """Return the number of possible pairs."""
        return len(self.mentees) * len(self.mentors)

    def mentor_places(self) -> Integers:
        """Return how many mentees each mentor takes, within the program's limit."""
        return places_of(self.mentors, self.rules.mentees_per_mentor)

    def mentee_places(self) -> Integers:
        """Return how many mentors each mentee gets, within the program's limit."""
        return places_of(self.mentees, self.rules.mentors_per_mentee)

    def mentee_keys(self) -> Integers:
        """Return what breaks ties between mentees whatever their order."""
        return np.array([tie_key(person.id) for person in self.mentees], np.int64)

    def mentor_keys(self) -> Integers:
        """Return what breaks ties between mentors whatever their order."""
        return np.array([tie_key(person.id) for person in self.mentors], np.int64)

    def along(self, pairs: Integers) -> npt.NDArray[np.float64]:
        """Return the fits of some pairs, shape (n, 2); NaN where a rule forbids one."""
        units = fits_of(self.codes, pairs[:, 0], pairs[:, 1])
        return np.where(units < 0, np.nan, units / POINTS)

    def part(self, rows: Sequence[int], cols: Sequence[int]) -> Market:
        """Return some mentees and mentors as a market, with the same fits and sentences."""
        mentees, mentors = [self.mentees[at] for at in rows], [self.mentors[at] for at in cols]
        inside = {person.id for person in mentors}
        apart = {
            rule: [
                (person.id, other)
                for person in mentees
                for other in pairs.get(person.id, ())
                if other in inside
            ]
            for rule, pairs in self.apart.items()
        }
        market = market_of(read_answers(mentees, mentors, self.on, self.there), apart, self.rules)
        return opened(market, [at for at, row in enumerate(rows) if row in self.opened])

    def parts(self, pairs: Integers) -> Iterator[tuple[Market, Integers]]:
        """Go through pairs, shape (n, 2), with a market that has them and their places in it."""
        for some in np.array_split(pairs, -(-len(pairs) // TOGETHER) or 1):
            rows, row = np.unique(some[:, 0], return_inverse=True)
            cols, col = np.unique(some[:, 1], return_inverse=True)
            yield self.part(rows.tolist(), cols.tolist()), np.stack([row, col], axis=1)

    def closed(self) -> frozenset[int]:
        """Return the rows of those who keep to certain mentors but would take anyone in the end."""
        return flexible(self.mentees, self.named) - self.opened

    def opening(self, rows: Iterable[int]) -> "WideMarket":
        """Let some mentees have anyone, of those who asked for certain mentors only."""
        now = self.closed() & frozenset(rows)
        if not now or self.codes.keeps is None:
            return self
        keeps = self.codes.keeps.copy()
        keeps[sorted(now)] = False
        return dc.replace(self, codes=dc.replace(self.codes, keeps=keeps), opened=self.opened | now)

    def opened_to(self, pairs: Iterable[tuple[int, int]]) -> "WideMarket":
        """Let those have anyone who have, in some pairs, a mentor whom they did not name."""
        return self.opening(row for row, col in pairs if col not in self.named.get(row, {col}))


def open_wide(
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    rules: Rules,
    *,
    on: dt.date,
    exclusions: Iterable[Exclusion] = (),
    managers: Iterable[Pair] = (),
    declared: Declared | None = None,
    there: Ids | None = None,
) -> WideMarket:
    """Encode a large market; arguments are those of `open_market`, and so are fits.

    Raises:
        ValueError: An id occurs twice on one side, or weeks or fields are too many and too varied.
    """
    check_ids(mentees, mentors)
    there = there or ids_of(mentees, mentors)
    inside = {person.id for person in mentees}, {person.id for person in mentors}
    found = safety_pairs(mentees, mentors, exclusions, managers, declared)
    apart = {
        rule: [(one, other) for one, other in pairs if one in inside[0] and other in inside[1]]
        for rule, pairs in found.items()
    }
    return WideMarket(
        tuple(mentees),
        tuple(mentors),
        rules,
        on,
        {rule: _by_mentee(pairs) for rule, pairs in apart.items() if pairs},
        codes_of(mentees, mentors, rules, apart, on=on, there=there),
        only_named(mentees, mentors),
        frozenset(),
        there,
    )


def _by_mentee(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for mentee, mentor in pairs:
        found.setdefault(mentee, []).append(mentor)
    return found
