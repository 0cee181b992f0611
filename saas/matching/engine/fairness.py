"""How evenly a result treats people: the spread of fit, who is badly off, and groups compared."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from saas.matching.engine.people import Person, Side, word_key
from saas.matching.engine.peopled import Integers, Peopled

SMALLEST = 5
"""A group of fewer people is never told apart: one could read single people from it."""
OTHERS = "Others"
Fits = npt.NDArray[np.float64]
Answer = Callable[[Person], str | Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class Spread:
    """How the fits of some proposals lie, from 0 to 1."""

    lowest: float
    lower_quartile: float
    median: float
    upper_quartile: float
    highest: float
    mean: float


@dataclass(frozen=True, slots=True)
class Floor:
    """How many of all proposals stay under a fit."""

    fit: float
    under: int
    share: float


@dataclass(frozen=True, slots=True)
class Fairness:
    """The summary of a result.

    Attributes:
        served: Mentees with a mentor, of those who want one (`wanting`).
        spread: None without proposals.
        floors: One for each floor of the program, the lowest first.
        badly_off: Positions (mentee, mentor) under the lowest floor, the lowest fit first.
    """

    served: int
    wanting: int
    spread: Spread | None
    floors: tuple[Floor, ...]
    badly_off: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """People of one side who gave the same answer, five or more.

    Attributes:
        name: The answer; OTHERS for those of small groups together, and who did not answer.
        people: How many want a partner; `served` of them have one.
        spread: Of the fits of their proposals; None without any.
    """

    name: str
    people: int
    served: int
    spread: Spread | None


def fairness(market: Peopled, pairs: Integers) -> Fairness:
    """Summarize a result: positions of mentees and mentors, shape (n, 2)."""
    fits = market.along(pairs)
    floors = sorted(market.rules.floors)
    low = [at for at in np.argsort(fits, kind="stable") if floors and fits[at] < floors[0]]
    return Fairness(
        served=len(set(pairs[:, 0].tolist())),
        wanting=int((market.mentee_places() > 0).sum()),
        spread=_spread(fits),
        floors=tuple(_floor(floor, fits) for floor in floors),
        badly_off=tuple((int(pairs[at, 0]), int(pairs[at, 1])) for at in low),
    )


def by_group(
    market: Peopled, pairs: Integers, answer: str | Answer, side: Side = "mentee"
) -> tuple[Group, ...]:
    """Compare the groups of one side by an answer, the largest first, OTHERS last.

    No number of fewer than five people can be read off, neither directly nor by subtraction: small
    groups are put together, with the next larger one where they are still fewer than five.

    Args:
        market: The people.
        pairs: The result.
        answer: The name of an answer such as "unit", or what gives it; each word of a list is
            a group of its own, and then people may be in several.
        side: Whose answers.
    """
    people = market.mentees if side == "mentee" else market.mentors
    places = market.mentee_places() if side == "mentee" else market.mentor_places()
    asked = (lambda person: getattr(person, answer)) if isinstance(answer, str) else answer
    groups, names = _grouped(people, np.flatnonzero(places), asked)
    merged = _merged(groups)
    fits, of = market.along(pairs), pairs[:, 0 if side == "mentee" else 1]
    found = [_group(names.get(key, OTHERS), who, of, fits) for key, who in merged.items()]
    return tuple(sorted(found, key=lambda each: (each.name == OTHERS, -each.people, each.name)))


def _grouped(
    people: Sequence[Person], wanting: Iterable[int], answer: Answer
) -> tuple[dict[str, set[int]], dict[str, str]]:
    """Return who gave which answer, by its key, and each key as somebody wrote it."""
    groups: dict[str, set[int]] = {}
    names: dict[str, str] = {}
    for at in wanting:
        given = answer(people[at])
        words = (given,) if isinstance(given, str) else given or ()
        for word in words or ("",):
            key = word_key(word)
            groups.setdefault(key, set()).add(int(at))
            if key:
                names[key] = min(names.get(key, word), word)
    return groups, names


def _merged(groups: dict[str, set[int]]) -> dict[str, set[int]]:
    """Put small groups together under "", until each has enough people; drop what has not."""
    large = {key: who for key, who in groups.items() if key and len(who) >= SMALLEST}
    others = set().union(*(who for key, who in groups.items() if key not in large))
    while others and len(others) < SMALLEST and large:
        smallest = min(large, key=lambda key: (len(large[key]), key))
        others |= large.pop(smallest)
    return large | ({"": others} if len(others) >= SMALLEST else {})


def _group(name: str, who: set[int], of: Integers, fits: Fits) -> Group:
    theirs = np.isin(of, sorted(who))
    return Group(name, len(who), len(set(of[theirs].tolist())), _spread(fits[theirs]))


def _spread(fits: Fits) -> Spread | None:
    if not len(fits):
        return None
    quarters = np.quantile(fits, [0, 0.25, 0.5, 0.75, 1])
    return Spread(*(round(float(each), 4) for each in (*quarters, fits.mean())))


def _floor(floor: float, fits: Fits) -> Floor:
    under = int((fits < floor).sum())
    return Floor(floor, under, under / len(fits) if len(fits) else 0.0)
