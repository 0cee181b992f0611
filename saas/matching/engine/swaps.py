"""What it would cost to put two people together, and who would move where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from saas.matching.engine.assign import Assignment
from saas.matching.engine.costs import Costs
from saas.matching.engine.market import Integers, Market, closed, opened, opened_to
from saas.matching.engine.meeting import NoGroupError
from saas.matching.engine.moves import Move, who_changes
from saas.matching.engine.solving import Position, solve

_SHOWN = 4


@dataclass(frozen=True, slots=True, eq=False)
class Swap:
    """The best result with two people together, against a result without.

    Attributes:
        cost: Total fit that is lost; below 0 where the result was not the best one.
        served: Mentees with a mentor, more or fewer.
        pairs: Positions (mentee, mentor) of the best result with the two together.
        moves: Every mentee whose mentors change, the mentee asked for among them.
        market: The people, with anyone for those who would rather than lose whom they named.
    """

    cost: float
    served: int
    pairs: Integers
    moves: tuple[Move, ...]
    market: Market


class SwapError(ValueError):
    """Two people who cannot be put together; the text is one sentence."""


def swap(market: Market, pairs: Integers, asked: Position, pins: Sequence[Position] = ()) -> Swap:
    """Put two people together and solve again, exactly.

    As much as possible of the result stays: of equally good ones, that with the fewest changes.
    Who loses the mentor they named by it, and would take anyone then, is opened as a run opens.

    Args:
        market: The people.
        pairs: The result as it stands, shape (n, 2); need not be the best one.
        asked: Positions of the mentee and the mentor.
        pins: Other pairs that must be kept.

    Raises:
        SwapError: A rule forbids it, or pinned people leave no place.
    """
    kept = sorted({*pins, asked})
    standing = [(int(row), int(col)) for row, col in pairs]
    market = opened_to(market, [*standing, *pins])
    _check(market, asked, kept)
    try:
        market, after = _solved(market, kept, standing)
    except NoGroupError as error:
        raise SwapError(str(error)) from error
    before = float(np.nansum(market.fit[tuple(pairs.T)]))
    return Swap(
        cost=round(before - after.total, 4),
        served=len(set(after.pairs[:, 0].tolist())) - len(set(pairs[:, 0].tolist())),
        pairs=after.pairs,
        moves=who_changes(market, pairs, market, after.pairs),
        market=market,
    )


def _solved(
    market: Market, kept: Sequence[Position], standing: Sequence[Position]
) -> tuple[Market, Assignment]:
    """Solve with pins, opening who stood with somebody and would be left with nobody."""
    while True:
        found = solve(market, kept, standing, steady=False)
        lost = {row for row, _ in standing} - set(found.pairs[:, 0].tolist())
        if not closed(market) & lost:
            return market, found
        market = opened(market, lost)


def cost_at_least(market: Market, by: Assignment | Costs, asked: Position) -> float:
    """Return what putting two people together costs at least, from prices alone.

    By those of a result for which no pairs stood, or by its `costs_of`. In the unit of the
    objective (`Assignment.weights`): fit, with what waiting adds, where nobody loses a place by it.
    A few operations, for lists of many; `swap` has the exact cost. It is 0 where prices cannot
    tell; they know nothing of whom somebody takes who loses the mentor they named.
    """
    row, col = asked
    prices = float(by.mentee_price[row] + by.mentor_price[col])
    return cost_of(market, asked, prices, by.weights)


def cost_of(market: Market, asked: Position, prices: float, weights: Mapping[str, float]) -> float:
    """Return the same from what the places of the two cost together, in a market of any part."""
    if not _counted(market) <= weights.keys():
        return 0.0
    return round(max(0.0, prices - _worth(market, asked, weights)), 4)


def swap_sentences(market: Market, asked: Position, found: Swap) -> list[str]:
    """Say in words what a swap costs, whose place it takes, and who moves where."""
    one, other = market.mentees[asked[0]], market.mentors[asked[1]]
    if not found.moves:
        return [f"{one.name} and {other.name} are proposed for each other."]
    names = {person.id: person.name for person in (*market.mentees, *market.mentors)}
    said = [_cost(found)]
    others = [each for each in found.moves if each.mentee != one.id]
    said += [_told(each, names, other.id) for each in others[:_SHOWN]]
    if len(others) > _SHOWN:
        said.append(f"{len(others) - _SHOWN} more mentees would move.")
    if not others:
        said.append("Nobody else would move.")
    return said


def _check(market: Market, asked: Position, kept: Iterable[Position]) -> None:
    one, other = market.mentees[asked[0]].name, market.mentors[asked[1]].name
    fit = market.fit[asked]
    if np.isnan(fit):
        raise SwapError(f"A rule forbids {one} with {other}.")
    for side, (people, places) in enumerate(
        ((market.mentees, market.mentee_places()), (market.mentors, market.mentor_places()))
    ):
        used = np.bincount([pair[side] for pair in kept], minlength=len(places))
        for at in np.flatnonzero(used > places):
            raise SwapError(f"{people[at].name} has no place left that is not pinned.")


def _counted(market: Market) -> set[str]:
    """Return the criteria that prices must know of to speak of this objective."""
    if market.rules.objective == "best_fit":
        return {"total"}
    if market.rules.objective != "most_people":
        return {"lowest"}
    several = {"mentees"} if (market.mentee_places() > 1).any() else set()
    return several | {"pairs", "total"} | ({"floors"} if market.rules.floors else set())


def _worth(market: Market, asked: Position, weights: Mapping[str, float]) -> float:
    fit = float(market.fit[asked])
    floors = sum(fit >= floor for floor in market.rules.floors) * weights.get("floors", 0.0)
    return fit + market.lead(*asked) / 10_000 + weights.get("pairs", 0.0) + floors


def _cost(found: Swap) -> str:
    if found.served < 0:
        fewer = -found.served
        lost = "1 mentee fewer" if fewer == 1 else f"{fewer} mentees fewer"
        return f"{lost} would have a mentor, and the total fit would change by {-found.cost:+.2f}."
    if found.cost > 0:
        return f"The total fit would be {found.cost:.2f} lower."
    if found.cost < 0:
        return f"The total fit would be {-found.cost:.2f} higher."
    return "The total fit would stay the same."


def _told(move: Move, names: dict[str, str], mentor: str) -> str:
    name = names[move.mentee]
    gone = " and ".join(names[each] for each in move.before if each not in move.after)
    new = " and ".join(names[each] for each in move.after if each not in move.before)
    if not gone:
        return f"{name} gets {new} (fit {move.fit_after:.2f})."
    taken = mentor in move.before and mentor not in move.after
    left = f"{name} gives up the place with {gone}" if taken else f"{name} leaves {gone}"
    if not new:
        return f"{left} and would have nobody (fit {move.fit_before:.2f} before)."
    return f"{left} for {new} (fit {move.fit_before:.2f} to {move.fit_after:.2f})."
