"""The prices that prove a run's result, kept for whoever checks it or asks what a change costs."""

import datetime as dt
import uuid
import zlib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from flask_babel import gettext as _
from sqlalchemy import select

from saas.db import db
from saas.matching.crowd import Crowd
from saas.matching.engine import Assignment, Costs, Market, Rules
from saas.matching.engine.costs import is_steadied
from saas.matching.engine.market import Integers
from saas.matching.engine.people import Person
from saas.matching.engine.peopled import Peopled
from saas.matching.models import Proof, Run
from saas.matching.queries import places
from saas.matching.queries.places import Pair
from saas.programs.models import Side
from saas.scope import Scope

if TYPE_CHECKING:
    from saas.matching.engine.scale import Start

_UNITS = 10_000


@dataclass(frozen=True, slots=True)
class Result:
    """A result with what it had to keep and would rather keep, of people as read on a day.

    Attributes:
        costs: What tells the cost of another choice, where the prices of the result do not.
    """

    found: Assignment
    on: dt.date
    pins: Sequence[Pair]
    standing: Sequence[Pair]
    costs: Costs | None


@dataclass(frozen=True, slots=True)
class Told:
    """A board of which the prices of its run tell what another choice costs.

    Attributes:
        loose: Which of its pairs may move.
        one_each: Whether everybody who wants a mentor has one, and nobody has several.
    """

    loose: Set[Pair]
    one_each: bool


def keep_prices(run: Run, crowd: Crowd, market: Peopled, result: Result) -> None:
    """Keep the prices of a result with its run, and all that it takes to check them."""
    ids, found = crowd.by_member(), result.found
    people = [ids[Side.MENTEE, each.id] for each in market.mentees]
    people += [ids[Side.MENTOR, each.id] for each in market.mentors]
    costs = result.costs
    db.session.add(
        Proof(
            org_id=run.org_id,
            run_id=run.id,
            weights=dict(found.weights),
            people=b"".join(each.bytes for each in people),
            prices=_priced(found),
            cost_weights=costs.weights if costs else None,
            cost_prices=_priced(costs) if costs else None,
            read_on=result.on,
            pairs=_packed(found.pairs),
            pins=_packed(crowd.positions(market, result.pins)),
            standing=_packed(crowd.positions(market, result.standing)),
            opened=_packed(np.array(sorted(market.opened), np.int64)),
            digests=b"".join([*map(crowd.digest, people), crowd.digest_of_bans(people)]),
        )
    )


def proof_of(scope: Scope, run_id: uuid.UUID, *, lock: bool = False) -> Proof | None:
    """Return what is kept of a run's proof, None where nothing is."""
    statement = select(Proof).where(Proof.org_id == scope.org_id, Proof.run_id == run_id)
    return db.session.scalar(statement.with_for_update() if lock else statement)


def start_from(
    scope: Scope, before: Run | None, run: Run, crowd: Crowd, market: Peopled
) -> "Start | None":
    """Return where the run before ended, for people of now; None where that is of no use.

    Other rules have other prices, and small markets are matched as quickly from nothing.
    """
    if before is None or before.rules != run.rules or isinstance(market, Market):
        return None
    proof = proof_of(scope, before.id)
    if proof is None:
        return None
    # What compiles takes a second to load: only where it is needed, never in the web.
    from saas.matching.engine.scale.start import Start, in_units

    price = np.zeros(len(market.mentors), np.int64)
    known, people = np.zeros(len(price), np.bool_), people_in(proof)
    rows = _places(crowd, Side.MENTEE, market.mentees, people[: before.mentees])
    cols = _places(crowd, Side.MENTOR, market.mentors, people[before.mentees :])
    price[cols[cols >= 0]] = all_prices(proof)[before.mentees :][cols >= 0]
    known[cols[cols >= 0]] = True
    pairs = unpacked(proof.pairs).reshape(-1, 2)
    moved = np.stack([rows[pairs[:, 0]], cols[pairs[:, 1]]], axis=1)
    return Start(price, known, in_units(proof.weights), moved[(moved >= 0).all(axis=1)])


def _places(crowd: Crowd, side: Side, now: Iterable[Person], then: Sequence[uuid.UUID]) -> Integers:
    """Return where people of a side stand in a market now; -1 for whoever does not."""
    ids = crowd.by_member()
    place = {ids[side, each.id]: at for at, each in enumerate(now)}
    return np.array([place.get(each, -1) for each in then], np.int64)


def people_in(proof: Proof) -> list[uuid.UUID]:
    """Return the participants whom a proof is about: mentees, then mentors."""
    ids = proof.people
    return [uuid.UUID(bytes=ids[at : at + 16]) for at in range(0, len(ids), 16)]


def all_prices(proof: Proof) -> Integers:
    """Return the prices of all of them, in 1/10,000."""
    return _prices_in(proof.prices)


def _priced(by: Assignment | Costs) -> bytes:
    prices = np.rint(np.concatenate([by.mentee_price, by.mentor_price]) * _UNITS)
    return zlib.compress(prices.astype("<i8").tobytes())


def _prices_in(kept: bytes) -> Integers:
    return np.frombuffer(zlib.decompress(kept), "<i8").astype(np.int64)


def unpacked(kept: bytes | None) -> Integers:
    """Return whole numbers that were packed."""
    return np.frombuffer(zlib.decompress(kept or _packed(_NONE)), "<i4").astype(np.int64)


_NONE = np.empty(0, np.int64)


def _packed(numbers: Integers) -> bytes:
    return zlib.compress(numbers.astype("<i4").tobytes())


def prices_of(
    scope: Scope, run: Run, pairs: Sequence[Pair]
) -> tuple[dict[str, float], list[float | None]]:
    """Return what a run's criteria are worth, and what the two places of some pairs cost.

    None for a pair of whom one was not in the run. Nothing at all where the run kept no prices
    that tell it: those of a result that counted something for keeping pairs do not.
    """
    proof = proof_of(scope, run.id)
    weights, price = _telling(run, proof) if proof else (None, None)
    if proof is None or weights is None or price is None:
        return {}, [None for _ in pairs]

    def of(person: uuid.UUID) -> int | None:
        at = proof.people.find(person.bytes)
        while at % 16 and at >= 0:  # bytes of two ids that look like a third
            at = proof.people.find(person.bytes, at + 1)
        return None if at < 0 else int(price[at // 16])

    asked = [(of(one), of(other)) for one, other in pairs]
    return weights, [
        None if one is None or other is None else (one + other) / _UNITS for one, other in asked
    ]


def _telling(run: Run, proof: Proof) -> tuple[dict[str, float] | None, Integers | None]:
    """Return by what weights and prices a proof tells the cost of another choice."""
    if proof.cost_prices:
        return proof.cost_weights, _prices_in(proof.cost_prices)
    if is_steadied(Rules.from_dict(run.rules), unpacked(proof.standing)):
        return None, None
    return proof.weights, all_prices(proof)


def told_of(scope: Scope, run: Run, mentee: uuid.UUID) -> Told | None:
    """Return of what board a run's prices tell what it costs to give a mentee another mentor.

    Returns:
        None once other pairs stand than the run chose, or one may move that it had to keep: those
        of the mentee always may.
    """
    proof = proof_of(scope, run.id)
    if proof is None:
        return None
    ids, loose = people_in(proof), places.loose_pairs(scope, run.id)
    chosen, pins = (
        {(ids[row], ids[run.mentees + col]) for row, col in unpacked(kept).reshape(-1, 2)}
        for kept in (proof.pairs, proof.pins)
    )
    moved = chosen != set(places.placed_pairs(scope, run.id))
    if moved or pins & loose or mentee in {one for one, _mentor in pins}:
        return None
    served, wanting = run.figures.get("served"), run.figures.get("wanting")
    return Told(loose, one_each=served == wanting == len(chosen))


def cost_in_words(cost: float, weights: Mapping[str, float], *, points: bool) -> str:
    """Say what putting two people together costs at least, in the unit of a run's prices.

    Args:
        cost: What it costs at least, above 0.
        weights: What one more of each criterion is worth.
        points: Whether fit is all that it can cost, unless it comes to more than that can.
    """
    if cost >= weights.get("pairs", np.inf):
        return str(_("Putting the two together would cost at least one proposal somewhere else."))
    if cost >= weights.get("floors", np.inf):
        return str(
            _(
                "Putting the two together would leave at least one more proposal under a fit that "
                "the program wants to reach, or cost a proposal."
            )
        )
    if points:
        said = _("Putting the two together would cost at least %(points)s points of fit in all.",
                 points=round(100 * cost, 2))  # fmt: skip
        return str(said)
    if "floors" in weights:
        return str(
            _(
                "Putting the two together would cost points of fit, leave one more proposal under "
                "a fit that the program wants to reach, or cost somebody a proposal."
            )
        )
    return str(_("Putting the two together would cost points of fit, or somebody a proposal."))
