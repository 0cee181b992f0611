"""Up to three mentors for a mentee beside each other: what fits, who has room, what it costs."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from saas.characters import text_key
from saas.errors import NotFoundError
from saas.matching import drafting, swapping
from saas.matching.comparing import STRANGER
from saas.matching.engine import Reason, SwapError, forbidden_by, reasons
from saas.matching.models import Run
from saas.matching.seats import Who
from saas.matching.swapping import Plan, Table
from saas.scope import Scope
from saas.web.speaking import say

MOST = 3
LISTED = 8


@dataclass(frozen=True, slots=True)
class Option:
    """One mentor for a mentee.

    Attributes:
        fit: From 0 to 100; None where a rule forbids it.
        parts: What each criterion says, by its name; those of which nothing is known are missing.
        free: Places nobody on the board has; `places` of them could be given by a swap.
        current: Whether the two are proposed for each other now.
        plan: What putting them together does; None when it cannot be done, and `problem` why.
    """

    mentor: Who
    fit: int | None
    parts: dict[str, Reason]
    warnings: tuple[str, ...]
    free: int
    places: int
    current: bool
    plan: Plan | None
    problem: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Some mentors for a mentee, and others to choose from, each with the fit (0 to 100)."""

    mentee: Who
    options: tuple[Option, ...]
    others: tuple[tuple[Who, int | None], ...]


def compare(
    scope: Scope, run: Run, mentee_id: uuid.UUID, mentor_ids: Sequence[uuid.UUID], name: str = ""
) -> Comparison:
    """Put mentors beside each other; with none given, who is proposed and the best others.

    Args:
        scope: Whose.
        run: Whose board.
        mentee_id: A participant of its cohort.
        mentor_ids: Participants of its cohort; the first three count.
        name: A part of the names of the others to choose from.

    Raises:
        NotFoundError: Somebody does not take part in the cohort on that side.
    """
    table = swapping.table_of(scope, run, mentee_id, mentor_ids)
    if mentee_id not in table.at or mentee_id not in table.mentees:
        raise NotFoundError(STRANGER)
    ranked = _ranked(table, mentee_id)
    current = {other for one, other in table.standing if one == mentee_id}
    default = [*(each for each in ranked if each in current), *ranked]
    chosen = list(dict.fromkeys(mentor_ids or default))[:MOST]
    if not set(chosen) <= set(table.mentors):
        raise NotFoundError(STRANGER)
    wanted, who = text_key(name), table.crowd.who
    left = [
        (who(each), _fit(table, mentee_id, each))
        for each in ranked
        if each not in chosen and wanted in text_key(who(each).name)
    ]
    options = tuple(_option(table, mentee_id, each) for each in chosen)
    return Comparison(who(mentee_id), options, tuple(left[:LISTED]))


def _option(table: Table, mentee_id: uuid.UUID, mentor_id: uuid.UUID) -> Option:
    market, pair = table.market, (mentee_id, mentor_id)
    at = table.at[mentee_id], table.at[mentor_id]
    found = reasons(market, *at)
    plan, problem = None, say(" ".join(forbidden_by(table.market, *at)))
    if not problem:
        try:
            plan = swapping.plan(table, pair)
        except SwapError as error:
            problem = str(error)
    places = int(market.mentor_places()[at[1]])
    return Option(
        mentor=table.crowd.who(mentor_id),
        fit=_fit(table, *pair),
        parts={each.criterion: each for each in found},
        warnings=tuple(drafting.warnings(market.rules, float(market.fit[at]), found)),
        free=places - int((table.pairs[:, 1] == at[1]).sum()),
        places=places,
        current=pair in table.standing,
        plan=plan,
        problem=problem,
    )


def _fit(table: Table, mentee_id: uuid.UUID, mentor_id: uuid.UUID) -> int | None:
    fit = table.market.fit[table.at[mentee_id], table.at[mentor_id]]
    return None if np.isnan(fit) else round(float(fit) * 100)


def _ranked(table: Table, mentee_id: uuid.UUID) -> list[uuid.UUID]:
    """Return all mentors, the best fit first, those whom a rule forbids last."""
    fits = np.nan_to_num(table.market.fit[table.at[mentee_id]], nan=-1.0)
    answers = table.crowd.answers
    order = sorted(range(len(fits)), key=lambda at: (-fits[at], answers[table.mentors[at]].name))
    return [table.mentors[at] for at in order]
