"""The proof of a matching, checked with one scan by whoever has its data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saas.matching.engine.places import IntArray, Places

from .codes import Codes
from .door import Matching
from .scanner import Scanner
from .sweep import Scale
from .task import Task, places_worth, worth_of


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """What shows that no assignment of a market is better; half a megabyte for 100,000 people.

    Attributes:
        data: The fingerprint of the codes with the pins forbidden, people without places left out.
        scale: What fits are worth.
        sides: The places of mentees and mentors.
        prices: A price for a place of each.
        pairs: The assignment, row times width plus column.
    """

    data: str
    scale: Scale
    sides: tuple[Places, Places]
    prices: tuple[IntArray, IntArray]
    pairs: IntArray


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
    own = pairs[~np.isin(pinned, matching.pins)]
    row, column = (
        np.searchsorted(market.rows, own[:, 0]),
        np.searchsorted(market.columns, own[:, 1]),
    )
    return Proof(
        market.scanner.codes.fingerprint(),
        found.scale,
        market.task.sides,
        (found.raised(), found.solution.mentor_price),
        row * len(market.columns) + column,
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
    who, place = np.unique(mentee, return_inverse=True)
    fit = np.empty(len(proof.pairs), np.int64)
    for some in np.array_split(np.arange(len(who)), max(1, len(who) * codes.mentors >> 24)):
        block = scanner.fits(who[some])
        here = (place >= some[0]) & (place <= some[-1]) if len(some) else place < 0
        fit[here] = block[place[here] - (some[0] if len(some) else 0), mentor[here]]
    if (fit < proof.scale.lowest).any():
        wrong.append("A pair is forbidden.")
    for side, each in zip(proof.sides, (mentee, mentor), strict=True):
        count = np.bincount(each, minlength=len(side.most))
        if ((count > side.most) | (count < side.least)).any():
            wrong.append("Somebody has more pairs than places.")
    bound = scanner.surplus(proof.prices, proof.scale) + sum(
        places_worth(side, price) for side, price in zip(proof.sides, proof.prices, strict=True)
    )
    if worth_of(Task(proof.scale, proof.sides), proof.pairs, fit) != bound:
        wrong.append("The prices do not prove that nothing is better.")
    return wrong
