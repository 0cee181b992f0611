"""Who else would suit a mentee, and why two people are not proposed to each other."""

import uuid
from collections import Counter
from dataclasses import dataclass

import numpy as np

from saas.errors import NotFoundError
from saas.matching.crowd import Crowd, gather, refuse_pool
from saas.matching.engine import Market, Rules, forbidden_by, why_not
from saas.matching.models import Proposal, Run
from saas.matching.queries import places
from saas.matching.queries.places import Pair
from saas.programs.models import Participant, Side
from saas.scope import Scope

SHOWN = 5
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
    """

    mentee: Participant
    mentor: Participant
    fit: int | None
    sentence: str


def others(scope: Scope, run: Run, proposal: Proposal) -> tuple[list[Other], list[Other]]:
    """Return the best other mentors for a mentee, and some whom a rule forbids."""
    rules = Rules.from_dict(run.rules)
    taken = Counter(each.mentor_id for each in places.drafted(scope, run.id))
    crowd = gather(scope, run.cohort_id, rules)
    if crowd.pool or proposal.mentee_id not in crowd.participants:
        return [], []
    market = crowd.market(rules, {proposal.mentee_id})
    mentors = crowd.side(Side.MENTOR)
    fits = np.nan_to_num(market.fit[0], nan=-1.0)
    ranked = sorted(range(len(mentors)), key=lambda at: (-fits[at], mentors[at].member.name))
    ranked = [at for at in ranked if mentors[at].id != proposal.mentor_id]
    possible = [
        Other(mentors[at], round(fits[at] * 100), _room(crowd, mentors[at], taken))
        for at in [at for at in ranked if fits[at] >= 0][:SHOWN]
    ]
    forbidden = [
        Other(mentors[at], None, _forbidden(crowd, market, (0, at), proposal.mentee_id))
        for at in [at for at in ranked if fits[at] < 0][:SHOWN]
    ]
    return possible, forbidden


def standing_of(scope: Scope, run: Run, mentee_id: uuid.UUID, mentor_id: uuid.UUID) -> Standing:
    """Say why a mentee and a mentor of a run's cohort are not proposed to each other.

    Raises:
        NotFoundError: One of them does not take part in the cohort on that side.
    """
    rules = Rules.from_dict(run.rules)
    crowd = gather(scope, run.cohort_id, rules)
    refuse_pool(crowd)
    market = crowd.market(rules)
    people = crowd.participants
    row, col = crowd.position(market, mentee_id), crowd.position(market, mentor_id)
    sides = [people[each].side for each in (mentee_id, mentor_id) if each in people]
    if row is None or col is None or sides != [Side.MENTEE, Side.MENTOR]:
        raise NotFoundError(STRANGER)
    fit = market.fit[row, col]
    return Standing(
        people[mentee_id],
        people[mentor_id],
        None if np.isnan(fit) else round(float(fit) * 100),
        _asked(crowd, (mentee_id, mentor_id))
        or why_not(market, _board(scope, run, crowd, market), row, col),
    )


def people_of(scope: Scope, run: Run) -> tuple[list[Participant], list[Participant]]:
    """Return the mentees and the mentors of a run's cohort, by name."""
    crowd = gather(scope, run.cohort_id, Rules.from_dict(run.rules))
    refuse_pool(crowd)
    return crowd.side(Side.MENTEE), crowd.side(Side.MENTOR)


def _board(scope: Scope, run: Run, crowd: Crowd, market: Market) -> np.ndarray:
    found = [
        (crowd.position(market, each.mentee_id), crowd.position(market, each.mentor_id))
        for each in places.drafted(scope, run.id)
    ]
    pairs = [(row, col) for row, col in found if row is not None and col is not None]
    return np.array(sorted(pairs), np.int64).reshape(-1, 2)


def _room(crowd: Crowd, mentor: Participant, taken: Counter[uuid.UUID]) -> str:
    left = crowd.answers[mentor.id].capacity - taken[mentor.id]
    if left > 0:
        return "1 place free" if left == 1 else f"{left} places free"
    return "No place left"


def _forbidden(crowd: Crowd, market: Market, at: tuple[int, int], mentee_id: uuid.UUID) -> str:
    mentor = crowd.side(Side.MENTOR)[at[1]]
    return _asked(crowd, (mentee_id, mentor.id)) or " ".join(forbidden_by(market, *at))


def _asked(crowd: Crowd, pair: Pair) -> str | None:
    if pair not in crowd.taken.asked:
        return None
    one, other = (crowd.participants[each].member.name for each in pair)
    return f"{one} and {other} were asked already; their answers are still open."
