"""The market of one run: who could be matched with whom, and how well they fit."""

import dataclasses as dc
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from saas.matching.engine.answers import Answered, Ids, read_answers
from saas.matching.engine.bans import Ban, Declared, Exclusion, Pair, safety_of, safety_pairs
from saas.matching.engine.criteria import Criterion, criteria_of
from saas.matching.engine.naming import OnlyNamed
from saas.matching.engine.people import Person, tie_key
from saas.matching.engine.program_rules import program_rules
from saas.matching.engine.rules import POINTS, Rules
from saas.matching.engine.waited import priority
from saas.matching.engine.words import IntArray

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
NEUTRAL = POINTS // 2
"""The fit of two people of whom nothing is known: neither good nor bad."""
_CELLS = 1 << 19


@dc.dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Everything a run knows about its people.

    Attributes:
        answers: What the people answered, as rules and criteria compare it.
        safety: The rules that hold whatever the program decides; all of them are in `bans`.
        fit: Float64 of shape (mentees, mentors), from 0 to 1 in steps of 1/10,000;
            NaN where a rule forbids the pair.
        shares: Weight of each criterion, WHOLE in all.
        pool: Whether rows and columns are the same people (saas.matching.engine.pool); the fit
            is then the mean of both ways.
        priority: Points that a pair counts for more because its mentee waited; no part of the
            fit. Of that shape, or of (1, 1).
    """

    answers: Answered
    safety: tuple[Ban, ...]
    rules: Rules
    criteria: tuple[Criterion, ...]
    bans: tuple[Ban, ...]
    shares: dict[str, int]
    fit: npt.NDArray[np.float64]
    priority: IntArray
    pool: bool = False

    @property
    def mentees(self) -> tuple[Person, ...]:
        """Return the mentees: the rows."""
        return self.answers.mentees

    @property
    def mentors(self) -> tuple[Person, ...]:
        """Return the mentors: the columns."""
        return self.answers.mentors

    def mentor_places(self) -> Integers:
        """Return how many mentees each mentor takes, within the program's limit."""
        return places_of(self.mentors, self.rules.mentees_per_mentor)

    def mentee_places(self) -> Integers:
        """Return how many mentors each mentee gets, within the program's limit."""
        return places_of(self.mentees, self.rules.mentors_per_mentee)

    @property
    def size(self) -> int:
        """Return the number of possible pairs."""
        return self.fit.size

    def along(self, pairs: Integers) -> npt.NDArray[np.float64]:
        """Return the fits of some pairs, shape (n, 2); NaN where a rule forbids one."""
        fits: npt.NDArray[np.float64] = self.fit[tuple(pairs.T)]
        return fits

    def opened_to(self, pairs: Iterable[tuple[int, int]]) -> "Market":
        """Let those have anyone who have, in some pairs, a mentor whom they did not name."""
        return opened_to(self, pairs)

    def closed(self) -> frozenset[int]:
        """Return the rows of those who keep to certain mentors but would take anyone in the end."""
        return closed(self)

    @property
    def opened(self) -> frozenset[int]:
        """Return the rows of those who asked for certain mentors only and take anyone by now."""
        named = _only_named(self)
        return named.opened if named else frozenset()

    def lead(self, mentee: int, mentor: int) -> int:
        """Return the points that a pair counts for more because its mentee waited."""
        return int(np.broadcast_to(self.priority, self.fit.shape)[mentee, mentor])

    def mentee_keys(self) -> Integers:
        """Return what breaks ties between mentees whatever their order."""
        return np.array([tie_key(person.id) for person in self.mentees], np.int64)

    def mentor_keys(self) -> Integers:
        """Return what breaks ties between mentors whatever their order."""
        return np.array([tie_key(person.id) for person in self.mentors], np.int64)


def open_market(
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    rules: Rules,
    *,
    on: dt.date,
    exclusions: Iterable[Exclusion] = (),
    managers: Iterable[Pair] = (),
    declared: Declared | None = None,
    there: Ids | None = None,
    pool: bool = False,
) -> Market:
    """Score all pairs of mentees and mentors under a program's rules.

    Ids are unique on each side; the same id on both sides is one person. Common hours are
    those of the four weeks after `on`. `managers` are ids of someone and their manager, for people
    who take no part but link a reporting line; `declared` is what was said elsewhere than in these
    answers. `there` are the ids of the mentees and of the mentors who can be had, all of these by
    default; preferring anybody else takes nothing from others. Costs about a second for 2,000
    with 2,000.

    Raises:
        ValueError: An id occurs twice on one side.
    """
    check_ids(mentees, mentors)
    apart = safety_pairs(mentees, mentors, exclusions, managers, declared)
    return market_of(read_answers(mentees, mentors, on, there), apart, rules, pool=pool)


def check_ids(*sides: Sequence[Person]) -> None:
    """Refuse an id that occurs twice on one side, with a ValueError."""
    for side in sides:
        if len({person.id for person in side}) < len(side):
            raise ValueError("An id occurs twice on one side; give each person one id.")


def market_of(
    answers: Answered, apart: Mapping[str, Iterable[Pair]], rules: Rules, *, pool: bool = False
) -> Market:
    """Score people whose answers were read; `apart` are the pairs that each safety rule forbids."""
    return _scored(answers, safety_of(answers, apart), rules, pool=pool)


def rescored(market: Market, rules: Rules) -> Market:
    """Score the same people under other rules, without reading their answers again."""
    return _scored(market.answers, market.safety, rules, pool=market.pool)


def opened(market: Market, mentees: Iterable[int]) -> Market:
    """Let some mentees (rows) have anyone, of those who asked for certain mentors only.

    Whoever would rather wait still waits. Returns the market itself when nothing changes.
    """
    rows = frozenset(mentees) & closed(market)
    return _opening(market, market.opened | rows, rows) if rows else market


def reclosed(market: Market) -> Market:
    """Return the market as it was before anybody was opened."""
    return _opening(market, frozenset(), market.opened) if market.opened else market


def _opening(market: Market, now: frozenset[int], changing: frozenset[int]) -> Market:
    """Return the market with exactly some mentees opened; others than before are `changing`."""
    bans = tuple(
        dc.replace(ban, opened=now) if isinstance(ban, OnlyNamed) else ban for ban in market.bans
    )
    changed = dc.replace(market, bans=bans, fit=market.fit.copy())
    if market.pool:
        _score_all(changed)
        return changed
    for row in changing:
        _score(changed, slice(row, row + 1), slice(0, len(market.mentors)))
    return changed


def without(market: Market, ban: Ban, mentee: int) -> Market:
    """Return the market without one rule; whom somebody keeps to is lifted for one mentee alone."""
    kept: list[Ban] = []
    for each in market.bans:
        if isinstance(each, OnlyNamed) and each.name == ban.name:
            kept.append(each.without(mentee))
        elif each.name != ban.name:
            kept.append(each)
    changed = dc.replace(market, bans=tuple(kept), fit=market.fit.copy())
    _score_all(changed)
    return changed


def opened_to(market: Market, pairs: Iterable[tuple[int, int]]) -> Market:
    """Let those have anyone who have, in some pairs, a mentor whom they did not name."""
    named = _only_named(market)
    if named is None:
        return market
    return opened(market, {row for row, col in pairs if col not in named.named.get(row, {col})})


def opened_by(market: Market, pairs: Integers) -> Market:
    """Let those have anyone whom a result leaves open, of those who would rather than wait.

    Who has a mentor in it whom they did not name, and who could have one and has none.

    Args:
        market: Who could be matched with whom.
        pairs: The result, shape (n, 2).
    """
    market = opened_to(market, pairs.tolist())
    wanting = set(np.flatnonzero(market.mentee_places()).tolist())
    return opened(market, wanting - set(pairs[:, 0].tolist()))


def closed(market: Market) -> frozenset[int]:
    """Return the rows of those who keep to certain mentors but would take anyone in the end."""
    named = _only_named(market)
    return named.flexible() - named.opened if named else frozenset()


def _only_named(market: Market) -> OnlyNamed | None:
    return next((ban for ban in market.bans if isinstance(ban, OnlyNamed)), None)


def _scored(
    answers: Answered, safety: tuple[Ban, ...], rules: Rules, *, pool: bool = False
) -> Market:
    market = Market(
        answers,
        safety,
        rules,
        criteria_of(answers, rules, pool=pool),
        (*safety, *program_rules(answers, rules)),
        rules.shares(),
        np.empty((len(answers.mentees), len(answers.mentors))),
        priority(answers, rules),
        pool,
    )
    _score_all(market)
    return market


def _score_all(market: Market) -> None:
    for rows, cols in _blocks(*market.fit.shape):
        _score(market, rows, cols)
    if market.pool:
        market.fit[:] = even(market.fit)


def even(fit: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the fit of a pool: the mean of both ways, NaN where either is forbidden."""
    units = np.rint(fit * POINTS)
    # Half a unit goes to the even neighbor, whichever side it is seen from.
    made: npt.NDArray[np.float64] = np.rint((units + units.T) / 2) / POINTS
    return made


def _score(market: Market, rows: slice, cols: slice) -> None:
    """Fill in the fit of some pairs."""
    block = _points(market.criteria, market.shares, rows, cols) / POINTS
    for ban in market.bans:
        block[ban.forbids(rows, cols)] = np.nan
    market.fit[rows, cols] = block


def places_of(people: Sequence[Person], limit: int | None) -> Integers:
    """Return how many partners each of some people takes, within a limit."""
    places = [
        person.capacity if limit is None else min(person.capacity, limit) for person in people
    ]
    return np.array(places, np.int64)


def _blocks(mentees: int, mentors: int) -> Iterator[tuple[slice, slice]]:
    step = max(1, _CELLS // max(mentors, 1))
    for start in range(0, mentees, step):
        yield slice(start, min(start + step, mentees)), slice(0, mentors)


def _points(
    criteria: Sequence[Criterion], shares: dict[str, int], rows: slice, cols: slice
) -> IntArray:
    """Return the weighted mean of what is known of each pair, in whole points."""
    shape = rows.stop - rows.start, cols.stop - cols.start
    earned, possible = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    for criterion in criteria:
        weight = np.int32(shares[criterion.name]) * criterion.known(rows, cols)
        earned += weight * criterion.points(rows, cols)
        possible += weight
    # Half a unit is added before the whole-number division: rounding without floats.
    mean = (2 * earned + possible) // np.maximum(2 * possible, 1)
    return np.where(possible > 0, mean, NEUTRAL)
