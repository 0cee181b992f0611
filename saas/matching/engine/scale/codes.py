"""The answers of a large market in few numbers, from which the fit of any pair follows.

This is the door for scoring at scale: whoever has the data as arrays fills in ``Codes`` directly,
``survey`` does so for people. Nothing here grows with mentees times mentors.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from saas.matching.engine.objective import UNITS
from saas.matching.engine.places import IntArray

Small = NDArray[np.int32]
Marks = NDArray[np.uint32]
Words = NDArray[np.uint64]

WHOLE = 100_000
"""The shares of all criteria add up to this at most."""
FORBIDS = -1
"""In place of what a pair earns: the pair is forbidden."""
STRIKE = 1 << 30
"""Added to what a pair earns: it is forbidden if another table strikes too."""
LONGEST = 256
"""The most words that somebody may ask for in one list."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A criterion or rule that knows only a few kinds of people.

    Attributes:
        mentee: The kind of each mentee, a row of ``earned``.
        mentor: The kind of each mentor, a column of it.
        earned: Share times points (0 to 10,000) of each two kinds, or FORBIDS; plus STRIKE maybe.
    """

    mentee: Small
    mentor: Small
    earned: Small

    def strikes(self) -> bool:
        """Whether some kinds are forbidden together with those of another table."""
        return bool((self.earned >= STRIKE).any())


@dataclass(frozen=True, slots=True, eq=False)
class Bits:
    """Lists of words out of a vocabulary of which everybody has others.

    A pair earns ``share`` times ``10,000 * common // size``.

    Attributes:
        mentee: The words each mentee asks for, as bits, shape (mentees, 64-bit words).
        mentor: The words each mentor offers, likewise.
        size: How many words each mentee asks for, with those that nobody offers; up to LONGEST.
        share: What having all is worth.
        needed: Whether a mentee may only have mentors with a word in common.
    """

    mentee: Words
    mentor: Words
    size: Small
    share: int
    needed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Singles:
    """What is known of pairs one by one, such as wishes and conflicts.

    Attributes:
        start: Where each mentee's pairs begin, and the end of all, shape (mentees + 1,).
        mentor: The mentors, rising for each mentee and each once.
        earned: Share times points, or FORBIDS.
        known: Criteria that are known of this pair, besides those known of both people.
        named: Whether the mentee asked for this mentor.
    """

    start: IntArray
    mentor: Small
    earned: Small
    known: Marks
    named: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        mentees: int,
        mentee: IntArray,
        mentor: IntArray,
        earned: IntArray,
        known: Marks | None = None,
        named: NDArray[np.bool_] | None = None,
    ) -> Singles:
        """Collect pairs in any order; those that occur several times earn the sum, or nothing."""
        width = int(mentor.max(initial=0)) + 1
        pairs, position = np.unique(mentee * width + mentor, return_inverse=True)
        total = np.zeros(len(pairs), np.int64)
        np.add.at(total, position, np.maximum(earned, 0))
        total[position[earned < 0]] = FORBIDS
        marks, asked = np.zeros(len(pairs), np.uint32), np.zeros(len(pairs), np.bool_)
        if known is not None:
            np.bitwise_or.at(marks, position, known)
        if named is not None:
            asked[position[named]] = True
        start = np.searchsorted(pairs, np.arange(mentees + 1) * width)
        mentors = (pairs % width).astype(np.int32)
        return cls(start, mentors, total.astype(np.int32), marks, asked)

    def mentee(self) -> IntArray:
        """The mentee of each pair."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """A market whose every pair has a fit: the mean of what is known of it.

    The fit is ``earned / possible`` in whole units of 1/10,000, halves rounded up, where
    ``possible`` is the sum of the shares of the criteria known of both people; 0.5 if there are
    none. A criterion that is not known of a person must earn that person nothing.

    Attributes:
        shares: The weight of each criterion, WHOLE in all at most.
        mentee_known: The criteria known of each mentee: bit 0 for the first one.
        mentor_known: The same of each mentor.
        keeps: Mentees who have nobody but the mentors they named; None for no such.
        lead: Units that the pairs of a mentee count for more within "total" without being part of
            their fit, from 0 to 10,000; None for nobody.
        heeds: Mentors with whom they do; None for all.
    """

    shares: Small
    mentee_known: Marks
    mentor_known: Marks
    tables: tuple[Table, ...]
    bits: tuple[Bits, ...]
    singles: Singles
    keeps: NDArray[np.bool_] | None = None
    lead: Small | None = None
    heeds: NDArray[np.bool_] | None = None

    @property
    def mentees(self) -> int:
        """The number of mentees."""
        return len(self.mentee_known)

    @property
    def mentors(self) -> int:
        """The number of mentors."""
        return len(self.mentor_known)

    @classmethod
    def of_fit(cls, units: NDArray[np.int32]) -> Codes:
        """A small market of any fits, in units of 1/10,000; negative where forbidden."""
        rows, columns = units.shape
        table = Table(
            np.arange(rows, dtype=np.int32),
            np.arange(columns, dtype=np.int32),
            np.where(units < 0, FORBIDS, units * WHOLE).astype(np.int32),
        )
        none = np.empty(0, np.int64)
        return cls(
            np.array([WHOLE], np.int32),
            np.ones(rows, np.uint32),
            np.ones(columns, np.uint32),
            (table,),
            (),
            Singles.of(rows, none, none, none),
        )

    def sample(self, rows: IntArray, columns: IntArray) -> Codes:
        """The market of some mentees and mentors, both rising."""
        place = np.full(self.mentors, -1)
        place[columns] = np.arange(len(columns))
        mentee = np.repeat(np.arange(len(rows)), np.diff(self.singles.start)[rows])
        kept = _ranges(self.singles.start[rows], self.singles.start[rows + 1])
        mentor = place[self.singles.mentor[kept]]
        there = mentor >= 0
        return Codes(
            self.shares,
            self.mentee_known[rows],
            self.mentor_known[columns],
            tuple(Table(t.mentee[rows], t.mentor[columns], t.earned) for t in self.tables),
            tuple(
                Bits(b.mentee[rows], b.mentor[columns], b.size[rows], b.share, b.needed[rows])
                for b in self.bits
            ),
            Singles.of(
                len(rows),
                mentee[there],
                mentor[there],
                self.singles.earned[kept][there].astype(np.int64),
                self.singles.known[kept][there],
                self.singles.named[kept][there],
            ),
            None if self.keeps is None else self.keeps[rows],
            None if self.lead is None else self.lead[rows],
            None if self.heeds is None else self.heeds[columns],
        )

    def ahead(self, mentee: IntArray, mentor: IntArray) -> IntArray:
        """The units that some pairs count for more."""
        if self.lead is None:
            return np.zeros(len(mentee), np.int64)
        lead = self.lead[mentee].astype(np.int64)
        return lead if self.heeds is None else lead * self.heeds[mentor]

    def forbidding(self, mentee: IntArray, mentor: IntArray) -> Codes:
        """The same market with some pairs forbidden."""
        singles, more = self.singles, len(mentee)
        together = Singles.of(
            self.mentees,
            np.concatenate([singles.mentee(), mentee]),
            np.concatenate([singles.mentor, mentor]).astype(np.int64),
            np.concatenate([singles.earned, np.full(more, FORBIDS)]).astype(np.int64),
            np.concatenate([singles.known, np.zeros(more, np.uint32)]),
            np.concatenate([singles.named, np.zeros(more, np.bool_)]),
        )
        return replace(self, singles=together)

    def fingerprint(self) -> str:
        """The sha256 of all that a fit depends on, in the order of the people."""
        digest = hashlib.sha256()
        for part in (self, *self.tables, *self.bits, self.singles):
            for each in fields(part):  # type: ignore[arg-type]
                value = getattr(part, each.name)
                if isinstance(value, int | np.ndarray):
                    digest.update(repr((each.name, np.shape(value))).encode())
                    digest.update(np.ascontiguousarray(value).tobytes())
        return digest.hexdigest()


def mean_of(shares: Small, known: Marks) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Factor and offset that turn what a pair earned into its fit: ``int(earned * a + b)``.

    Exact: the quotient is at least 1/400,000 away from the next whole number, far more than
    float64 errs at 10,000.
    """
    bit = (known[..., None] >> np.arange(len(shares), dtype=np.uint32)) & np.uint32(1)
    possible = (bit.astype(np.int64) * shares).sum(axis=-1)
    some = np.maximum(possible, 1)
    factor = np.where(possible > 0, 1 / some, 0.0)
    return factor, np.where(possible > 0, (possible + 0.5) / (2 * some), float(UNITS // 2))


def _ranges(start: IntArray, stop: IntArray) -> IntArray:
    """All numbers from each start to before its stop, one range after the other."""
    length = stop - start
    ahead: IntArray = np.repeat(start - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
    return ahead + np.arange(length.sum())
