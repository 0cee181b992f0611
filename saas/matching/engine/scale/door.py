"""The door for large markets: codes in, the best assignment and its proof out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from saas.matching.engine import request
from saas.matching.engine.assign import Assignment, counting
from saas.matching.engine.objective import UNITS, Goal, Rewards
from saas.matching.engine.places import IntArray, Places
from saas.matching.engine.rising import marked, within
from saas.matching.engine.ties import Keys

from . import lowest as lowest_fit
from .certify import Certified, Effort, certify
from .codes import Codes
from .draw import draw
from .fresh import gentle, rough
from .known import Candidates
from .scanner import Scanner
from .start import Guess, Start
from .task import Task, scale_of, worth_of, worths
from .weights import weighed


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """What a run on a large market found.

    Attributes:
        assignment: As ``assign`` gives it; its ``weights`` are those of ``weights.weighed``.
        lowest: Pairs under this fit, in units of 1/10,000, were forbidden.
        scans: How often all pairs were looked at, those looked at again counted in part.
        rounds: How often the choice was mended.
        pins: The pins, row times width plus column.
        market: The people with places left and what was found of them, to go on from.
    """

    assignment: Assignment
    lowest: int
    scans: float
    rounds: int
    pins: IntArray
    market: OpenMarket


@dataclass(frozen=True, slots=True, eq=False)
class OpenMarket:
    """The people who have places besides those of pins, with the state of the search.

    Attributes:
        rows: Their positions among all mentees,
        columns: and among all mentors.
        scanner: Their pairs.
        task: What was asked.
        found: The choice; None when nobody has a place.
    """

    rows: IntArray
    columns: IntArray
    scanner: Scanner
    task: Task
    goal: Goal
    found: Certified | None


def assign_coded(
    codes: Codes,
    mentor_capacity: ArrayLike,
    *,
    mentee_capacity: ArrayLike = 1,
    objective: str | Iterable[str] = "most_people",
    minimum: float = 0.0,
    floors: Iterable[float] = (),
    mentee_key: ArrayLike | None = None,
    mentor_key: ArrayLike | None = None,
    pins: ArrayLike = (),
    spread: float = 0.0,
    standing: ArrayLike = (),
    steadiness: ArrayLike = 0.0,
    seconds: float = np.inf,
    effort: Effort | None = None,
    threads: int | None = None,
    pause: Callable[[], None] | None = None,
    start: Start | None = None,
) -> Matching:
    """Find the best assignment of a market too large to hold all its fits, exactly.

    ``assign`` gives the same pairs where both can be asked.

    Args:
        codes: What the fits follow from.
        mentor_capacity: As for ``assign``.
        mentee_capacity: As for ``assign``.
        objective: As for ``assign``.
        minimum: As for ``assign``.
        floors: As for ``assign``.
        mentee_key: As for ``assign``.
        mentor_key: As for ``assign``.
        pins: As for ``assign``.
        spread: As for ``assign``.
        standing: As for ``assign``.
        steadiness: What is added to the fit of each standing pair within "total", from 0 to 1, in
            place of what its mentee's pairs count for more; one number or one each.
        seconds: After so long, stop and say how far from the bound the result may be.
        effort: How to go about it; changes the time, not the result.
        threads: How many to use; by default as many as there are processors.
        pause: Called often; may raise to stop.
        start: Where an earlier run ended; changes the time, not the result.

    Raises:
        ValueError: As ``assign``.
    """
    request_ = _Request.checked(
        codes, mentor_capacity, mentee_capacity, (mentee_key, mentor_key), pins
    ).keeping(standing, steadiness)
    names = request.checked_criteria(objective)
    rewards = Rewards(
        request.checked_floors(floors),
        request.checked_units("spread", spread, 1000),
        request_.most_bonus(),
    )
    least = max(request.checked_units("minimum", minimum), int(objective == "best_fit"))
    scanner, rows, columns = request_.open_market(threads, pause)
    search = _Search(request_, scanner, rows, columns, rewards, effort or Effort(), start)
    until = time.monotonic() + seconds
    if objective == "raise_the_lowest" and search.somebody:
        least = max(least, search.raised(names, least, until))
    return search.run(names, least, until)


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    """What was asked, checked."""

    codes: Codes
    rooms: tuple[IntArray, IntArray]
    keys: tuple[Keys, Keys]
    pins: IntArray
    pin_fits: IntArray
    standing: IntArray = field(default_factory=lambda: np.empty(0, np.int64))
    standing_bonus: IntArray = field(default_factory=lambda: np.empty(0, np.int64))

    @classmethod
    def checked(
        cls,
        codes: Codes,
        mentor_capacity: ArrayLike,
        mentee_capacity: ArrayLike,
        keys: tuple[ArrayLike | None, ArrayLike | None],
        pins: ArrayLike,
    ) -> _Request:
        mentees, mentors = codes.mentees, codes.mentors
        rooms = (
            request.checked_capacity("mentee_capacity", mentee_capacity, mentees, mentors),
            request.checked_capacity("mentor_capacity", mentor_capacity, mentors, mentees),
        )
        pairs = request.checked_positions("pins", pins, (mentees, mentors))
        mentee, mentor = np.divmod(pairs, max(1, mentors))
        pinned = fits_of(codes, mentee, mentor)
        return cls(
            codes,
            rooms,
            (
                request.checked_keys("mentee_key", keys[0], mentees),
                request.checked_keys("mentor_key", keys[1], mentors),
            ),
            request.checked_places(pairs, pinned, rooms),
            pinned,
        )

    def keeping(self, standing: ArrayLike, steadiness: ArrayLike) -> _Request:
        """The same with pairs that stand, those of pins aside."""
        width = max(1, self.codes.mentors)
        pairs = request.checked_positions("standing", standing, (self.codes.mentees, width))
        bonus = request.checked_bonus(steadiness, np.empty(len(pairs), np.int32)).astype(np.int64)
        given = np.asarray(standing, np.int64).reshape(-1, 2)
        bonus = bonus[np.argsort(given[:, 0] * width + given[:, 1])]
        free = ~within(pairs, self.pins)
        return replace(self, standing=pairs[free], standing_bonus=bonus[free])

    def most_bonus(self) -> int:
        """The most units that a pair counts for more."""
        lead = 0 if self.codes.lead is None else int(self.codes.lead.max(initial=0))
        return max(lead, int(self.standing_bonus.max(initial=0)))

    def seeds(self, scanner: Scanner, rows: IntArray, columns: IntArray, least: int) -> Candidates:
        """What stands between some people, as far as it is allowed."""
        mentee, mentor = np.divmod(self.standing, max(1, self.codes.mentors))
        there = within(mentee, rows) & within(mentor, columns)
        row, column = np.searchsorted(rows, mentee[there]), np.searchsorted(columns, mentor[there])
        fit = fits_of(scanner.codes, row, column).astype(np.int16)
        known = Candidates(
            row * len(columns) + column,
            fit,
            np.zeros(len(fit), np.bool_),
            self.standing_bonus[there],
        )
        return known.take(fit >= max(0, least))

    def taken(self) -> tuple[IntArray, IntArray]:
        """How many places of each side the pins take."""
        mentee, mentor = np.divmod(self.pins, max(1, self.codes.mentors))
        return (
            np.bincount(mentee, minlength=self.codes.mentees),
            np.bincount(mentor, minlength=self.codes.mentors),
        )

    def open_market(
        self, threads: int | None, pause: Callable[[], None] | None
    ) -> tuple[Scanner, IntArray, IntArray]:
        """The pairs of everybody who has a place left, pins forbidden; and who these are."""
        taken, codes = self.taken(), self.codes
        rows, columns = (
            np.flatnonzero(room > count) for room, count in zip(self.rooms, taken, strict=True)
        )
        if len(self.pins):
            codes = codes.forbidding(*np.divmod(self.pins, codes.mentors))
        if len(rows) < codes.mentees or len(columns) < codes.mentors:
            codes = codes.sample(rows, columns)
        return Scanner(codes, threads=threads, pause=pause), rows, columns


def fits_of(codes: Codes, mentee: IntArray, mentor: IntArray) -> IntArray:
    """The fits of some pairs, -1 where forbidden."""
    found = np.empty(len(mentee), np.int64)
    order = np.argsort(mentee, kind="stable")
    for some in np.array_split(order, -(-len(order) // _TOGETHER) or 1):
        who, row = np.unique(mentee[some], return_inverse=True)
        whom, column = np.unique(mentor[some], return_inverse=True)
        if len(some):
            block = Scanner(codes.sample(who, whom), threads=1).fits(np.arange(len(who)))
            found[some] = block[row, column]
    return found


_TOGETHER = 512


class _Search:
    """The search for the best assignment of those with places left."""

    def __init__(
        self,
        asked: _Request,
        scanner: Scanner,
        rows: IntArray,
        columns: IntArray,
        rewards: Rewards,
        effort: Effort,
        start: Start | None,
    ) -> None:
        self.asked, self.scanner, self.rewards, self.effort = asked, scanner, rewards, effort
        self.start = start
        self.rows, self.columns = rows, columns
        self.somebody = len(rows) > 0 and len(columns) > 0
        self.rounds = 0
        taken = asked.taken()
        self.served = taken[0][rows] > 0, taken[1][columns] > 0
        self.room = (
            Places.up_to(asked.rooms[0][rows] - taken[0][rows]),
            Places.up_to(asked.rooms[1][columns] - taken[1][columns]),
        )

    def goal(self, names: Iterable[str]) -> Goal:
        """Criteria as one goal."""
        counted = counting(names, self.rewards, one_each=bool((self.asked.rooms[0] <= 1).all()))
        return weighed(counted, self.rewards, max(1, min(len(self.rows), len(self.columns))))

    def task(self, goal: Goal, least: int) -> Task:
        """What a goal asks, with its easier relatives."""

        def sides(goal: Goal) -> tuple[Places, Places]:
            return (
                self.room[0].rewarding(goal.mentee_bonus(), self.served[0]),
                self.room[1].rewarding(goal.mentor_bonus(), self.served[1]),
            )

        easier = [(scale_of(each, least), sides(each)) for each in (rough(goal), gentle(goal))]
        return Task(scale_of(goal, least), sides(goal), *easier)

    def guess(self, goal: Goal) -> Guess | None:
        """What an earlier run leads to expect."""
        if self.start is None:
            return None
        return self.start.guess(self.scanner.codes, self.rows, self.columns, goal.weights)

    def raised(self, names: Iterable[str], least: int, until: float) -> int:
        """The highest fit that the worst pair can have without losing a pair."""
        most, goal = [name for name in names if name != "total"], self.goal(names)
        known = certify(
            self.scanner,
            self.task(goal, least),
            effort=self.effort,
            seeds=self.asked.seeds(self.scanner, self.rows, self.columns, least),
            guess=self.guess(goal),
            until=until,
        ).candidates
        return lowest_fit.highest(
            self.scanner,
            least,
            lambda at_least: self.task(self.goal(most), at_least),
            self.effort,
            until,
            known,
        )

    def run(self, names: Iterable[str], least: int, until: float) -> Matching:
        """Find the best and tell it."""
        goal = self.goal(names)
        task = self.task(goal, least)
        if not self.somebody:
            market = OpenMarket(self.rows, self.columns, self.scanner, task, goal, None)
            return self._told(market, Candidates.none(), least, 0)
        seeds = self.asked.seeds(self.scanner, self.rows, self.columns, least)
        stand = seeds.pairs.copy()
        found = certify(
            self.scanner,
            task,
            effort=self.effort,
            seeds=seeds,
            guess=self.guess(goal),
            ties=True,
            until=until,
        )
        best = found.candidates.take(found.candidates.chosen)
        if found.proved:
            keys = self.asked.keys[0][self.rows], self.asked.keys[1][self.columns]
            best = draw(self.scanner, found, task.sides, keys, stand)
        gap = found.bound(task.sides) - worth_of(task.sides, best.pairs, best.worth(task.scale))
        market = OpenMarket(self.rows, self.columns, self.scanner, task, goal, found)
        return self._told(market, best, least, gap)

    def _told(self, market: OpenMarket, best: Candidates, least: int, gap: int) -> Matching:
        asked, width = self.asked, max(1, len(self.columns))
        mentee, mentor = np.divmod(best.pairs, width)
        own = np.stack([self.rows[mentee], self.columns[mentor]], axis=1)
        pinned = np.stack(np.divmod(asked.pins, max(1, asked.codes.mentors)), axis=1)
        everything = np.concatenate([own, pinned])
        everything = everything[np.lexsort(everything.T[::-1])]
        total = int(best.fit.sum(dtype=np.int64)) + int(asked.pin_fits.sum())
        mentee_price, mentor_price = self._prices(market)
        all_pairs = max(1, asked.codes.mentees * asked.codes.mentors)
        assignment = Assignment(
            pairs=everything,
            total=total / UNITS,
            bound=(total + gap) / UNITS,
            certified=gap == 0,
            mentee_price=mentee_price / UNITS,
            mentor_price=mentor_price / UNITS,
            weights={name: weight / UNITS for name, weight in market.goal.weights.items()}
            | {"total": 1.0},
        )
        rounds = market.found.rounds if market.found else 0
        scans = self.scanner.scanned / all_pairs
        return Matching(assignment, least, scans, rounds, asked.pins, market)

    def _prices(self, market: OpenMarket) -> tuple[IntArray, IntArray]:
        """The prices of all; of people without a place left, what others would pay for one."""
        codes, scale = self.asked.codes, market.task.scale
        u, p = np.zeros(codes.mentees, np.int64), np.zeros(codes.mentors, np.int64)
        if market.found:
            u[self.rows] = market.found.raised()
            p[self.columns] = market.found.solution.mentor_price
        everyone = np.arange(codes.mentors)
        closed = everyone[~marked(everyone, self.columns)]
        if len(closed) and len(self.rows):
            there = Scanner(codes.sample(self.rows, closed))
            p[closed] = np.maximum(0, there.bids(np.arange(len(self.rows)), u[self.rows], scale))
        shut = np.arange(codes.mentees)
        shut = shut[~marked(shut, self.rows)]
        if len(shut) and codes.mentors:
            there = Scanner(codes.sample(shut, everyone))
            best = there.best(np.arange(len(shut)), p, scale, 1)
            mentee, mentor = np.divmod(best.pairs, codes.mentors)
            offers = worths(scale, best.fit) - p[mentor]
            np.maximum.at(u, shut[mentee], offers)
        return u, p
