"""The best choice out of all pairs of a large market, proved by prices.

Column generation: solve exactly over the few pairs of each mentee that look best at a guess of the
prices, look for pairs worth more than their two prices among all, add those, mend the solution, and
so on until there is none. Pairs that were left out are known to be worth no more than a shield, so
that later sweeps pass over all mentees whom the changes of prices since cannot tempt.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saas.matching.engine.places import BoolArray, IntArray
from saas.matching.engine.rising import marked

from .fresh import choice
from .graph import Solution, solve
from .guess import smoothed
from .known import Candidates, Shields
from .scanner import Scanner
from .start import Guess, within_places
from .sweep import NOTHING, Scale
from .task import Sides, Task, exact_sum, places_worth, worths

_WORTHWHILE = 0.9


@dataclass(frozen=True, slots=True)
class Effort:
    """How the search goes about it; any setting finds the same optimum.

    Attributes:
        first: Pairs kept of each mentee to begin with.
        more: Pairs looked for in each later sweep of a mentee.
        small: Up to so many pairs, all are candidates.
        share: One of so many people is asked first, for a guess of the prices;
        wide_share: likewise, where more than ``wide`` mentees cost more to look at than to match.
        dear: One of 2 to the power of this many mentors, those whose price fell most, may be
            looked at alone.
        few: Pairs looked for among those.
        again: Pairs kept of each mentee to begin with where prices are known from an earlier run.
        calm: A solution is mended when less than one of so many mentees would change, else it is
            found anew.
    """

    first: int = 20
    more: int = 16
    small: int = 20_000
    share: int = 4
    wide: int = 25_000
    wide_share: int = 10
    dear: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    few: int = 6
    again: int = 10
    calm: int = 6


@dataclass(slots=True, eq=False)
class Certified:
    """A choice out of all pairs and how far it is proved.

    Attributes:
        scale: What fits are worth.
        candidates: The pairs known one by one, with the choice.
        solution: The optimum over those.
        left_out: For each mentee, what no other pair is worth above the mentor's price.
        proved: Whether no pair is worth more than its prices.
        rounds: How often the choice was mended.
    """

    scale: Scale
    candidates: Candidates
    solution: Solution
    left_out: IntArray
    proved: bool
    rounds: int

    def shields(self) -> Shields:
        """What is known of the pairs left out, to go on from."""
        version = np.zeros(len(self.left_out), np.int64)
        return Shields(self.left_out.copy(), version, [self.solution.mentor_price])

    def raised(self) -> IntArray:
        """Prices of mentees, raised to where they rule out every pair left out."""
        return np.maximum(self.solution.mentee_price, self.left_out)

    def bound(self, sides: Sides) -> int:
        """The most that any choice can be worth, from the prices."""
        prices = self.raised(), self.solution.mentor_price
        mentee, mentor = np.divmod(self.candidates.pairs, len(prices[1]))
        over = self.candidates.worth(self.scale) - prices[0][mentee] - prices[1][mentor]
        surplus = exact_sum(over[over > 0])
        return surplus + places_worth(sides[0], prices[0]) + places_worth(sides[1], prices[1])


def certify(
    scanner: Scanner,
    task: Task,
    *,
    effort: Effort,
    start: tuple[Candidates, IntArray, Shields | None] | None = None,
    seeds: Candidates | None = None,
    guess: Guess | None = None,
    ties: bool = False,
    until: float = np.inf,
) -> Certified:
    """Choose the pairs with the largest summed worth, first places counted.

    Args:
        scanner: All pairs.
        task: What is asked, of people with at least one place each.
        effort: How to go about it.
        start: Candidates and mentor prices to begin with, and what is known of the other pairs;
            else they are guessed.
        seeds: Candidates that are known before anything was looked at.
        guess: What an earlier run leads to expect.
        ties: Whether to find every pair that another optimum might have instead, but for mentees
            with very many of them.
        until: When to stop (``time.monotonic``), proved or not.
    """
    search = _Search(scanner, task, effort, ties)
    if start:
        search.candidates, search.price, shields = start
        search.shields = shields or search.shields
    else:
        search.candidates = seeds or search.candidates
        search.begin(until, guess)
    while search.mend() and time.monotonic() < until:
        pass
    return search.result()


class _Search:
    """The state of one search."""

    def __init__(
        self,
        scanner: Scanner,
        task: Task,
        effort: Effort,
        ties: bool,  # noqa: FBT001
    ) -> None:
        self.scanner, self.task, self.effort, self.ties = scanner, task, effort, ties
        self.sides, self.scale = task.sides, task.scale
        self.candidates = Candidates.none()
        self.price = np.zeros(scanner.width, np.int64)
        self.everyone = np.arange(len(self.sides[0].most))
        self.rounds, self.proved, self.stirred = 0, False, 0
        self.solution: Solution
        self.forget()

    def forget(self) -> None:
        """Know nothing of the pairs left out but that none is worth more than the best fit."""
        lead = self.scanner.codes.lead
        most = int(worths(self.scale, np.array([10_000], np.int16))[0])
        most += self.scale.slope * (0 if lead is None else int(lead.max(initial=0)))
        count = len(self.everyone)
        self.shields = Shields(np.full(count, most), np.zeros(count, np.int64))
        self.shields.lists.append(np.zeros(self.scanner.width, np.int64))
        self.left_out = self.shields.shield

    def begin(self, until: float, guess: Guess | None) -> None:
        """Find the first candidates."""
        if guess is not None:
            self._begin_from(guess)
            return
        all_pairs = len(self.everyone) * self.scanner.width
        count = self.effort.first
        if all_pairs <= self.effort.small:
            count = self.scanner.width
        elif min(len(self.everyone), self.scanner.width) >= 2 * self.effort.share:
            self.price = self._guess(until)
        self._sweep(self.everyone, count)

    def _begin_from(self, guess: Guess) -> None:
        """Find the first candidates at prices that may be right, and choose what may be, too."""
        self.price = np.maximum(guess.price, -self.sides[1].first)
        all_pairs = len(self.everyone) * self.scanner.width
        count = self.effort.again if all_pairs > self.effort.small else self.scanner.width
        self._sweep(self.everyone, count)
        known = self.candidates
        there = np.flatnonzero(marked(known.pairs, guess.pairs))
        known.chosen[there] = within_places(known.pairs[there], self.sides)
        self.stirred = self._discontent()

    def _discontent(self) -> int:
        """How many mentees would rather have others than those chosen, at the prices of now."""
        known, sides = self.candidates, self.sides
        mentee, mentor = np.divmod(known.pairs, self.scanner.width)
        net = known.worth(self.scale) - self.price[mentor]
        best, held = -sides[0].first, np.full(len(self.everyone), -NOTHING)
        np.maximum.at(best, mentee[~known.chosen], net[~known.chosen])
        np.minimum.at(held, mentee[known.chosen], net[known.chosen])
        alone = np.bincount(mentee[known.chosen], minlength=len(held)) == 0
        held[alone] = -sides[0].first[alone]
        return int(np.count_nonzero(best > held))

    def mend(self) -> bool:
        """Solve over the candidates and look for better ones; whether any were found."""
        known = self.candidates
        worth, fresh = known.worth(self.scale), None
        if self.stirred * self.effort.calm > len(self.everyone) and self.task.rough:
            scale, sides = self.task.rough
            fresh = choice(known.pairs, known.worth(scale), sides)
        chosen = known.chosen if fresh is None else fresh
        self.solution = solve(
            known.pairs, worth, self.sides, self.price, chosen, fresh=fresh is not None
        )
        known.chosen, self.price = self.solution.chosen, self.solution.mentor_price
        self.rounds += 1
        self._look()
        self.proved = self.stirred == 0
        return not self.proved

    def _look(self) -> None:
        """Look at the pairs left out, as far as a shield does not rule them out."""
        self.stirred = 0
        price = self.solution.mentee_price
        above = self.left_out = self.shields.above(self.price)
        tempted = above >= price if self.ties else above > price
        for version in np.flatnonzero(np.bincount(self.shields.version[tempted])):
            mentees = np.flatnonzero(tempted & (self.shields.version == version))
            tempted[self._look_at_dear(mentees, int(version))] = False
        if tempted.any():
            self._sweep(np.flatnonzero(tempted), self.effort.more)

    def _look_at_dear(self, mentees: IntArray, version: int) -> IntArray:
        """Look at the mentors whose price fell most alone; the mentees for whom that is enough."""
        fell = self.shields.lists[version] - self.price
        falling = np.argsort(-fell, kind="stable")
        bare, price = self.shields.shield[mentees], self.solution.mentee_price[mentees]

        def tempted(some: int) -> BoolArray:
            return bare + int(fell[falling[some]]) >= price

        def cost(some: int) -> float:
            rest = int(tempted(some).sum())
            return rest + (len(mentees) - rest) * some / len(fell)

        some = min((len(fell) >> share for share in self.effort.dear), key=cost)
        spared = mentees[~tempted(some)]
        if cost(some) > _WORTHWHILE * len(mentees):
            return spared[:0]
        dear, shield = np.sort(falling[:some]), bare[~tempted(some)] + int(fell[falling[some]])
        sampled = self.scanner.sample(spared, dear)
        found = sampled.best(
            np.arange(len(spared)),
            self.price[dear],
            self.scale,
            self.effort.few + self._held(spared),
        )
        self.scanner.scanned += sampled.scanned
        row, column = np.divmod(found.pairs, len(dear))
        self._take(spared[row] * self.scanner.width + dear[column], found.fit)
        self.left_out[spared] = np.maximum(shield, found.shield)
        self.shields.note(spared, self.left_out[spared], self.price)
        return spared

    def result(self) -> Certified:
        """What was found."""
        return Certified(
            self.scale,
            self.candidates,
            self.solution,
            self.left_out,
            self.proved,
            self.rounds,
        )

    def _sweep(self, mentees: IntArray, count: int) -> None:
        """Look at all pairs of some mentees at the prices of now."""
        found = self.scanner.best(mentees, self.price, self.scale, count + self._held(mentees))
        self.shields.note(mentees, found.shield, self.price)
        self.left_out[mentees] = found.shield
        self._take(found.pairs, found.fit)

    def _held(self, mentees: IntArray) -> int:
        """How many pairs worth more than their prices a mentee may have: all, or none of one."""
        most = int(self.sides[0].most[mentees].max(initial=1))
        return most if most > 1 else 0

    def _take(self, pairs: IntArray, fit: NDArray[np.int16]) -> None:
        """Take pairs up as candidates, and count mentees who would rather have one of them."""
        mentee, mentor = np.divmod(pairs, self.scanner.width)
        new = self.candidates.add(pairs, fit, self.scanner.codes.ahead(mentee, mentor))
        if not self.rounds:
            self.stirred = len(self.everyone)
            return
        mentee, mentor = np.divmod(new.pairs, self.scanner.width)
        over = new.worth(self.scale) - self.price[mentor]
        better = over > self.solution.mentee_price[mentee]
        self.stirred += int(np.count_nonzero(np.bincount(mentee[better])))

    def _guess(self, until: float) -> IntArray:
        """Prices of mentors from a sample of the market.

        Without prices everybody's best candidates are the same few sought-after mentors. The
        mentees of the sample, at their own prices there, bid for all mentors.
        """
        wide = len(self.everyone) > self.effort.wide
        share = self.effort.wide_share if wide else self.effort.share
        rows, columns = _some(len(self.everyone), share), _some(self.scanner.width, share)
        sampled = self.scanner.sample(rows, columns)
        task = self.task.sample(rows, columns)
        found = certify(sampled, task, effort=self.effort, until=until)
        self.scanner.scanned += sampled.scanned
        bids = self.scanner.bids(rows, found.solution.mentee_price, task.scale)
        return np.maximum(smoothed(self.scanner.codes, bids), -self.sides[1].first)


def _some(people: int, share: int) -> IntArray:
    """One of ``share`` people, the same at every call."""
    return np.sort(np.random.default_rng(0).permutation(people)[: max(1, people // share)])
