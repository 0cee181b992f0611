"""A run's proof, checked again with nothing but the people and the prices that were kept."""

import dataclasses as dc
import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from saas import clock
from saas.errors import ConflictError
from saas.jobs import enqueue
from saas.matching import proving
from saas.matching.crowd import Crowd, gather
from saas.matching.engine import Rules
from saas.matching.models import Proof, Run
from saas.matching.queries import runs as queries
from saas.programs.models import Side
from saas.scope import Scope

NAMED = 5
UNKEPT = "This run kept no proof that could be checked; run again to get one."
WAIT = dt.timedelta(minutes=10)
"""A check that takes longer than this may be asked for again."""
CRITERIA = {
    "mentees": "how many mentees have a mentor",
    "mentors": "how many mentors have a mentee",
    "pairs": "how many proposals there are",
    "floors": "how many reach the fits worth reaching",
}


def is_checkable(run: Run, proof: Proof | None) -> bool:
    """Whether a proof was kept that prices alone can show to hold."""
    other_ways = run.rules.get("objective") == "stable" or run.rules.get("group_hours")
    return bool(run.certified and proof and proof.read_on and not other_ways)


def ask_check(scope: Scope, run_id: uuid.UUID) -> Run:
    """Have a run's proof checked by the worker. Asking while one is under way changes nothing.

    Raises:
        NotFoundError: No such run.
        ConflictError: It kept no proof.
    """
    run = queries.managed_run(scope, run_id)
    proof = proving.proof_of(scope, run.id, lock=True)
    if proof is None or not is_checkable(run, proof):
        raise ConflictError(UNKEPT)
    if not is_under_way(proof):
        proof.check_asked_at = clock.now()
        key = f"matching.check_proof:{run.id}:{proof.check_asked_at.isoformat()}"
        enqueue(scope, "matching.check_proof", key=key, run_id=str(run.id))
    return run


def is_under_way(proof: Proof | None) -> bool:
    """Whether a check was asked for and is not done."""
    asked = proof.check_asked_at if proof else None
    if proof is None or asked is None or clock.now() - asked > WAIT:
        return False
    return proof.checked_at is None or proof.checked_at < asked


def check_proof(scope: Scope, run_id: uuid.UUID) -> None:
    """Look at every pair of a run's people once, and write down whether its proof holds."""
    run = queries.managed_run(scope, run_id)
    proof = proving.proof_of(scope, run.id)
    if proof is None or not is_checkable(run, proof):
        return
    proof.found = _found(scope, run, proof)
    proof.checked_at = clock.now()


def _found(scope: Scope, run: Run, proof: Proof) -> list[str]:
    """Say whether the proof holds, and what it does not speak of."""
    rules = Rules.from_dict(run.rules)
    now = gather(scope, run.cohort_id, rules, until=run.finished_at)
    crowd, changed = _as_it_was(now, proof)
    if changed:
        return ["Not checked: what the run read is not there any more.", *changed]
    # What compiles takes a second to load: only where it is needed, never in the web.
    from saas.matching.engine.scale.start import in_units
    from saas.matching.engine.wide import check, settled_apart

    rows = proving.unpacked(proof.opened).tolist()
    market = crowd.wide(rules, proof.read_on or clock.today()).opening(rows)
    weights = in_units(proof.weights)
    if apart := settled_apart(market, weights):
        said = " and ".join(CRITERIA[each] for each in apart)
        return [f"Not checked: {said} was settled first, by prices that were not kept."]
    wrong = check(market, _kept(proof, weights, len(market.mentees)))
    if wrong:
        return ["The proof does not hold.", *wrong]
    found = [
        f"Proved best, checked: each of the {market.size:,} possible pairs was looked at once "
        "more, and none is worth more than the prices of its two people."
    ]
    if rules.objective == "raise_the_lowest":
        found.append("That the lowest fit could not be higher is not part of this check.")
        if "floors" in weights:
            found.append(f"This run still counted {CRITERIA['floors']} before the total.")
    return found


def _kept(proof: Proof, weights: dict[str, int], mentees: int) -> Any:
    from saas.matching.engine.wide import Kept

    price = proving.all_prices(proof)
    pairs, pins, standing = (
        proving.unpacked(each).reshape(-1, 2) for each in (proof.pairs, proof.pins, proof.standing)
    )
    return Kept(weights, (price[:mentees], price[mentees:]), pairs, pins, standing)


def _as_it_was(crowd: Crowd, proof: Proof) -> tuple[Crowd, list[str]]:
    """Return the people as the run read them, in its order, and what of them has changed since."""
    people, answers = proving.people_in(proof), dict(crowd.answers)
    inside, changed = set(people), []
    for at, each in enumerate(people):
        if each not in answers:
            continue
        was = _was(crowd, each, (proof.digests or b"")[8 * at : 8 * at + 8])
        if was is None:
            changed.append(answers[each].name)
        else:
            answers[each] = dc.replace(answers[each], **was)
    for each, seat in crowd.seats.items():
        if each not in inside and seat.side is Side.MENTOR:
            del answers[each]
        elif each not in inside:
            answers[each] = dc.replace(answers[each], capacity=0)
    order = [each for each in (*people, *(inside ^ crowd.seats.keys())) if each in answers]
    return crowd.among(order, answers), _said(crowd, proof, people, changed)


def _was(crowd: Crowd, person: uuid.UUID, digest: bytes) -> dict[str, Any] | None:
    """Return what has to be otherwise for somebody to be as they were read; None if more has.

    Who was sent away empty by publishing counts as having waited once more, and who took the
    orientation since had no place before.
    """
    waited = crowd.answers[person].waited or 0
    before: dict[str, Any] = {"waited": waited - 1} if waited else {}
    for otherwise in ({}, before, {"capacity": 0}, {"capacity": 0, **before}):
        if crowd.digest(person, **otherwise) == digest:
            return otherwise
    return None


def _said(
    crowd: Crowd, proof: Proof, people: Sequence[uuid.UUID], changed: Sequence[str]
) -> list[str]:
    gone = sum(each not in crowd.answers for each in people)
    said = []
    if gone:
        said.append(f"{gone} of its people {'takes' if gone == 1 else 'take'} part no more.")
    if changed:
        more = f" and {len(changed) - NAMED} more" if len(changed) > NAMED else ""
        said.append(f"The answers or places of {', '.join(changed[:NAMED])}{more} have changed.")
    if not said and (proof.digests or b"")[8 * len(people) :] != crowd.digest_of_bans(people):
        said.append("Who is kept apart from whom has changed.")
    return said
