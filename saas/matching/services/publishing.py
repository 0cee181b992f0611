"""Sending what was approved: from then on both sides are asked."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import any_, func, select, update
from sqlalchemy.orm import selectinload

from saas import clock
from saas.db import db, in_one, lock_until_commit
from saas.errors import ConflictError, InvalidError
from saas.jobs import enqueue
from saas.matching import messages
from saas.matching.breaches import breaches_of
from saas.matching.crowd import places_of
from saas.matching.models import Proposal, ProposalState, Run, Unplaced
from saas.matching.queries import board as queries
from saas.matching.queries import places, waiting
from saas.matching.queries.look import SENT, STANDING
from saas.matching.services.rules import rules_of
from saas.matching.services.steps import lock_board
from saas.programs.models import Participant
from saas.scope import Scope
from saas.web.speaking import say

WORD = "publish"
WINDING_DOWN = _l("This program is winding down: no new proposals are sent.")
CHANGED = "The approved proposals were changed meanwhile; look at them again before you publish."


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the form of publishing says.

    Attributes:
        typed: The word typed to confirm.
        key: Made with the form, so that sending it twice publishes once.
        revision: Of the board as it was shown.
    """

    typed: str
    key: str
    revision: int


def publish(scope: Scope, run_id: uuid.UUID, confirmation: Confirmation) -> int:
    """Ask both sides of every approved proposal; return how many are sent.

    Raises:
        NotFoundError: No such run.
        InvalidError: The word was not typed.
        ConflictError: The board changed, nothing is approved, somebody has no place left, or a
            rule or an orientation keeps two of them apart by now. Nothing is sent then.
    """
    run = lock_board(scope, run_id)
    if confirmation.key and run.published_key == confirmation.key:
        return 0
    if not run.cohort.program.is_running:
        raise ConflictError(WINDING_DOWN)
    if confirmation.typed.strip().casefold() != WORD:
        raise InvalidError("typed", f"Type {WORD} to send the proposals.")
    if confirmation.revision != run.revision:
        raise ConflictError(CHANGED)
    rows = queries.approved(scope, run.id)
    if not rows:
        raise ConflictError("Nothing is approved; approve at least one proposal first.")
    if run.published_key is None:
        _note_waiting(scope, run)
    run.published_key, run.revision = confirmation.key or str(uuid.uuid4()), run.revision + 1
    _send(scope, run, rows)
    return len(rows)


def send_next(scope: Scope, run_id: uuid.UUID, proposal_id: uuid.UUID) -> Proposal:
    """Ask both sides of one proposal that is next in line. Safe to call twice.

    Raises:
        NotFoundError: No such proposal.
        ConflictError: It is not next in line, was rejected or swapped, somebody has no place left,
            or a rule or an orientation keeps the two apart by now.
    """
    run = lock_board(scope, run_id)
    row = queries.proposal(scope, run.id, proposal_id)
    if row.state in SENT:
        return row
    if not run.cohort.program.is_running:
        raise ConflictError(WINDING_DOWN)
    if row.drafted_from_id is None:
        raise ConflictError("Only who is next in line is sent alone; publish the board instead.")
    if row.state not in STANDING:
        became = "rejected" if row.state is ProposalState.REJECTED else "swapped"
        raise ConflictError(f"This proposal was {became}; undo that first, and then send it.")
    run.revision += 1
    _send(scope, run, [row])
    return row


def mail_proposals(scope: Scope, run_id: uuid.UUID) -> None:
    """Write to both sides of every proposal that was sent and not mailed. Safe to call twice."""
    rows = db.session.scalars(
        select(Proposal)
        .where(
            Proposal.org_id == scope.org_id,
            Proposal.run_id == run_id,
            Proposal.state == ProposalState.PUBLISHED,
            Proposal.mailed_at.is_(None),
        )
        .order_by(Proposal.id)
        .with_for_update(skip_locked=True, key_share=True)
    ).all()
    for row in rows:
        messages.proposal_sent(scope, row)
        row.mailed_at = clock.now()


def lock_participants(scope: Scope, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Participant]:
    """Keep others from changing what these people have, always in the same order.

    Each comes with the member.
    """
    rows = db.session.scalars(
        select(Participant)
        .where(Participant.org_id == scope.org_id, Participant.id == any_(in_one(set(ids))))
        .options(selectinload(Participant.member))
        .order_by(Participant.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def lock_as_partners(scope: Scope, people: Iterable[Participant]) -> None:
    """Keep two members from becoming partners in two cohorts at the same moment.

    Their places in this one are locked before.
    """
    members = sorted(str(person.member_id) for person in people)
    lock_until_commit("partners", scope.org_id, *members)


def _send(scope: Scope, run: Run, rows: Sequence[Proposal]) -> None:
    _check_room(scope, run, rows)
    _check_rules(scope, run, rows)
    now = clock.now()
    last_day = now + dt.timedelta(days=run.cohort.program.answer_days)
    for row in rows:
        row.state, row.published_at, row.expires_at = ProposalState.PUBLISHED, now, last_day
    enqueue(
        scope,
        "matching.mail_proposals",
        key=f"matching.mail_proposals:{run.id}:{run.revision}",
        run_id=str(run.id),
    )


def _check_room(scope: Scope, run: Run, rows: Sequence[Proposal]) -> None:
    """Refuse to ask anybody for more partnerships than they take."""
    sides = [each for row in rows for each in (row.mentee_id, row.mentor_id)]
    people = lock_participants(scope, sides)
    used = places.taken(scope, run.cohort_id).counts()
    rules = rules_of(run.cohort.program)
    for participant_id, more in Counter(sides).items():
        person = people[participant_id]
        if not person.takes_part:
            raise ConflictError(
                f"{person.member.name} does not take part any more; reject their proposal first."
            )
        if used[participant_id] + more > places_of(person, rules):
            raise ConflictError(
                f"{person.member.name} has no place left for this; reject a proposal of theirs."
            )


def _check_rules(scope: Scope, run: Run, rows: Sequence[Proposal]) -> None:
    """Refuse to ask two whom a rule keeps apart by now; all of them are locked."""
    found = breaches_of(scope, run.cohort, rows)
    wrong = [row for row in rows if row.id in found]
    if not wrong:
        return
    first, more = wrong[0], len(wrong) - 1
    names = f"{first.mentee.member.name} with {first.mentor.member.name}"
    others = f", and {more} more that the board marks," if more else ""
    raise ConflictError(
        f"Nothing is sent: {say(found[first.id])} Reject {names}{others} or run again, and then "
        "publish."
    )


def _note_waiting(scope: Scope, run: Run) -> None:
    """Whoever is left without a partner by a round that is sent goes first in later ones."""
    left = select(Unplaced.participant_id).where(waiting.waits(scope, run.id))
    db.session.execute(
        update(Participant)
        .where(Participant.org_id == scope.org_id, Participant.id.in_(left))
        .values(waited=func.least(Participant.waited + 1, 1000))
        .execution_options(synchronize_session=False)
    )
