"""Group mentoring: one mentor and a group of mentees who all share a weekly time.

Who gets whom then does not follow from pairs alone, so prices prove nothing. Each mentor is taken
apart into the weekly times they could meet at, and an integer program (HiGHS) chooses at most one
time a mentor and who joins it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, vstack

from saas.matching.engine.assign import Assignment
from saas.matching.engine.market import Integers, Market
from saas.matching.engine.meeting import NoGroupError, Option, clock_of, options, weekly_of
from saas.matching.engine.people import tie_key
from saas.matching.engine.rules import POINTS

SECONDS = 20.0
"""So long the choice is improved, for each criterion; then the best so far is taken."""
UNKEPT = "No groups that share a weekly time can keep what is pinned."
Floats = npt.NDArray[np.float64]
Position = tuple[int, int]
_INFEASIBLE = 2
GOALS = {
    "most_people": ("mentees", "floors", "total"),
    "both_sides": ("mentees", "mentors", "floors", "total"),
    "best_fit": ("total",),
}


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """The integer program.

    Columns are the options (a mentor at a time), then the seats: who could join which option.
    """

    options: list[Option]
    mentee: npt.NDArray[np.int64]
    option: npt.NDArray[np.int64]
    units: Floats
    worth: Floats
    limits: list[LinearConstraint]

    def criterion(self, name: str, floors: Sequence[float]) -> Floats:
        """Return what each column adds to a criterion."""
        seats = {
            "mentees": np.ones(len(self.mentee)),
            "mentors": np.zeros(len(self.mentee)),
            "floors": sum(
                ((self.units >= round(floor * POINTS)).astype(float) for floor in floors),
                np.zeros(len(self.mentee)),
            ),
            "total": self.worth,
        }[name]
        return np.concatenate([np.full(len(self.options), float(name == "mentors")), seats])


def solve_groups(
    market: Market,
    pins: Sequence[Position] = (),
    standing: Sequence[Position] = (),
    mentor_places: Integers | None = None,
) -> Assignment:
    """Find the best groups of a market, each with a weekly time that all of it share.

    A mentee joins at most one group. A mentor has no group, or one of at least as many mentees as
    they or the program say and at most their places. Whoever gave no hours is free at any time.
    The order of people does not matter. Standing pairs count for more, as the program says.

    Returns:
        An assignment without prices; it is certified when HiGHS proved every criterion in turn.
        Its bound is the most total that HiGHS left possible.

    Raises:
        NoGroupError: No groups keep the pins.
    """
    places = market.mentor_places() if mentor_places is None else mentor_places
    model = _model(market, pins, standing, places)
    if pins and not len(model.mentee):
        raise NoGroupError(UNKEPT)
    held, seats, bound, proved = list(model.limits), np.empty(0), 0.0, True
    for name in GOALS[market.rules.objective]:
        value = model.criterion(name, market.rules.floors)
        found = _highest(value, model, held)
        if found is None:  # No time was left to find any that is as good so far.
            proved, bound = False, _most(model.criterion("total", ()), model)
            break
        seats, reached, bound, optimal = found
        proved &= optimal
        held.append(LinearConstraint(value, reached - 0.5, np.inf))
    chosen = seats > 0.5 if len(seats) else np.zeros(len(model.mentee), bool)
    cols = np.array([each.mentor for each in model.options], np.int64)[model.option[chosen]]
    pairs = np.stack([model.mentee[chosen], cols], axis=1).reshape(-1, 2)
    total = round(float(model.units[chosen].sum())) / POINTS
    return Assignment(
        pairs=pairs[np.lexsort(pairs.T[::-1])],
        total=total,
        bound=total if proved else max(total, int(bound + 1e-6) / POINTS),
        certified=proved,
        mentee_price=np.zeros(len(market.mentees)),
        mentor_price=np.zeros(len(market.mentors)),
        weights={},
    )


def _highest(
    value: Floats, model: _Model, held: Sequence[LinearConstraint]
) -> tuple[Floats, int, float, bool] | None:
    """Return the seats of the best, what it reaches, the bound, and whether that is proved.

    None when time ran out before any was found.
    """
    if not len(model.mentee):
        return np.empty(0), 0, 0.0, True
    found = milp(
        -value,
        integrality=1,
        bounds=Bounds(0, 1),
        constraints=held,
        # Values are whole numbers: a gap under one is none.
        options={"time_limit": SECONDS, "mip_rel_gap": 0.9 / max(1.0, _most(value, model))},
    )
    if found.status == _INFEASIBLE:
        raise NoGroupError(UNKEPT)
    if found.x is None:
        return None
    bound = -found.mip_dual_bound if found.mip_dual_bound is not None else -found.fun
    return found.x[len(model.options) :], round(-found.fun), bound, found.status == 0


def _most(value: Floats, model: _Model) -> float:
    """Return what no choice exceeds: the best seat of each mentee, and every time."""
    if not len(model.mentee):
        return 0.0
    best = np.zeros(int(model.mentee.max()) + 1)
    np.maximum.at(best, model.mentee, value[len(model.options) :])
    return float(best.sum() + value[: len(model.options)].sum())


def least_of(market: Market, mentor: int) -> int:
    """Return the fewest mentees that a mentor's group needs, beside those it has already."""
    person = market.mentors[mentor]
    least = market.rules.group_least if person.group_least is None else person.group_least
    return max(1, least - person.group_of)


def _model(
    market: Market, pins: Sequence[Position], standing: Sequence[Position], places: Integers
) -> _Model:
    found = _options(market, set(pins), places)
    order = sorted(range(len(market.mentees)), key=lambda row: tie_key(market.mentees[row].id))
    seats = [(row, at) for at, each in enumerate(found) for row in order if row in each.members]
    mentee, option = np.array(seats, np.int64).reshape(-1, 2).T
    mentor = np.array([each.mentor for each in found], np.int64)
    at = mentee, mentor[option] if len(found) else option
    units: Floats = np.rint(market.fit[at] * POINTS)
    worth: Floats = units + np.broadcast_to(market.priority, market.fit.shape)[at]
    kept = {pair: round(market.rules.steadiness * POINTS) for pair in standing}
    worth += [kept.get((int(row), int(col)), 0) for row, col in zip(*at, strict=True)]
    model = _Model(found, mentee, option, units, worth, [])
    if len(mentee):
        model.limits.extend(_limits(market, model, mentor, pins, places))
    return model


def _options(market: Market, pins: set[Position], mentor_places: Integers) -> list[Option]:
    """Return every time of every mentor worth having, in an order that no row order changes."""
    hours, length = market.answers.hours, round((market.rules.group_hours or 0) * 60)
    low = max(market.rules.minimum, 1 / POINTS if market.rules.objective == "best_fit" else 0.0)
    places = market.mentee_places()
    found = []
    for col in sorted(range(len(market.mentors)), key=lambda at: tie_key(market.mentors[at].id)):
        fits = market.fit[:, col]
        clock = clock_of(market.mentors[col])
        could = [
            (row, weekly_of(hours, 0, row, length, clock))
            for row in np.flatnonzero((fits >= 0) & (places > 0)).tolist()
            if fits[row] >= low or (row, col) in pins
        ]
        if (least := least_of(market, col)) <= mentor_places[col]:
            found += options(col, weekly_of(hours, 1, col, length, clock), could, length, least)
    return found


def _limits(
    market: Market,
    model: _Model,
    mentor: npt.NDArray[np.int64],
    pins: Sequence[Position],
    places: Integers,
) -> list[LinearConstraint]:
    """Return the rules of the program: one group a mentee, one time a mentor, sizes, pins."""
    count, seats = len(model.options), np.arange(len(model.mentee))
    seat, size = seats + count, count + len(seats)
    ones = np.ones(len(seats))

    def rows(number: int, row: npt.NDArray[np.int64], value: Floats) -> csr_array:
        return csr_array(coo_array((value, (row, seat)), shape=(number, size)))

    def times(number: int, row: npt.NDArray[np.int64], value: Floats) -> csr_array:
        return csr_array(coo_array((value, (row, np.arange(count))), shape=(number, size)))

    every = np.arange(count)
    most = places[mentor].astype(float)
    least = np.array([least_of(market, int(col)) for col in mentor], float)
    joined = rows(count, model.option, ones)
    up_to = vstack(
        [
            rows(len(market.mentees), model.mentee, ones),
            times(len(market.mentors), mentor, np.ones(count)),
            joined + times(count, every, -most),
            times(count, every, least) - joined,
            rows(len(seats), seats, ones)
            - csr_array(coo_array((ones, (seats, model.option)), shape=(len(seats), size))),
        ]
    )
    limits = np.concatenate(
        [np.ones(len(market.mentees) + len(market.mentors)), np.zeros(2 * count + len(seats))]
    )
    held = [LinearConstraint(up_to, -np.inf, limits)]
    for row, col in pins:
        mine = (model.mentee == row) & (mentor[model.option] == col)
        held.append(LinearConstraint(np.concatenate([np.zeros(count), mine]), 1, 1))
    return held
