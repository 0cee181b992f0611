"""Why these two, and why not those two."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saas.matching.engine.bans import Ban
from saas.matching.engine.criteria import Criterion
from saas.matching.engine.market import Market
from saas.matching.engine.rules import POINTS
from saas.matching.engine.waited import waited_sentence

Pairs = npt.NDArray[np.int64]
"""Mentee and mentor positions of chosen pairs, shape (n, 2)."""
_SHOWN = 3
_CELLS = 1 << 16


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


def reasons(market: Market, mentee: int, mentor: int) -> tuple[Reason, ...]:
    """Return what each known criterion says of a pair, the largest contribution first."""
    [found] = all_reasons(market, np.array([[mentee, mentor]], np.int64))
    return found


def all_reasons(market: Market, pairs: Pairs) -> Iterator[tuple[Reason, ...]]:
    """Go through pairs, shape (n, 2), the mentees rising, with the reasons of each.

    Many at once cost a fraction of what they cost one by one.
    """
    for some in _together(market, pairs):
        rows, cols = (slice(int(side.min()), int(side.max()) + 1) for side in some.T)
        places = some - (rows.start, cols.start)
        at = tuple(places.T)
        known = [each.known(rows, cols)[at].tolist() for each in market.criteria]
        points = [each.points(rows, cols)[at].tolist() for each in market.criteria]
        for index, (mentee, mentor) in enumerate(some.tolist()):
            mine = [
                (each, score[index])
                for each, there, score in zip(market.criteria, known, points, strict=True)
                if there[index]
            ]
            yield _told(market, mentee, mentor, mine)


def _together(market: Market, pairs: Pairs) -> Iterator[Pairs]:
    """Go through pairs so many at once that all pairs of their people are a block of some size."""
    rows = max(1, _CELLS // max(1, len(market.mentors)))
    start = 0
    while start < len(pairs):
        end = int(np.searchsorted(pairs[:, 0], pairs[start, 0] + rows))
        yield pairs[start:end]
        start = end


def _told(
    market: Market, mentee: int, mentor: int, known: list[tuple[Criterion, int]]
) -> tuple[Reason, ...]:
    possible = sum(market.shares[each.name] for each, _ in known)
    found = []
    for each, points in known:
        score, weight = points / POINTS, market.shares[each.name] / possible
        sentence = each.sentence(mentee, mentor)
        found.append(Reason(each.name, sentence, score, weight, score * weight))
    return tuple(sorted(found, key=lambda reason: (-reason.contribution, reason.criterion)))


def sentences(market: Market, mentee: int, mentor: int) -> list[str]:
    """Return in words what speaks for a pair, the most telling first."""
    return in_words(market, mentee, mentor, reasons(market, mentee, mentor))


def in_words(market: Market, mentee: int, mentor: int, known: Iterable[Reason]) -> list[str]:
    """Return in words what speaks for a pair of which the reasons are known; else what is low."""
    known = list(known)
    found = [each.sentence for each in known if each.contribution > 0] or _low(known)
    if market.lead(mentee, mentor):
        found.append(waited_sentence(market.mentees[mentee]))
    return found or ["Nothing is known that speaks for or against it"]


def _low(known: Iterable[Reason]) -> list[str]:
    """Say in one sentence what is known and scores nothing, the weightiest first."""
    weighed = sorted(known, key=lambda reason: (-reason.weight, reason.criterion))
    said = [f"{each.sentence[0].lower()}{each.sentence[1:]}" for each in weighed[:_SHOWN]]
    return [f"Low in all that is known: {'; '.join(said)}"] if said else []


def forbidden_by(market: Market, mentee: int, mentor: int) -> list[str]:
    """Return a sentence for each rule that forbids a pair; empty when it is allowed.

    In a pool whichever of the two is the mentor, and most rules are the same both ways round:
    there, too, a rule is said once.
    """
    ways = ((mentee, mentor), (mentor, mentee)) if market.pool else ((mentee, mentor),)
    found: list[str] = []
    for ban in market.bans:
        said = (ban.sentence(*way) for way in ways if _forbids(ban, *way))
        found += itertools.islice(said, 1)
    return found


def _forbids(ban: Ban, mentee: int, mentor: int) -> bool:
    return bool(ban.forbids(slice(mentee, mentee + 1), slice(mentor, mentor + 1))[0, 0])


def why_not(
    market: Market,
    pairs: Pairs,
    mentee: int,
    mentor: int,
    had: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> str:
    """Say why a mentee does not have a mentor: a rule, or who has the places instead.

    Args:
        market: Who could be matched with whom, with the places that are left.
        pairs: Who stands beside them, shape (n, 2).
        mentee: Their row.
        mentor: Their column.
        had: Names of the mentors and of the mentees whom they have by now; the places of these
            are none of those left.
    """
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
    own = [*had[0], *(f"{market.mentors[col].name} ({market.fit[row, col]:.2f})"
                      for row, col in pairs if row == mentee)]  # fmt: skip
    now = f"{one} has {_listed(own)} instead." if own else f"{one} has nobody yet."
    there = (f"{market.mentees[row].name} ({market.fit[row, mentor]:.2f})" for row in taken)
    held = [*had[1], *there]
    places = int(market.mentor_places()[mentor]) + len(had[1])
    if not places:
        return f"Nothing forbids it (fit {fit:.2f}), but {other} takes nobody. {now}"
    room = f"{other} has {_listed(held)}" if held else f"{other} has nobody yet"
    full = f"and has no place left ({places} in all)" if len(held) >= places else "and has room"
    return f"Nothing forbids it (fit {fit:.2f}): {room} {full}. {now}"


def _listed(names: list[str]) -> str:
    shown = names[:_SHOWN]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(shown) + more
