"""The proof of a matching, checked with one scan by whoever has its data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saas.matching.engine.places import IntArray, Places
from saas.matching.engine.rising import within

from .codes import Codes
from .door import Matching, fits_of
from .scanner import Scanner
from .sweep import Scale
from .task import exact_sum, places_worth, worth_of, worths


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """What shows that no assignment of a market is better; half a megabyte for 100,000 people.

    Attributes:
        data: The fingerprint of the codes with the pins forbidden, people without places left out.
        scale: What fits are worth.
        sides: The places of mentees and mentors.
        prices: A price for a place of each.
        pairs: The assignment, row times width plus column.
        special: Pairs, likewise, that count for more or less than the data say, with
        bonus: the units each counts for more in all.
    """

    data: str
    scale: Scale
    sides: tuple[Places, Places]
    prices: tuple[IntArray, IntArray]
    pairs: IntArray
    special: IntArray
    bonus: IntArray


def proof_of(matching: Matching) -> Proof:
    """Keep the proof of a matching.

    Raises:
        ValueError: It is not proved.
    """
    market, found = matching.market, matching.market.found
    if found is None or not matching.assignment.certified:
        raise ValueError("matching must be proved.")
    pairs = matching.assignment.pairs
    pinned = pairs[:, 0] * len(matching.assignment.mentor_price) + pairs[:, 1]
    own = pairs[~within(pinned, matching.pins)]
    row, column = (
        np.searchsorted(market.rows, own[:, 0]),
        np.searchsorted(market.columns, own[:, 1]),
    )
    known, codes = found.candidates, market.scanner.codes
    ahead = codes.ahead(*np.divmod(known.pairs, max(1, codes.mentors)))
    special = known.take(known.bonus != ahead)
    return Proof(
        market.scanner.codes.fingerprint(),
        found.scale,
        market.task.sides,
        (found.raised(), found.solution.mentor_price),
        row * len(market.columns) + column,
        special.pairs,
        special.bonus,
    )


def verify(proof: Proof, codes: Codes) -> list[str]:
    """Check a proof against the data; what is wrong with it, one sentence each.

    Looks at every pair once, knowing nothing of how the assignment was found: the prices bound
    what any assignment can be worth, and this one must reach the bound.
    """
    if codes.fingerprint() != proof.data:
        return ["The proof is of other data."]
    wrong, scanner = [], Scanner(codes)
    mentee, mentor = np.divmod(proof.pairs, codes.mentors)
    fit = fits_of(codes, mentee, mentor)
    if (fit < proof.scale.lowest).any():
        wrong.append("A pair is forbidden.")
    for side, each in zip(proof.sides, (mentee, mentor), strict=True):
        count = np.bincount(each, minlength=len(side.most))
        if ((count > side.most) | (count < side.least)).any():
            wrong.append("Somebody has more pairs than places.")
    bound = (
        scanner.surplus(proof.prices, proof.scale)
        + _special_surplus(proof, codes)
        + sum(
            places_worth(side, price) for side, price in zip(proof.sides, proof.prices, strict=True)
        )
    )
    worth = worths(proof.scale, fit) + _bonus(proof, codes, proof.pairs) * proof.scale.slope
    if worth_of(proof.sides, proof.pairs, worth) != bound:
        wrong.append("The prices do not prove that nothing is better.")
    return wrong


def _bonus(proof: Proof, codes: Codes, pairs: IntArray) -> IntArray:
    """The units that some pairs count for more."""
    bonus = codes.ahead(*np.divmod(pairs, codes.mentors))
    at = np.searchsorted(proof.special, pairs)
    listed = proof.special.take(at, mode="clip") == pairs if len(proof.special) else at < 0
    bonus[listed] = proof.bonus[at[listed]]
    return bonus


def _special_surplus(proof: Proof, codes: Codes) -> int:
    """What special pairs add to what all pairs are worth above their prices by the data."""
    mentee, mentor = np.divmod(proof.special, codes.mentors)
    over = worths(proof.scale, fits_of(codes, mentee, mentor))
    over -= proof.prices[0][mentee] + proof.prices[1][mentor]
    ahead = codes.ahead(mentee, mentor)
    with_it, without = (
        np.maximum(over + each * proof.scale.slope, 0) for each in (proof.bonus, ahead)
    )
    return exact_sum(with_it) - exact_sum(without)
