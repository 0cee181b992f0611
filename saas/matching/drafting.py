"""From what the engine finds to the rows of a board."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from saas import clock
from saas.matching.crowd import Crowd
from saas.matching.engine import Market, Reason, reasons, sentences
from saas.matching.engine.market import opened_to
from saas.matching.engine.proposals import Outcome
from saas.matching.models import Proposal, ProposalState, Run
from saas.matching.queries.places import Pair

POINTS = 10_000
LOW = 0.35
FEW_HOURS = 1.0
NOTHING_KNOWN = "Nothing is known that speaks for or against it"


def proposal_row(run: Run, market: Market, pair: Pair, at: tuple[int, int]) -> dict[str, Any]:
    """Return a proposal of two people, who stand at `at` in the market, as a row."""
    found = reasons(market, *at)
    return {
        "org_id": run.org_id,
        "id": uuid.uuid4(),
        "run_id": run.id,
        "cohort_id": run.cohort_id,
        "mentee_id": pair[0],
        "mentor_id": pair[1],
        "fit": round(float(market.fit[at]) * POINTS),
        "reasons": sentences(market, *at),
        "parts": [_part(each) for each in found],
        "warnings": list(warnings(market, at, found)),
        "state": ProposalState.PROPOSED,
        "pinned": False,
        "created_at": clock.now(),
    }


def proposal_rows(
    run: Run, crowd: Crowd, market: Market, outcome: Outcome, kept: Mapping[Pair, Proposal]
) -> list[dict[str, Any]]:
    """Return all proposals of a run as rows; what an earlier board approved stays approved."""
    rows = []
    pairs = crowd.pairs((each.mentee, each.mentor) for each in outcome.proposals)
    places = outcome.assignment.pairs
    for found, pair, (row, col) in zip(outcome.proposals, pairs, places, strict=True):
        values = proposal_row(run, market, pair, (int(row), int(col)))
        values["reasons"] = list(found.reasons)
        if before := kept.get(pair):
            values |= {"pinned": True, "state": before.state}
        rows.append(values)
    return rows


def unplaced_rows(run: Run, crowd: Crowd, outcome: Outcome) -> list[dict[str, Any]]:
    """Return the mentees that a run leaves without a mentor as rows."""
    waiting = crowd.waiting()
    people = crowd.participants.values()
    ids = {str(each.member_id): each.id for each in people if each.id in waiting}
    return [
        {
            "org_id": run.org_id,
            "id": uuid.uuid4(),
            "run_id": run.id,
            "participant_id": ids[each.mentee],
            "why": each.reason,
            "remedy": each.remedy,
            "place": each.place,
            "created_at": clock.now(),
        }
        for each in outcome.unmatched
    ]


def is_kept(proposal: Proposal) -> bool:
    """Tell whether a next run keeps what stands on a board: pinned or approved."""
    return proposal.pinned or proposal.state is ProposalState.APPROVED


def keepable(
    crowd: Crowd, market: Market, kept: Iterable[Proposal]
) -> tuple[dict[Pair, Proposal], list[str]]:
    """Return which proposals of an earlier board a run can keep, and a note on each other one."""
    room = Counter({each: person.capacity for each, person in crowd.answers.items()})
    fits: dict[Pair, Proposal] = {}
    notes = []
    kept = tuple(kept)
    at = ((crowd.position(market, each.mentee_id), crowd.position(market, each.mentor_id))
          for each in kept)  # fmt: skip
    market = opened_to(
        market, [(row, col) for row, col in at if row is not None and col is not None]
    )
    for each in kept:
        pair = each.mentee_id, each.mentor_id
        if problem := _problem(crowd, market, pair, room):
            notes.append(problem)
            continue
        room.subtract(pair)
        fits[pair] = each
    return fits, notes


def warnings(market: Market, at: tuple[int, int], found: Iterable[Reason]) -> Iterable[str]:
    """Say what an admin should look at before two people are proposed to each other."""
    floors = market.rules.floors
    if float(market.fit[at]) < (floors[0] if floors else LOW):
        yield "A low fit: look closer"
    scores = {each.criterion: each.score for each in found}
    if not scores:
        yield NOTHING_KNOWN
    if scores.get("experience") == 0:
        yield "The mentor has no more experience than the mentee"
    hours = scores.get("hours", 1.0) * market.rules.enough_hours
    if "hours" in scores and hours <= FEW_HOURS and scores["hours"] < 1:
        yield f"Both are free for only {max(1, round(hours * 60))} minutes a week"


def _part(reason: Reason) -> dict[str, Any]:
    return {
        "name": reason.criterion,
        "value": round(reason.score, 4),
        "weight": round(reason.weight, 4),
        "words": reason.sentence,
    }


def _problem(crowd: Crowd, market: Market, pair: Pair, room: Counter[uuid.UUID]) -> str | None:
    """Return why a proposal cannot be kept, in one sentence."""
    row, col = (crowd.position(market, each) for each in pair)
    if row is None or col is None:
        return "A kept proposal was left out: one of the two does not take part, or has a partner."
    names = f"{market.mentees[row].name} with {market.mentors[col].name}"
    if not market.fit[row, col] >= 0:
        return f"{names} was kept before and is left out: a rule forbids it by now."
    if not all(room[each] > 0 for each in pair):
        return f"{names} was kept before and is left out: no place is left."
    return None
