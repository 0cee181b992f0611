"""The stable door of the solver: a matrix of fits in, the best assignment and its proof out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import request
from .columns import Optimum
from .lowest import highest_minimum
from .narrow import Choice
from .objective import MOST_PAIRS, UNITS, Goal, Rewards, Scores, goals
from .places import IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Who is paired with whom, and the proof that nothing is better.

    A pair is worth ``weights["pairs"]``, plus ``weights["floors"]`` for each floor it reaches, plus
    its fit and its bonus; the first pair of a mentee ``weights["mentees"]`` on top, of a mentor
    ``weights["mentors"]`` and the spread. Each weight exceeds all that the later criteria can add
    up to, so the largest worth is the best by the criteria in order. (Criteria that are missing
    from ``weights`` do not count, or were settled beforehand to keep the numbers exact.)

    Prices are in the same unit as worth: fit. Nobody loses or gains anything by a place at its
    price: each allowed pair outside the assignment is worth at most the prices of its two people,
    each inside at least that, and a person with places to spare pays nothing (or less than nothing,
    down to minus the bonus of a first pair, while having at most one). The prices of all places
    with what pairs are worth above them thus are a bound on the worth of any assignment.

    Attributes:
        pairs: Positions of mentee and mentor, shape (n, 2), sorted.
        total: Summed fit of the pairs, each rounded to 1/10,000.
        bound: The most total that any assignment can have that is equal on the earlier criteria
            and, with a spread or a bonus, on what those add; computed from the prices.
        certified: Whether the prices prove every criterion: the bound is reached.
        mentee_price: What a place of each mentee is worth, those taken by pins aside.
        mentor_price: What a place of each mentor is worth, likewise.
        weights: What one more of each criterion is worth.
    """

    pairs: IntArray
    total: float
    bound: float
    certified: bool
    mentee_price: NDArray[np.float64]
    mentor_price: NDArray[np.float64]
    weights: Mapping[str, float]


def assign(
    fit: ArrayLike,
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
    bonus: ArrayLike = 0.0,
    standing: ArrayLike = (),
) -> Assignment:
    """Find the best assignment of mentees to mentors, exactly.

    Equally good assignments are told apart by the pairs that stand and then by the keys alone: the
    same people in another order get the same pairs.

    Args:
        fit: Shape (mentees, mentors), in [0, 1], NaN where the pair is forbidden. Rounded to
            1/10,000, halves to the even neighbor; likewise every other fit below.
        mentor_capacity: The most pairs of each mentor: 0 or more, one number or one each.
        mentee_capacity: The most pairs of each mentee.
        objective: ``most_people``: mentees in pairs, then pairs, then floors reached, then total
            fit. ``both_sides``: mentees in pairs, then mentors in pairs, then floors, then total.
            ``best_fit``: total fit; no pair of fit 0, floors do not count.
            ``raise_the_lowest``: mentees in pairs, then pairs, then the lowest fit of a pair (pins
            aside), then total; floors do not count. Or criteria in an order of one's own, out of
            "mentees", "mentors", "pairs" and "floors", then "total".
        minimum: Pairs of a lower fit are forbidden.
        floors: Fits that are worth reaching: each pair counts once for each floor it reaches.
        mentee_key: A stable integer per mentee; the position when None.
        mentor_key: A stable integer per mentor; the position when None.
        pins: Pairs to keep whatever the objective and the minimum, shape (n, 2). They count as
            pairs and fill places.
        spread: What having a pair at all is worth for a mentor, in fit, up to 1,000: "total" is
            weighed with it, so that fewer mentors are idle.
        bonus: What is added to the fit of each pair within "total" alone, from 0 to 1, of a shape
            that broadcasts to that of ``fit``: for people who waited, for pairs that stand already.
            It is in no total, floor, minimum or lowest fit.
        standing: Pairs to keep where nothing is lost by it, shape (n, 2): of equally good
            assignments one with the most of them is taken. Forbidden ones are left out.

    Raises:
        ValueError: An argument, named first, has a wrong shape, range or capacity, a key occurs
            twice, or a pin is forbidden or exceeds a capacity.
    """
    fits = request.checked_fit(fit, mentor_capacity)
    mentees, mentors = fits.shape
    rooms = (
        request.checked_capacity("mentee_capacity", mentee_capacity, mentees, mentors),
        request.checked_capacity("mentor_capacity", mentor_capacity, mentors, mentees),
    )
    criteria = request.checked_criteria(objective)
    named = objective if isinstance(objective, str) else ""
    lowest = max(request.checked_units("minimum", minimum), int(named == "best_fit"))
    added = request.checked_bonus(bonus, fits)
    rewards = Rewards(
        request.checked_floors(floors),
        request.checked_units("spread", spread, 1000),
        int(added.max(initial=0)),
    )
    keys = (
        request.checked_keys("mentee_key", mentee_key, mentees),
        request.checked_keys("mentor_key", mentor_key, mentors),
    )
    pinned = request.checked_pins(pins, fits, rooms)
    everyone = Choice.of(fits >= lowest, *rooms).fixing(pinned)
    scores = Scores(fits, added)
    pairs = int(min(np.sum(rooms[0]), np.sum(rooms[1]), everyone.allowed.sum()))

    def plan(criteria: Iterable[str]) -> list[Goal]:
        names = counting(criteria, rewards, one_each=bool((rooms[0] <= 1).all()))
        return goals(names, rewards, pairs, mentees + mentors)

    if named == "raise_the_lowest":
        lowest = max(lowest, highest_minimum(everyone, scores, plan(MOST_PAIRS)))
        everyone = everyone.only(fits >= lowest)
    steps, choice = list[_Step](), everyone
    for goal in plan(criteria):
        best, narrowed = choice.reach(scores, goal)
        steps.append(_Step(goal, choice, best))
        choice = narrowed
    choice = choice.keeping(request.checked_positions("standing", standing, fits.shape))
    return _assignment(scores, lowest, steps, choice.draw(*keys))


@dataclass(frozen=True, slots=True)
class _Step:
    """One goal, the assignments it chose from, and its optimum."""

    goal: Goal
    choice: Choice
    best: Optimum

    def gap(self, scores: Scores, pairs: IntArray) -> int:
        """How far an assignment stays below the bound."""
        return self.best.bound - self.choice.worth(scores, self.goal, pairs)


def counting(criteria: Iterable[str], rewards: Rewards, *, one_each: bool) -> list[str]:
    """The criteria that make a difference: with one pair a mentee, mentees in pairs are pairs."""
    names = ("pairs" if name == "mentees" and one_each else name for name in criteria)
    return [name for name in dict.fromkeys(names) if name != "floors" or rewards.floors]


def _assignment(scores: Scores, lowest: int, steps: list[_Step], pairs: IntArray) -> Assignment:
    last = steps[-1]
    total = int(scores.take(pairs).fit.sum(dtype=np.int64))
    mentee_price, mentor_price = _all_prices(scores, lowest, last)
    return Assignment(
        pairs=np.stack(np.divmod(pairs, max(1, scores.shape[1])), axis=1),
        total=total / UNITS,
        bound=(total + last.gap(scores, pairs)) / UNITS,
        certified=all(step.gap(scores, pairs) == 0 for step in steps),
        mentee_price=mentee_price / UNITS,
        mentor_price=mentor_price / UNITS,
        weights={name: weight / UNITS for name, weight in last.goal.weights.items()}
        | {"total": 1.0},
    )


def _all_prices(scores: Scores, lowest: int, last: _Step) -> tuple[IntArray, IntArray]:
    """The prices of the last goal; of people without a place, what others would pay for one.

    Who has one place pays all that the pair is worth above its mentor's price: so prices say most
    of what another pair would cost.
    """
    u, p = last.best.mentee_price.copy(), last.best.mentor_price.copy()
    rows, columns = np.divmod(last.best.pairs, max(1, scores.shape[1]))
    single = last.choice.mentees.most[rows] == 1
    worth = last.goal.values(scores.take(last.best.pairs)) - p[columns]
    u[rows[single]] = np.maximum(u[rows], worth)[single]

    def most(some: Scores, price: IntArray) -> IntArray:
        offers: IntArray = np.where(some.fit >= lowest, last.goal.values(some) - price, 0)
        highest: IntArray = offers.max(axis=1, initial=0)
        return highest

    open_mentees = last.choice.mentees.most > 0
    closed = last.choice.mentors.most == 0
    p[closed] = most(scores.at(*np.ix_(open_mentees, closed)).swapped(), u[open_mentees])
    u[~open_mentees] = most(scores.at(~open_mentees), p)
    return u, p
