"""Why this mentee has nobody, and the smallest change that would help."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from saas.matching.engine.bans import Ban
from saas.matching.engine.market import Integers, Market
from saas.matching.engine.naming import OnlyNamed
from saas.matching.engine.people import Person
from saas.matching.engine.remedies import Trial
from saas.matching.engine.rules import POINTS, Rules
from saas.matching.engine.words import BoolArray

Fits = npt.NDArray[np.float64]
_SHOWN = 3
NO_GROUP = "No group of a possible mentor that shares a weekly time has a place left."


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why a mentee has no mentor, and the smallest change that would help, if any."""

    why: str
    remedy: str | None


class Tries(Protocol):
    """Tries changes; each tells which rows would be served, or None where it was not tried."""

    def one_more_place(self, mentor: int) -> frozenset[int] | None:
        """Return the rows served when a mentor has one more place."""

    def lifted(self, ban: Ban, mentee: int) -> frozenset[int] | None:
        """Return the rows served without one rule."""


class Untried:
    """Where trying takes too long: what would help is only likely."""

    def one_more_place(self, mentor: int) -> frozenset[int] | None:
        """Not tried."""

    def lifted(self, ban: Ban, mentee: int) -> frozenset[int] | None:
        """Not tried."""


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """The mentors of a result: how many places each has, and how many of them are used."""

    mentors: Sequence[Person]
    rules: Rules
    places: Integers
    used: Integers

    @classmethod
    def of(
        cls, mentors: Sequence[Person], rules: Rules, places: Integers, pairs: Integers
    ) -> "Left":
        """Count what some pairs, shape (n, 2), leave."""
        used = np.bincount(pairs[:, 1], minlength=len(places)).astype(np.int64)
        return cls(mentors, rules, places, used)


def why_unmatched(
    market: Market, pairs: Integers, mentee: int, trial: Tries | None = None
) -> Waiting:
    """Say why a mentee got no mentor and the smallest change that would help.

    What would help is tried by solving again (`would`); where the trial has no more time, it is
    only said that it could.
    """
    trial = trial or Trial(market, pairs)
    left = Left.of(market.mentors, market.rules, market.mentor_places(), pairs)
    if waiting := why_waiting(left, market.mentees[mentee], mentee, market.fit[mentee], trial):
        return waiting
    return nobody_allowed(market, mentee, mentee, trial)


def why_waiting(left: Left, person: Person, row: int, fits: Fits, trial: Tries) -> Waiting | None:
    """Say why a mentee got no mentor; None where a rule forbids every mentor.

    Args:
        left: The mentors, with what the result leaves of their places.
        person: The mentee; `row` is what the trial calls them.
        row: Of the mentee.
        fits: With each mentor, NaN where forbidden.
        trial: What tries changes.
    """
    if not person.capacity:
        return Waiting("Asked for no mentor: the capacity is 0.", None)
    if not len(left.mentors):
        return Waiting("There are no mentors.", "Invite mentors.")
    if np.isnan(fits).all():
        return None
    worth = fits >= max(left.rules.minimum, _least_fit(left.rules))
    if not worth.any():
        return _too_low(left, fits)
    return _all_taken(left, row, fits, worth, trial)


def _least_fit(rules: Rules) -> float:
    """A fit of 0 is worth nothing to `best_fit`."""
    return 1 / POINTS if rules.objective == "best_fit" else 0.0


def nobody_allowed(market: Market, mentee: int, row: int, trial: Tries) -> Waiting:
    """Count each mentor under the first rule that forbids them; find a rule to relax.

    `mentee` is the row of the market, `row` what the trial calls it.
    """
    everyone = slice(0, len(market.mentors))
    mine = slice(mentee, mentee + 1)
    by_ban: list[BoolArray] = [ban.forbids(mine, everyone)[0] for ban in market.bans]
    times = np.sum(by_ban, axis=0)
    counted, left = [], np.ones(len(market.mentors), bool)
    if market.pool:
        left[mentee] = False  # Of the others: nobody expects to be their own peer.
    total = int(left.sum())
    if not total:
        return Waiting("There are no mentors.", "Invite mentors.")
    freed: list[tuple[int, int]] = []
    for at, (ban, forbidden) in enumerate(zip(market.bans, by_ban, strict=True)):
        if count := int((forbidden & left).sum()):
            counted.append(_counted(count, ban.label))
        left &= ~forbidden
        if ban.remedy and (alone := int((forbidden & (times == 1)).sum())):
            freed.append((alone, at))
    nobody = f"None of the {total} mentors is" if total > 1 else "The one mentor is not"
    why = f"{nobody} possible: {', '.join(counted)}.{_absent(market, mentee)}"
    if not freed:
        return Waiting(why, None)
    told = [_lifted(market.bans[at], count, row, trial) for count, at in sorted(freed)[::-1]]
    return Waiting(why, next((said for helps, said in told if helps), told[0][1]))


def _absent(market: Market, mentee: int) -> str:
    """Say that none of the mentors whom a mentee keeps to takes part, where that is so."""
    kept = [ban.named.get(mentee) for ban in market.bans if isinstance(ban, OnlyNamed)]
    return " The mentors asked for do not take part." if frozenset() in kept else ""


def _lifted(ban: Ban, count: int, mentee: int, trial: Tries) -> tuple[bool, str]:
    """Say what lifting one rule does for a mentee, and whether it gets them somebody."""
    remedy = str(ban.remedy)
    said = f"{remedy[0].upper()}{remedy[1:]}, {count} {'mentor' if count == 1 else 'mentors'}"
    served = trial.lifted(ban, mentee)
    if served is None:
        return False, f"{said} would be possible."
    if mentee in served:
        return True, f"{said} would be possible. One of them would have a place."
    return False, f"{said} would be possible. No place would be left with them."


def _best_first(left: Left, fits: Fits, mentors: BoolArray, most: int) -> list[int]:
    """Return some mentors by fit; of equal ones the ids decide, so that row order does not."""
    among = np.flatnonzero(mentors)
    if len(among) > most:
        among = among[fits[among] >= np.partition(fits[among], -most)[-most]]
    found = sorted(among.tolist(), key=lambda col: (-fits[col], left.mentors[col].id))
    return found[:most]


def _too_low(left: Left, fits: Fits) -> Waiting:
    best = _best_first(left, fits, ~np.isnan(fits), 1)[0]
    name, fit = left.mentors[best].name, float(fits[best])
    why = f"No possible mentor fits well enough: the best, {name}, has a fit of {fit:.2f}"
    if fit >= left.rules.minimum:
        return Waiting(f"{why}.", "The objective “most people” would still propose one.")
    needed = f"A minimum of {int(fit * 100) / 100:.2f} or less would allow it."
    return Waiting(f"{why}, under the minimum of {left.rules.minimum:.2f}.", needed)


def _all_taken(left: Left, row: int, fits: Fits, worth: BoolArray, trial: Tries) -> Waiting:
    """Every mentor worth having is full: one more place with any of them helps."""
    roomy = worth & (left.used < left.places)
    if roomy.any() and left.rules.group_hours:
        return Waiting(NO_GROUP, None)
    if roomy.any():
        name = left.mentors[_best_first(left, fits, roomy, 1)[0]].name
        return Waiting(f"{name} has a free place, but the result did not use it.", None)
    why = _without_a_place(int(worth.sum()), int((left.places[worth] == 0).sum()))
    return Waiting(why, _one_more(left, _best_first(left, fits, worth, _SHOWN), row, trial))


def _without_a_place(total: int, full: int) -> str:
    """Say that no mentor is left, some of whom were full before: with partners, or by choice."""
    if full == total:
        if total == 1:
            return "The one possible mentor has no place left."
        return f"None of the {total} possible mentors has a place left."
    if full:
        have = "1 has" if full == 1 else f"{full} have"
        rest = "the other is" if total - full == 1 else f"the other {total - full} are"
        return f"Of the {total} possible mentors {have} no place left; {rest} worth more to others."
    count = f"All {total} possible mentors are" if total > 1 else "The one possible mentor is"
    return f"{count} worth more to others: no place is left with them."


def _one_more(left: Left, mentors: Sequence[int], mentee: int, trial: Tries) -> str:
    """Say with whom one more place gets a mentee somebody, tried with each."""
    tried = [(col, trial.one_more_place(int(col))) for col in mentors]
    names = {col: left.mentors[col].name for col in mentors}
    helping = [names[col] for col, served in tried if served and mentee in served]
    if helping:
        return f"One more place with {' or '.join(helping)} would make room."
    if any(served is None for _, served in tried):
        return f"One more place with {' or '.join(names.values())} could make room."
    many = "any of them" if len(names) > 1 else names[mentors[0]]
    return f"One more place with {many} would go to somebody else who waits; more are needed."


def _counted(count: int, label: str) -> str:
    """Return a count with what a rule finds, its first word in the right number."""
    verb, _, rest = label.partition(" ")
    one = {"are": "is", "have": "has", "were": "was"}
    return f"{count} {one[verb] if count == 1 else verb} {rest}"
