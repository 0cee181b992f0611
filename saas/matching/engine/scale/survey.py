"""From people and rules to codes: the small door's own criteria, asked once a kind of answer.

A criterion that compares one answer of either side gives the same points to everybody who answered
alike. So one of each kind is put before it, and the points of all follow. Only lists of words,
which nearly everybody answers differently, are compared by bits; and what is said of single people
is kept pair by pair.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from saas.matching.engine.answers import Ids, asked_for, ids_of, read_answers, usable, week_of
from saas.matching.engine.bans import Declared, Exclusion, Pair, safety_pairs
from saas.matching.engine.criteria import criteria_of
from saas.matching.engine.experience import gaps
from saas.matching.engine.market import check_ids
from saas.matching.engine.naming import only_named
from saas.matching.engine.people import CRITERION_OF, Person, left_out, word_key, word_keys
from saas.matching.engine.program_rules import program_rules
from saas.matching.engine.rules import Rules
from saas.matching.engine.settings import ALIKE, WAITED
from saas.matching.engine.waited import waiting_points
from saas.matching.engine.wishes import ranked, said_by

from .codes import FORBIDS, STRIKE, Bits, Codes, Singles, Table

MOST_KINDS = 1 << 26
"""Kinds of answers on one side times those on the other, beyond which they cannot be compared."""
_FEW_KINDS = 1 << 22
_LISTS = ("goals", "support", "skills", "means", "languages")
_NEEDED = {"means": "common_means", "languages": "common_language"}
Key = Callable[[Person], Hashable]
People = Sequence[Person]


def survey(
    mentees: People,
    mentors: People,
    rules: Rules,
    *,
    on: dt.date,
    exclusions: Iterable[Exclusion] = (),
    managers: Iterable[Pair] = (),
    declared: Declared | None = None,
    there: Ids | None = None,
) -> Codes:
    """Encode a market; its fits, and what counts for more, are those that ``open_market`` gives.

    Raises:
        ValueError: An id occurs twice on one side, or weeks or fields are too many and too varied.
    """
    check_ids(mentees, mentors)
    apart = safety_pairs(mentees, mentors, exclusions, managers, declared)
    return codes_of(mentees, mentors, rules, apart, on=on, there=there)


def codes_of(
    mentees: People,
    mentors: People,
    rules: Rules,
    apart: Mapping[str, Iterable[Pair]],
    *,
    on: dt.date,
    there: Ids | None = None,
) -> Codes:
    """Encode a market of distinct people; ``apart`` are the pairs that each safety rule forbids.

    Raises:
        ValueError: Weeks or fields are too many and too varied.
    """
    asked = _Survey(mentees, mentors, rules, on)
    asked.kinds("experience", _years, ("gap",), strikes=True)
    asked.kinds("field", _field, (), strikes=True)
    asked.kinds("hours", week_of, ("common_hours",))
    for answer in ALIKE:
        named = "place" if answer == "site" else answer
        asked.kinds(named, _one(answer), (f"same_{answer}", f"different_{answer}"))
    for name in _LISTS:
        asked.words(name, _NEEDED.get(name))
    asked.sayings(there or ids_of(mentees, mentors))
    asked.forbid(apart)
    return asked.codes()


@dataclass
class _Pairs:
    """Single pairs as they come."""

    mentee: list[int] = field(default_factory=list)
    mentor: list[int] = field(default_factory=list)
    earned: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    named: list[bool] = field(default_factory=list)

    def add(
        self, mentee: int, mentor: int, earned: int, known: int = 0, *, named: bool = False
    ) -> None:
        for column, value in zip(
            (self.mentee, self.mentor, self.earned, self.known, self.named),
            (mentee, mentor, earned, known, named),
            strict=True,
        ):
            column.append(value)  # type: ignore[attr-defined]


class _Survey:
    """Codes in the making."""

    def __init__(self, mentees: People, mentors: People, rules: Rules, on: dt.date) -> None:
        self.mentees, self.mentors, self.rules, self.on = mentees, mentors, rules, on
        self.shares = rules.shares()
        nobody = read_answers((), (), on)
        self.names = [each.name for each in criteria_of(nobody, rules)]
        self.known = np.zeros(len(mentees), np.uint32), np.zeros(len(mentors), np.uint32)
        self.tables: list[Table] = []
        self.bits: list[Bits] = []
        self.pairs = _Pairs()
        self.keeps = np.zeros(len(mentees), np.bool_)

    def mark(self, name: str, mentees: NDArray[np.bool_], mentors: NDArray[np.bool_]) -> int:
        """Note of whom a criterion is known; its bit, 0 when the program gives it no weight."""
        if name not in self.names:
            return 0
        bit = 1 << self.names.index(name)
        for side, known in zip(self.known, (mentees, mentors), strict=True):
            side[known] |= np.uint32(bit)
        return bit

    def kinds(self, name: str, key: Key, bans: tuple[str, ...], *, strikes: bool = False) -> None:
        """Add a criterion and rules that read one answer of either side."""
        sides = [
            _numbered([key(person) for person in side]) for side in (self.mentees, self.mentors)
        ]
        if len(sides[0][1]) * len(sides[1][1]) > MOST_KINDS:
            raise ValueError(f"The answers about {name} are too many and too varied to compare.")
        some = [
            [side[at] for at in first]
            for side, (_, first) in zip((self.mentees, self.mentors), sides, strict=True)
        ]
        points, known, forbidden = self._asked(name, some, bans)
        earned = np.where(forbidden, FORBIDS, points * known * self.shares.get(name, 0))
        if strikes and self.rules.eligible and self.rules.experience != "near":
            earned += STRIKE * (self._misses(name, some) & ~forbidden)
        self.tables.append(Table(sides[0][0], sides[1][0], earned.astype(np.int32)))
        mine: NDArray[np.bool_] = np.asarray(known.any(axis=1), np.bool_)
        theirs: NDArray[np.bool_] = np.asarray(known.any(axis=0), np.bool_)
        self.mark(name, mine[sides[0][0]], theirs[sides[1][0]])

    def _asked(
        self, name: str, some: list[list[Person]], bans: tuple[str, ...]
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
        """Points, where they are known, and what is forbidden, of one of each kind."""
        answers = read_answers(some[0], some[1], self.on)
        rows, cols = (slice(0, len(side)) for side in some)
        shape = len(some[0]), len(some[1])
        points, known = np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
        for criterion in criteria_of(answers, self.rules):
            if criterion.name == name:
                points = criterion.points(rows, cols).astype(np.int64)
                known = criterion.known(rows, cols)
        forbidden = np.zeros(shape, np.bool_)
        for rule in program_rules(answers, self.rules):
            if rule.name in bans:
                forbidden |= rule.forbids(rows, cols)
        return points, known, forbidden

    def _misses(self, name: str, some: list[list[Person]]) -> NDArray[np.bool_]:
        """Where one of the two ways to be eligible is known to be closed."""
        answers = read_answers(some[0], some[1], self.on)
        rows, cols = (slice(0, len(side)) for side in some)
        if name == "experience":
            found = gaps(answers.experience, self.rules.experience, rows, cols)
            missing: NDArray[np.bool_] = found <= 0
            return missing
        mine, theirs = answers.field.mentee[:, None], answers.field.mentor[None, :]
        elsewhere: NDArray[np.bool_] = (mine >= 0) & (theirs >= 0) & (mine != theirs)
        return elsewhere

    def words(self, name: str, needed: str | None) -> None:
        """Add a list of words: by kinds when there are few, else by bits."""

        def key(person: Person) -> Hashable:
            words = asked_for(person, name)
            return None if words is None else word_keys(words)

        sides = [[key(person) for person in side] for side in (self.mentees, self.mentors)]
        if len(set(sides[0])) * len(set(sides[1])) <= _FEW_KINDS:
            self.kinds(name, key, (needed,) if needed else ())
            return
        offered = [word for words in sides[1] for word in words or ()]  # type: ignore[attr-defined]
        column = {word: at for at, word in enumerate(sorted(set(offered)))}
        bits = [_bits(side, column) for side in sides]
        sizes = [np.array([len(each or ()) for each in side], np.int32) for side in sides]  # type: ignore[arg-type]
        answered = [np.array([each is not None for each in side]) for side in sides]
        none = np.zeros(len(self.mentees), np.bool_)
        self.bits.append(Bits(bits[0], bits[1], sizes[0], self.shares.get(name, 0), none))
        self.mark(name, answered[0] & (sizes[0] > 0), answered[1])
        if needed and getattr(self.rules, needed):
            self._need(bits, sizes)

    def _need(self, bits: list[NDArray[np.uint64]], sizes: list[NDArray[np.int32]]) -> None:
        """Forbid pairs without a common word; who named none has one in common with everybody."""
        wild = np.full(len(self.mentees), 1, np.uint64), (sizes[1] == 0).astype(np.uint64)
        mine, theirs = (
            np.concatenate([each, extra[:, None]], axis=1)
            for each, extra in zip(bits, wild, strict=True)
        )
        self.bits.append(Bits(mine, theirs, np.ones_like(sizes[0]), 0, sizes[0] > 0))

    def sayings(self, there: Ids) -> None:
        """Add what people said of single others: wishes, no, and certain mentors only."""
        heeded = [
            np.array(["wishes" not in left_out(person) for person in side], bool)
            for side in (self.mentees, self.mentors)
        ]
        wished = ranked(self.mentees, there[1]), ranked(self.mentors, there[0])
        bits = (
            self.mark("mentee_wish", heeded[0] & wished[0], heeded[1]),
            self.mark("mentor_wish", heeded[0], heeded[1] & wished[1]),
        )
        for side, name in enumerate(("mentee_wish", "mentor_wish")):
            for mentee, mentor, points, refused in self._said(side, there[1 - side]):
                if heeded[0][mentee] and heeded[1][mentor]:
                    earned = self.shares.get(name, 0) * points
                    forbidden = refused and self.rules.no_forbids
                    self.pairs.add(mentee, mentor, FORBIDS if forbidden else earned, bits[side])
        for mentee, named in only_named(self.mentees, self.mentors).items():
            self.keeps[mentee] = True
            for mentor in named:
                self.pairs.add(mentee, mentor, 0, named=True)

    def _said(self, side: int, there: frozenset[str]) -> Iterator[tuple[int, int, int, bool]]:
        """What one side said: mentee, mentor, points, and whether it was no."""
        people, others = (self.mentees, self.mentors)[:: -1 if side else 1]
        place = {person.id: at for at, person in enumerate(others)}
        for at, person in enumerate(people):
            for other, (points, _) in said_by(person, there).items():
                if other in place:
                    mentee, mentor = (place[other], at) if side else (at, place[other])
                    yield mentee, mentor, points, other in person.no

    def forbid(self, by_rule: Mapping[str, Iterable[Pair]]) -> None:
        """Forbid pairs of ids; others than these people's are left out."""
        rows = {person.id: at for at, person in enumerate(self.mentees)}
        cols = {person.id: at for at, person in enumerate(self.mentors)}
        for pairs in by_rule.values():
            for mentee, mentor in pairs:
                if mentee in rows and mentor in cols:
                    self.pairs.add(rows[mentee], cols[mentor], FORBIDS)

    def codes(self) -> Codes:
        """Put it all together."""
        pairs = self.pairs
        singles = Singles.of(
            len(self.mentees),
            np.array(pairs.mentee, np.int64),
            np.array(pairs.mentor, np.int64),
            np.array(pairs.earned, np.int64),
            np.array(pairs.known, np.uint32),
            np.array(pairs.named, np.bool_),
        )
        shares = np.array([self.shares[name] for name in self.names], np.int32)
        tables, bits = tuple(self.tables), tuple(self.bits)
        waited = [
            np.array([WAITED not in left_out(person) for person in side], np.bool_)
            for side in (self.mentees, self.mentors)
        ]
        lead = waiting_points(self.mentees, self.rules) * waited[0]
        return Codes(shares, *self.known, tables, bits, singles, self.keeps, lead, waited[1])


def _years(person: Person) -> Hashable:
    return usable(person, "experience", lambda each: each.years_experience)


def _field(person: Person) -> Hashable:
    """What a mentee aspires to and a mentor works in; each side reads its own."""
    both = (person.aspired_field, person.field)
    return usable(person, "field", lambda _: tuple(word_key(each or "") for each in both))


def _one(name: str) -> Key:
    criterion = CRITERION_OF[name]
    return lambda person: word_key(
        usable(person, criterion, lambda each: getattr(each, name)) or ""
    )


def _numbered(keys: list[Hashable]) -> tuple[NDArray[np.int32], list[int]]:
    """The kind of each key, and where each kind occurs first."""
    number: dict[Hashable, int] = {}
    first: list[int] = []
    kinds = np.empty(len(keys), np.int32)
    for at, key in enumerate(keys):
        kind = number.setdefault(key, len(number))
        if kind == len(first):
            first.append(at)
        kinds[at] = kind
    return kinds, first


def _bits(side: list[Hashable], column: dict[str, int]) -> NDArray[np.uint64]:
    bits = np.zeros((len(side), len(column) // 64 + 1), np.uint64)
    for row, words in enumerate(side):
        for word in words or ():  # type: ignore[attr-defined]
            if word in column:
                bits[row, column[word] // 64] |= np.uint64(1 << column[word] % 64)
    return bits
