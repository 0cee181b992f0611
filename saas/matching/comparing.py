"""Who else would suit a mentee, and why two people are not proposed to each other."""

import uuid
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from flask_babel import lazy_gettext as _l

from saas.errors import ConflictError, NotFoundError
from saas.matching import proving
from saas.matching.crowd import ONE_POOL, Crowd, gather_some
from saas.matching.engine import Market, Rules, cost_of, forbidden_by, why_not
from saas.matching.models import Proposal, Run
from saas.matching.queries import places
from saas.matching.queries.places import Pair
from saas.programs import queries as programs
from saas.programs.models import Participant, Side
from saas.programs.queries import Among
from saas.scope import Scope
from saas.words import sealed

SHOWN = 5
MOST_COMPARED = 5_000
MOST_LISTED = 200
"""So many people can be chosen from a list; with more, one looks for a name first."""
KEEPING = _l("That is as long as whoever asked for certain mentors only keeps to these.")
STRANGER = "Choose two people who take part in this cohort."


@dataclass(frozen=True, slots=True)
class Other:
    """Another mentor for a mentee.

    Attributes:
        fit: 0 to 100; None where a rule forbids it.
        note: Which rule forbids it, or who has the places.
    """

    mentor: Participant
    fit: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where two people stand with each other.

    Attributes:
        fit: 0 to 100; None where a rule forbids it.
        cost: What putting them together costs at least, in words; empty where nobody can tell.
    """

    mentee: Participant
    mentor: Participant
    fit: int | None
    sentence: str
    cost: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Some people of one side to choose from: ids and names; whether `more` could be found."""

    people: Mapping[uuid.UUID, str]
    more: bool


def others(
    scope: Scope, run: Run, proposal: Proposal
) -> tuple[list[Other], list[Other]] | tuple[None, None]:
    """Return the best other mentors for a mentee, and some whom a rule forbids.

    None of very many: every look at the board would compare them all.
    """
    if run.mentors > MOST_COMPARED:
        return None, None
    rules, mentee = Rules.from_dict(run.rules), proposal.mentee_id
    crowd = gather_some(scope, run.cohort_id, rules, Among([mentee], mentors=True))
    if crowd.pool or mentee not in crowd.seats:
        return [], []
    market = crowd.on_board(rules, {mentee}, places.placed_pairs(scope, run.id, {mentee}))
    fits = np.nan_to_num(market.fit[0], nan=-1.0)
    ranked = _ranked(crowd, market, proposal.mentor_id)
    best = [at for at in ranked if fits[at] >= 0][:SHOWN]
    worst = [at for at in ranked if fits[at] < 0][:SHOWN]
    ids = crowd.on(Side.MENTOR)
    shown = {at: ids[at] for at in (*best, *worst)}
    people = programs.participants_among(scope, run.cohort_id, (mentee, *shown.values()))
    taken = places.drafted_of(scope, run.id, shown.values())
    possible = [
        Other(people[each], round(fits[at] * 100), _room(crowd, each, taken))
        for at in best
        for each in [shown[at]]
    ]
    forbidden = [
        Other(people[shown[at]], None, " ".join(forbidden_by(market, 0, at))) for at in worst
    ]
    return possible, forbidden


def _ranked(crowd: Crowd, market: Market, proposed: uuid.UUID) -> list[int]:
    """Return the places of all mentors but the proposed one in a market of one mentee."""
    fits, ids = np.nan_to_num(market.fit[0], nan=-1.0), crowd.on(Side.MENTOR)
    order = sorted(range(len(ids)), key=lambda at: (-fits[at], market.mentors[at].name))
    return [at for at in order if ids[at] != proposed]


def standing_of(scope: Scope, run: Run, pair: Pair) -> Standing:
    """Say why a mentee and a mentor of a run's cohort are not proposed to each other.

    Only they are read, and who has their places on the board: what it would cost to put them
    together the run's prices say, while the pairs stand that it chose.

    Raises:
        NotFoundError: One of them does not take part in the cohort on that side.
    """
    rules = Rules.from_dict(run.rules)
    board = places.drafted_with(scope, run.id, pair)
    standing = {*board, *places.placed_pairs(scope, run.id, pair[:1])}
    near = {*pair, *(each for other in standing for each in other)}
    crowd = gather_some(scope, run.cohort_id, rules, Among(near))
    sides = [crowd.seats[each].side for each in pair if each in crowd.seats]
    if sides != [Side.MENTEE, Side.MENTOR]:
        raise NotFoundError(STRANGER)
    market = crowd.on_board(rules, near, standing)
    at = crowd.places(market, [pair])[pair]
    fit = market.fit[at]
    have, own = (_partners_of(crowd, each) for each in pair)
    people = programs.participants_among(scope, run.cohort_id, {*pair, *have, *own})
    had = _names(people, have), _names(people, own)
    return Standing(
        people[pair[0]],
        people[pair[1]],
        None if np.isnan(fit) else round(float(fit) * 100),
        why_not(market, crowd.positions(market, board), *at, had),
        _cost(scope, run, pair, _Near(crowd, market, board)) if pair not in board else "",
    )


def people_of(
    scope: Scope,
    run: Run,
    names: Mapping[Side, str],
    chosen: tuple[uuid.UUID | None, uuid.UUID | None],
) -> dict[Side, Listed]:
    """Return the people of a run's cohort to choose two from, as ids and names.

    Raises:
        ConflictError: All are in one pool.
    """
    if run.cohort.program.is_pool:
        raise ConflictError(ONE_POOL)
    picked = programs.participants_among(scope, run.cohort_id, [each for each in chosen if each])
    found = {}
    for side, name in names.items():
        rows = programs.called(scope, run.cohort_id, side, name, MOST_LISTED + 1)
        listed = dict(rows[:MOST_LISTED])
        mine = {each.id: each.member.name for each in picked.values() if each.side is side}
        found[side] = Listed({**mine, **listed}, more=len(rows) > MOST_LISTED or bool(name))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Near:
    """Two people and those who are proposed to one of them.

    Attributes:
        board: The pairs of a board with one of the two that were not sent.
    """

    crowd: Crowd
    market: Market
    board: Sequence[Pair]


def _cost(scope: Scope, run: Run, pair: Pair, near: _Near) -> str:
    """Say what it costs at least to put two people together, where the run's prices tell."""
    market, at = near.market, near.crowd.places(near.market, [pair])[pair]
    allowed = market.fit[at] >= market.rules.minimum
    weights, [price] = proving.prices_of(scope, run, [pair])
    if not run.certified or price is None or not allowed:
        return ""
    cost = cost_of(market, at, price, weights)
    told = proving.told_of(scope, run, pair[0]) if cost else None
    # A mentor who is left with nobody costs something, too, and no words say how much.
    if told is None or market.rules.spread:
        return ""
    points = told.one_each and "pairs" in weights and _can_move(near, pair, told.loose)
    said = proving.cost_in_words(cost, weights, points=points)
    # Prices know nothing of whom somebody would take who loses the mentor they named.
    return f"{said} {KEEPING}" if run.figures.get("keeping") else said


def _can_move(near: _Near, pair: Pair, loose: Set[Pair]) -> bool:
    """Tell whether a mentee can get a mentor with no more proposals under a floor, and none lost.

    They take a free place, or change mentors with somebody; nothing else is tried.
    """
    market, (mentee, mentor) = near.market, pair
    left = next((other for one, other in near.board if one == mentee), None)
    if left is None:
        return False
    others = [one for one, other in near.board if other == mentor]
    moves = [([(mentee, left), (one, mentor)], [pair, (one, left)])
             for one in others if (one, mentor) in loose]  # fmt: skip
    _row, col = near.crowd.places(market, [pair])[pair]
    if len(others) < market.mentor_places()[col]:
        moves.append(([(mentee, left)], [pair]))
    return any(-np.inf < _reached(near, old) <= _reached(near, new) for old, new in moves)


def _reached(near: _Near, pairs: Sequence[Pair]) -> float:
    """Return how many floors some pairs reach, minus infinity where one is not possible."""
    rules, found = near.market.rules, near.crowd.positions(near.market, pairs)
    fits = near.market.along(found)
    if len(fits) < len(pairs) or not (fits >= rules.minimum).all():
        return -np.inf
    return float(sum((fits >= floor).sum() for floor in rules.floors))


def _room(crowd: Crowd, mentor: uuid.UUID, taken: Mapping[uuid.UUID, int]) -> str:
    left = crowd.answers[mentor].capacity - taken.get(mentor, 0)
    if left > 0:
        return "1 place free" if left == 1 else f"{left} places free"
    return "No place left"


def _partners_of(crowd: Crowd, person: uuid.UUID) -> list[uuid.UUID]:
    """Return whom somebody is together with, or was asked to be."""
    pairs = sorted(pair for pair in crowd.taken.partners | crowd.taken.asked if person in pair)
    return [one if other == person else other for one, other in pairs]


def _names(people: Mapping[uuid.UUID, Participant], ids: Iterable[uuid.UUID]) -> list[str]:
    gone = "somebody who takes part no longer"
    return sorted(sealed(people[each].member.name) if each in people else gone for each in ids)
