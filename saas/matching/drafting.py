"""From what the engine finds to the rows of a board."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from saas import clock
from saas.matching.crowd import Crowd
from saas.matching.engine import Market, Outcome, Reason, Rules
from saas.matching.engine.peopled import Peopled
from saas.matching.engine.proposals import Proposal as Told
from saas.matching.engine.proposals import tell
from saas.matching.models import Proposal, ProposalState, Run
from saas.matching.queries.places import Pair
from saas.programs.models import Side
from saas.words import sealed

if TYPE_CHECKING:
    from saas.matching.engine.wide import WideMarket, WideOutcome

POINTS = 10_000
LOW = 0.35
FEW_HOURS = 1.0
NO_GAP = {
    "ahead": "The mentor has no more experience than the mentee",
    "behind": "The mentor has no less experience than the mentee",
    "near": "The two are far apart in experience",
}
MOST_NAMED = 5
UNREADY = "The orientation is not taken yet, and this program asks for it before matching."
REMIND = "Remind them on the page of the orientation, or ask less of them in the program."
GIVEN_AWAY = "Their place was given to somebody else while they took no part."
BACK = "Compare mentors for them once they take part again, or run again then."
NOTHING_KNOWN = "Nothing is known that speaks for or against it"


def proposal_row(run: Run, market: Market, pair: Pair, at: tuple[int, int]) -> dict[str, Any]:
    """Return a proposal of two people, who stand at `at` in the market, as a row."""
    return _row(run, pair, tell(market, *at), market.rules)


def proposal_rows(
    run: Run, crowd: Crowd, outcome: "Outcome | WideOutcome", kept: Mapping[Pair, Proposal]
) -> Iterator[dict[str, Any]]:
    """Go through all proposals of a run as rows; what an earlier board approved stays approved."""
    ids = crowd.by_member()
    for found in outcome.proposals:
        pair = ids[Side.MENTEE, found.mentee], ids[Side.MENTOR, found.mentor]
        values = _row(run, pair, found, outcome.market.rules)
        if before := kept.get(pair):
            values |= {"pinned": True, "state": before.state}
        yield values


def _row(run: Run, pair: Pair, found: Told, rules: Rules) -> dict[str, Any]:
    return {
        "org_id": run.org_id,
        "id": uuid.uuid4(),
        "run_id": run.id,
        "cohort_id": run.cohort_id,
        "mentee_id": pair[0],
        "mentor_id": pair[1],
        "fit": round(found.fit * POINTS),
        "reasons": list(found.reasons),
        "parts": [_part(each) for each in found.parts],
        "warnings": list(warnings(rules, found.fit, found.parts)),
        "state": ProposalState.PROPOSED,
        "pinned": False,
        "created_at": clock.now(),
    }


def unplaced_rows(
    run: Run, crowd: Crowd, outcome: "Outcome | WideOutcome"
) -> Iterator[dict[str, Any]]:
    """Go through the mentees that a run leaves without a mentor as rows."""
    ids = crowd.by_member()
    for each in outcome.unmatched:
        yield {
            "org_id": run.org_id,
            "id": uuid.uuid4(),
            "run_id": run.id,
            "participant_id": ids[Side.MENTEE, each.mentee],
            "why": each.reason,
            "remedy": each.remedy,
            "place": each.place,
            "created_at": clock.now(),
        }


def unready_rows(run: Run, left_out: Iterable[uuid.UUID]) -> Iterator[dict[str, Any]]:
    """Go through the mentees whom a run leaves out until they take the orientation, as rows."""
    for participant_id in left_out:
        yield {
            "org_id": run.org_id,
            "id": uuid.uuid4(),
            "run_id": run.id,
            "participant_id": participant_id,
            "why": UNREADY,
            "remedy": REMIND,
            "place": None,
            "created_at": clock.now(),
        }


def notes_on_unready(crowd: Crowd, unready: Collection[uuid.UUID]) -> list[str]:
    """Return a note on the mentors whom a run leaves out until they take the orientation."""
    mentors = [
        sealed(crowd.answers[at].name) for at in unready if crowd.seats[at].side is Side.MENTOR
    ]
    if not mentors:
        return []
    return [f"Left out, as they have not taken the orientation: {_few(sorted(mentors))}."]


def notes_on_names(crowd: Crowd) -> list[str]:
    """Return notes on names that several people have, or nobody, where some are to be apart."""
    notes = []
    if unclear := [f"“{sealed(name)}” ({count} people)" for name, count in crowd.declared.unclear]:
        notes.append(
            f"Managers, conflicts or people to avoid were named by a name that several people "
            f"have: {_few(unclear)}. Each of these is kept apart; e-mail addresses would tell them "
            f"apart."
        )
    if strangers := [f"“{sealed(name)}”" for name in crowd.declared.strangers]:
        notes.append(
            f"Conflicts or people to avoid were named whom nobody here is called: "
            f"{_few(strangers)}. Nobody is kept apart because of these; look for a slip of the pen."
        )
    return notes


def _few(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def kept_of(
    crowd: Crowd, earlier: Iterable[Proposal], unready: Collection[uuid.UUID]
) -> tuple[list[Proposal], list[str]]:
    """Return what a next run keeps of a board, and a note on each whose people are not ready."""
    kept, notes = [], []
    for each in filter(is_kept, earlier):
        pair = each.mentee_id, each.mentor_id
        if not any(at in unready for at in pair):
            kept.append(each)
        elif crowd.answers.keys() >= set(pair):
            mentee, mentor = (sealed(crowd.answers[at].name) for at in pair)
            names = f"{mentee} with {mentor}"
            notes.append(f"{names} was kept before and is left out: no orientation taken yet.")
    return kept, notes


def is_kept(proposal: Proposal) -> bool:
    """Tell whether a next run keeps what stands on a board: pinned or approved."""
    return proposal.pinned or proposal.state is ProposalState.APPROVED


def keepable(
    crowd: Crowd, market: "Market | WideMarket", kept: Iterable[Proposal]
) -> tuple[dict[Pair, Proposal], list[str]]:
    """Return which proposals of an earlier board a run can keep, and a note on each other one."""
    room = Counter({each: person.capacity for each, person in crowd.answers.items()})
    by_pair = {(each.mentee_id, each.mentor_id): each for each in kept}
    at = crowd.places(market, by_pair)
    fits = market.opened_to(at.values()).along(np.array([*at.values()], np.int64).reshape(-1, 2))
    fit_of = dict(zip(at, fits.tolist(), strict=True))
    found: dict[Pair, Proposal] = {}
    notes = []
    for pair, each in by_pair.items():
        if problem := _problem(market, at.get(pair), fit_of.get(pair), pair, room):
            notes.append(problem)
            continue
        room.subtract(pair)
        found[pair] = each
    return found, notes


def warnings(rules: Rules, fit: float, found: Iterable[Reason]) -> Iterable[str]:
    """Say what an admin should look at before two people of a fit are proposed to each other."""
    if fit < (rules.floors[0] if rules.floors else LOW):
        yield "A low fit: look closer"
    scores = {each.criterion: each.score for each in found}
    if not scores:
        yield NOTHING_KNOWN
    if scores.get("experience") == 0:
        yield NO_GAP[rules.experience]
    hours = scores.get("hours", 1.0) * rules.enough_hours
    if "hours" in scores and hours <= FEW_HOURS and scores["hours"] < 1:
        minutes = max(1, round(hours * 60))
        yield f"Both are free for only {minutes} minute{'' if minutes == 1 else 's'} a week"


def _part(reason: Reason) -> dict[str, Any]:
    return {
        "name": reason.criterion,
        "value": round(reason.score, 4),
        "weight": round(reason.weight, 4),
        "words": reason.sentence,
    }


def _problem(
    market: Peopled,
    at: tuple[int, int] | None,
    fit: float | None,
    pair: Pair,
    room: Counter[uuid.UUID],
) -> str | None:
    """Return why a proposal cannot be kept, in one sentence."""
    if at is None or fit is None:
        return "A kept proposal was left out: one of the two does not take part, or has a partner."
    names = f"{market.mentees[at[0]].name} with {market.mentors[at[1]].name}"
    if not fit >= 0:
        return f"{names} was kept before and is left out: a rule forbids it by now."
    if not all(room[each] > 0 for each in pair):
        return f"{names} was kept before and is left out: no place is left."
    return None
