"""Why these two, why not those two, and why this mentee has nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saas.matching.engine.bans import Ban
from saas.matching.engine.market import Market
from saas.matching.engine.remedies import Trial
from saas.matching.engine.rules import POINTS
from saas.matching.engine.waited import waited_sentence
from saas.matching.engine.words import BoolArray

Pairs = npt.NDArray[np.int64]
"""Mentee and mentor positions of chosen pairs, shape (n, 2)."""
_SHOWN = 3
NO_GROUP = "No group of a possible mentor that shares a weekly time has a place left."


@dataclass(frozen=True, slots=True)
class Reason:
    """What one criterion says about a pair.

    Attributes:
        score: From 0 to 1 on this criterion alone.
        weight: This criterion's part of the fit among those known of the pair, from 0 to 1.
        contribution: What it adds to the fit; all reasons of a pair add up to the fit.
    """

    criterion: str
    sentence: str
    score: float
    weight: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why a mentee has no mentor, and the smallest change that would help, if any."""

    why: str
    remedy: str | None


def reasons(market: Market, mentee: int, mentor: int) -> tuple[Reason, ...]:
    """Return what each known criterion says of a pair, the largest contribution first."""
    row, col = slice(mentee, mentee + 1), slice(mentor, mentor + 1)
    known = [each for each in market.criteria if each.known(row, col)[0, 0]]
    possible = sum(market.shares[each.name] for each in known)
    found = []
    for each in known:
        score = int(each.points(row, col)[0, 0]) / POINTS
        weight = market.shares[each.name] / possible
        sentence = each.sentence(mentee, mentor)
        found.append(Reason(each.name, sentence, score, weight, score * weight))
    return tuple(sorted(found, key=lambda reason: (-reason.contribution, reason.criterion)))


def sentences(market: Market, mentee: int, mentor: int) -> list[str]:
    """Return in words what speaks for a pair, the most telling first."""
    found = [each.sentence for each in reasons(market, mentee, mentor) if each.contribution > 0]
    if market.lead(mentee, mentor):
        found.append(waited_sentence(market.mentees[mentee]))
    return found or ["Nothing is known that speaks for or against it"]


def forbidden_by(market: Market, mentee: int, mentor: int) -> list[str]:
    """Return a sentence for each rule that forbids a pair; empty when it is allowed."""
    row, col = slice(mentee, mentee + 1), slice(mentor, mentor + 1)
    return [ban.sentence(mentee, mentor) for ban in market.bans if ban.forbids(row, col)[0, 0]]


def why_not(market: Market, pairs: Pairs, mentee: int, mentor: int) -> str:
    """Say why a mentee does not have a mentor: a rule, or who has the places instead."""
    if forbidden := forbidden_by(market, mentee, mentor):
        return " ".join(forbidden)
    fit = market.fit[mentee, mentor]
    one, other = market.mentees[mentee].name, market.mentors[mentor].name
    if fit < market.rules.minimum:
        return (
            f"Their fit of {fit:.2f} is under the program's minimum of {market.rules.minimum:.2f}."
        )
    taken = [int(row) for row, col in pairs if col == mentor]
    if mentee in taken:
        return f"{one} and {other} are proposed for each other."
    own = [f"{market.mentors[col].name} ({market.fit[row, col]:.2f})" for row, col in pairs
           if row == mentee]  # fmt: skip
    now = f"{one} has {_listed(own)} instead." if own else f"{one} has nobody yet."
    held = [f"{market.mentees[row].name} ({market.fit[row, mentor]:.2f})" for row in taken]
    places = int(market.mentor_places()[mentor])
    if not places:
        return f"Nothing forbids it (fit {fit:.2f}), but {other} takes nobody. {now}"
    room = f"{other} has {_listed(held)}" if held else f"{other} has nobody yet"
    full = f"and has no place left ({places} in all)" if len(taken) >= places else "and has room"
    return f"Nothing forbids it (fit {fit:.2f}): {room} {full}. {now}"


def why_unmatched(market: Market, pairs: Pairs, mentee: int, trial: Trial | None = None) -> Waiting:
    """Say why a mentee got no mentor and the smallest change that would help.

    What would help is tried by solving again (`would`); where the trial has no more time, it is
    only said that it could.
    """
    trial = trial or Trial(market, pairs)
    if not market.mentees[mentee].capacity:
        return Waiting("Asked for no mentor: the capacity is 0.", None)
    if not market.mentors:
        return Waiting("There are no mentors.", "Invite mentors.")
    fits = market.fit[mentee]
    if np.isnan(fits).all():
        return _nobody_allowed(market, mentee, trial)
    worth = fits >= max(market.rules.minimum, _least_fit(market))
    if not worth.any():
        return _too_low(market, mentee)
    return _all_taken(market, pairs, mentee, worth, trial)


def _least_fit(market: Market) -> float:
    """A fit of 0 is worth nothing to `best_fit`."""
    return 1 / POINTS if market.rules.objective == "best_fit" else 0.0


def _nobody_allowed(market: Market, mentee: int, trial: Trial) -> Waiting:
    """Count each mentor under the first rule that forbids them; find a rule to relax."""
    everyone = slice(0, len(market.mentors))
    row = slice(mentee, mentee + 1)
    by_ban: list[BoolArray] = [ban.forbids(row, everyone)[0] for ban in market.bans]
    times = np.sum(by_ban, axis=0)
    counted, left = [], np.ones(len(market.mentors), bool)
    freed: list[tuple[int, int]] = []
    for at, (ban, forbidden) in enumerate(zip(market.bans, by_ban, strict=True)):
        if count := int((forbidden & left).sum()):
            counted.append(_counted(count, ban.label))
        left &= ~forbidden
        if ban.remedy and (alone := int((forbidden & (times == 1)).sum())):
            freed.append((alone, at))
    total = len(market.mentors)
    nobody = f"None of the {total} mentors is" if total > 1 else "The one mentor is not"
    why = f"{nobody} possible: {', '.join(counted)}."
    if not freed:
        return Waiting(why, None)
    told = [_lifted(market.bans[at], count, mentee, trial) for count, at in sorted(freed)[::-1]]
    return Waiting(why, next((said for helps, said in told if helps), told[0][1]))


def _lifted(ban: Ban, count: int, mentee: int, trial: Trial) -> tuple[bool, str]:
    """Say what lifting one rule does for a mentee, and whether it gets them somebody."""
    remedy = str(ban.remedy)
    said = f"{remedy[0].upper()}{remedy[1:]}, {count} {'mentor' if count == 1 else 'mentors'}"
    served = trial.lifted(ban, mentee)
    if served is None:
        return False, f"{said} would be possible."
    if mentee in served:
        return True, f"{said} would be possible. One of them would have a place."
    return False, f"{said} would be possible. No place would be left with them."


def _best_first(market: Market, mentee: int, mentors: BoolArray) -> list[int]:
    """Return some mentors by fit; of equal ones the ids decide, so that row order does not."""
    fits = market.fit[mentee]
    found = (int(col) for col in np.flatnonzero(mentors))
    return sorted(found, key=lambda col: (-fits[col], market.mentors[col].id))


def _too_low(market: Market, mentee: int) -> Waiting:
    fits = market.fit[mentee]
    best = _best_first(market, mentee, ~np.isnan(fits))[0]
    name, fit = market.mentors[best].name, float(fits[best])
    why = f"No possible mentor fits well enough: the best, {name}, has a fit of {fit:.2f}"
    if fit >= market.rules.minimum:
        return Waiting(f"{why}.", "The objective “most people” would still propose one.")
    needed = f"A minimum of {int(fit * 100) / 100:.2f} or less would allow it."
    return Waiting(f"{why}, under the minimum of {market.rules.minimum:.2f}.", needed)


def _all_taken(
    market: Market, pairs: Pairs, mentee: int, worth: BoolArray, trial: Trial
) -> Waiting:
    """Every mentor worth having is full: one more place with any of them helps."""
    places, order = market.mentor_places(), _best_first(market, mentee, worth)
    used = np.bincount(pairs[:, 1], minlength=len(places)) if len(pairs) else np.zeros_like(places)
    roomy = [col for col in order if used[col] < places[col]]
    if roomy and market.rules.group_hours:
        return Waiting(NO_GROUP, None)
    if roomy:
        name = market.mentors[roomy[0]].name
        return Waiting(f"{name} has a free place, but the result did not use it.", None)
    closed = sum(1 for col in order if not places[col])
    count = (
        f"All {len(order)} possible mentors are" if len(order) > 1 else "The one possible mentor is"
    )
    if closed == len(order):
        why = f"{count} taking nobody."
    else:
        why = f"{count} worth more to others: no place is left with them."
    return Waiting(why, _one_more(market, order[:_SHOWN], mentee, trial))


def _one_more(market: Market, mentors: Sequence[int], mentee: int, trial: Trial) -> str:
    """Say with whom one more place gets a mentee somebody, tried with each."""
    tried = [(col, trial.one_more_place(int(col))) for col in mentors]
    names = {col: market.mentors[col].name for col in mentors}
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


def _listed(names: list[str]) -> str:
    shown = names[:_SHOWN]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(shown) + more
