"""What other rules or weights would change, before anybody keeps them."""

import dataclasses as dc
from collections.abc import Sequence

import numpy as np

from saas.matching.engine.assign import Assignment
from saas.matching.engine.market import Integers, Market, opened_to, reclosed, rescored
from saas.matching.engine.meeting import NoGroupError
from saas.matching.engine.moves import Move, who_changes
from saas.matching.engine.rules import Rules
from saas.matching.engine.solving import Position, settle

_NOT_SCORED = (
    "objective", "minimum", "floors", "spread", "steadiness", "mentors_per_mentee",
    "mentees_per_mentor",
)  # fmt: skip
"""Settings that change no fit."""


@dc.dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """The result of other rules, and who changes by them.

    Attributes:
        market: The people under the changed rules.
        assignment: The best result there, with total, bound and proof.
        moves: Every mentee whose mentors change, the largest loss first; fits are those of the
            changed rules.
        broken: Positions of pins that the changed rules forbid, or that no groups can keep; they
            were not kept.
    """

    market: Market
    assignment: Assignment
    moves: tuple[Move, ...]
    broken: tuple[Position, ...]


def what_if(market: Market, pairs: Integers, rules: Rules, pins: Sequence[Position] = ()) -> WhatIf:
    """Solve again under other rules or weights, and compare with a result as it stands.

    Where nothing is lost by it people stay with whom they have. Scores are used again: all of
    them when only the objective, floors or limits change, else what was read from the answers.
    """
    changed = under(market, rules)
    before = opened_to(changed, [*((int(row), int(col)) for row, col in pairs), *pins])
    kept = [pin for pin in sorted(set(pins)) if not np.isnan(before.fit[pin])]
    standing = [(int(row), int(col)) for row, col in pairs if not np.isnan(before.fit[row, col])]
    try:
        changed, assignment = settle(changed, kept, standing, steady=False)
    except NoGroupError:
        kept = []
        changed, assignment = settle(changed, kept, standing, steady=False)
    return WhatIf(
        changed,
        assignment,
        who_changes(market, pairs, opened_to(before, assignment.pairs.tolist()), assignment.pairs),
        tuple(sorted(set(pins) - set(kept))),
    )


def under(market: Market, rules: Rules) -> Market:
    """Return the same people under other rules, with scores used again where they stay.

    Nobody is opened: whom a run opens depends on its rules.
    """
    aside = {name: getattr(rules, name) for name in _NOT_SCORED}
    if dc.replace(market.rules, **aside) == rules:
        return dc.replace(reclosed(market), rules=rules)
    return rescored(market, rules)
