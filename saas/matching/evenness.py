"""How evenly a board treats people as it stands: the spread of fit, groups, who is badly off."""

import dataclasses as dc
import uuid
from collections import Counter
from collections.abc import Sequence

import numpy as np
from sqlalchemy import select

from saas import clock
from saas.db import db
from saas.intake.answers import Answers
from saas.intake.canonical import Known, answers_of
from saas.matching.crowd import places_of
from saas.matching.engine import Fairness, Group, Market, Rules, by_group, fairness
from saas.matching.engine.answers import read_answers
from saas.matching.engine.market import Integers
from saas.matching.models import Proposal, Run
from saas.matching.queries import places
from saas.matching.queries.look import PLACED
from saas.programs import queries as programs
from saas.programs.models import Participant, Side
from saas.scope import Scope

BINS = 10
SHOWN = 50
MANY = 20_000_000
"""With more possible pairs there is no summary; the figures of the run tell what they can."""
GROUPS = ("unit", "site", "level", "field", "aspired_field")


@dc.dataclass(frozen=True, slots=True)
class Evenness:
    """The summary of a board.

    Attributes:
        bins: How many proposals have a fit from 0 to 9, 10 to 19, ..., 90 to 100.
        groups: Of mentees by an answer, each of five people or more; those with one group are
            missing, since there is nothing to compare.
        badly_off: Who is under the lowest floor, with the fit from 0 to 100, the lowest first.
    """

    fairness: Fairness
    bins: tuple[int, ...]
    groups: dict[str, tuple[Group, ...]]
    badly_off: tuple[tuple[Participant, Participant, int], ...]


def evenness(scope: Scope, run: Run) -> Evenness | None:
    """Summarize how a board treats people now; None where there are too many."""
    people = programs.participants(scope, run.cohort_id)
    rules = Rules.from_dict(run.rules)
    sides = {side: [each for each in people if each.side is side] for side in Side}
    if run.cohort.program.is_pool:
        sides[Side.MENTOR] = sides[Side.MENTEE]
    if len(sides[Side.MENTEE]) * len(sides[Side.MENTOR]) > MANY:
        return None
    rows = _placed(scope, run)
    answers = _answers(scope, run, people, rules, rows)
    market, pairs = _market(sides, answers, rules, rows)
    summary, everybody = fairness(market, pairs), pairs
    if run.cohort.program.is_pool:
        # Of two peers each has found the other.
        everybody = np.concatenate([pairs, pairs[:, ::-1]])
        summary = dc.replace(summary, served=len(np.unique(pairs)))
    compared = {name: by_group(market, everybody, name) for name in GROUPS}
    fits = market.fit[tuple(pairs.T)]
    counted = np.histogram(fits, bins=BINS, range=(0, 1))[0]
    low = summary.badly_off[:SHOWN]
    return Evenness(
        summary,
        tuple(int(each) for each in counted),
        {name: found for name, found in compared.items() if len(found) > 1},
        tuple(
            (sides[Side.MENTEE][row], sides[Side.MENTOR][col], round(100 * market.fit[row, col]))
            for row, col in low
        ),
    )


def _placed(scope: Scope, run: Run) -> Sequence[Proposal]:
    return db.session.scalars(
        select(Proposal).where(
            Proposal.org_id == scope.org_id,
            Proposal.run_id == run.id,
            Proposal.state.in_(PLACED),
        )
    ).all()


def _answers(
    scope: Scope,
    run: Run,
    people: Sequence[Participant],
    rules: Rules,
    rows: Sequence[Proposal],
) -> dict[uuid.UUID, Answers]:
    """Return what everybody answered, with the places that this run could give."""
    own = {(row.mentee_id, row.mentor_id) for row in rows}
    taken = places.taken(scope, run.cohort_id)
    elsewhere = Counter(each for pair in (taken.partners | taken.asked) - own for each in pair)
    known = Known((each, each.member) for each in people)
    titles = programs.goal_titles_in(scope, run.cohort_id)
    return {
        each.id: dc.replace(
            answers_of(each, each.member, known, titles),
            capacity=max(0, places_of(each, rules) - elsewhere[each.id]),
        )
        for each in people
    }


def _market(
    sides: dict[Side, list[Participant]],
    answers: dict[uuid.UUID, Answers],
    rules: Rules,
    rows: Sequence[Proposal],
) -> tuple[Market, Integers]:
    """Return a market in which only the fits of what stands are known, and their positions."""
    mentees, mentors = sides[Side.MENTEE], sides[Side.MENTOR]
    at = {each.id: place for side in (mentees, mentors) for place, each in enumerate(side)}
    fit = np.full((len(mentees), len(mentors)), np.nan)
    found = []
    for row in rows:
        if row.mentee_id in at and row.mentor_id in at:
            position = at[row.mentee_id], at[row.mentor_id]
            fit[position] = row.fit / 10_000
            if mentors is mentees:
                fit[position[::-1]] = fit[position]
            found.append(position)
    market = Market(
        answers=read_answers(
            [answers[each.id] for each in mentees],
            [answers[each.id] for each in mentors],
            clock.today(),
        ),
        safety=(),
        rules=rules,
        criteria=(),
        bans=(),
        shares={},
        fit=fit,
        priority=np.zeros((1, 1), np.int32),
    )
    return market, np.array(sorted(found), np.int64).reshape(-1, 2)
