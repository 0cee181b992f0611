"""The objectives side by side, with what each gains and costs."""

import dataclasses as dc
from collections.abc import Sequence

import numpy as np

from saas.matching.engine.blocking import blocking
from saas.matching.engine.market import Market, reclosed
from saas.matching.engine.settings import GROUP_OBJECTIVES, OBJECTIVES
from saas.matching.engine.solving import Position, settle


@dc.dataclass(frozen=True, slots=True)
class Alternative:
    """What a result by one objective comes to.

    Attributes:
        served: Mentees with a mentor; `mentors` of those with a mentee.
        lowest: The lowest fit of a proposal, pins among them; None without any.
        under_floor: Proposals under the lowest floor of the program.
        blocking: Mentees and mentors who would both materially rather have each other.
    """

    objective: str
    served: int
    mentors: int
    pairs: int
    total: float
    lowest: float | None
    under_floor: int
    blocking: int


def alternatives(
    market: Market, pins: Sequence[Position] = (), objectives: Sequence[str] = OBJECTIVES
) -> tuple[Alternative, ...]:
    """Solve a market by several objectives, the scores used again; each costs one solution.

    Groups have only some of them.
    """
    if market.rules.group_hours:
        objectives = [each for each in objectives if each in GROUP_OBJECTIVES]
    return tuple(_alternative(market, pins, each) for each in objectives)


def _alternative(market: Market, pins: Sequence[Position], objective: str) -> Alternative:
    rules = dc.replace(market.rules, objective=objective)
    changed = dc.replace(reclosed(market), rules=rules)
    changed, found = settle(changed, pins)
    fits = changed.fit[tuple(found.pairs.T)]
    floor = min(market.rules.floors, default=0.0)
    return Alternative(
        objective=objective,
        served=len(np.unique(found.pairs[:, 0])),
        mentors=len(np.unique(found.pairs[:, 1])),
        pairs=len(found.pairs),
        total=found.total,
        lowest=round(float(fits.min()), 4) if len(fits) else None,
        under_floor=int((fits < floor).sum()),
        blocking=len(blocking(changed, found.pairs)),
    )
