"""Messages of matching, one function each.

What a participant is told of a proposal: who, why the two fit, and until when to answer.
Never what the other side wished, avoided or declared, nor why somebody declined.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from saas import clock
from saas.db import db, newest
from saas.mail.registry import Message, latest
from saas.mail.values import Item, Value, Values
from saas.matching.message_list import (
    BOTH_ACCEPTED,
    PROPOSAL_CLOSED,
    PROPOSAL_REMINDER,
    PROPOSAL_TO_MENTEE,
    PROPOSAL_TO_MENTOR,
    RUN_FAILED,
    RUN_FINISHED,
    TRIAL_FINISHED,
)
from saas.matching.models import Answer, Proposal, ProposalState, Request, Run
from saas.matching.together import told_together
from saas.matching.words import FIRST_STEP, FIRST_STEPS
from saas.orgs import queries as orgs
from saas.orgs.letters import send
from saas.orgs.links import new_link
from saas.orgs.models import Member
from saas.programs import queries as programs
from saas.programs.models import Program, Side
from saas.programs.speaking import speak_for, speaking_for
from saas.scope import Scope
from saas.web.address import address_of
from saas.web.speaking import say

LINK = "proposal"
UNTOLD = frozenset({"mentee_wish", "mentor_wish", "waited"})
"""Criteria that say what somebody wished or how they fared: never shown to the other side."""


def reasons_for_people(scope: Scope, proposal: Proposal) -> list[str]:
    """Return why these two, as both of them may read it; of a group, when all of it meet."""
    with speaking_for(programs.cohort(scope, proposal.cohort_id).program):
        return _reasons(scope, proposal)


def _reasons(scope: Scope, proposal: Proposal) -> list[str]:
    group = told_together(scope, proposal)
    untold = UNTOLD | {"hours"} if group else UNTOLD
    return group + [
        say(part["words"])
        for part in proposal.parts
        if part["name"] not in untold and part["value"] * part["weight"] > 0
    ]


def proposal_sent(scope: Scope, proposal: Proposal) -> None:
    """Ask both sides, each with a link of their own."""
    _ask(scope, PROPOSAL_TO_MENTEE, proposal, Side.MENTEE)
    _ask(scope, PROPOSAL_TO_MENTOR, proposal, Side.MENTOR)


def proposal_reminder(scope: Scope, proposal: Proposal) -> None:
    """Remind whoever has not answered."""
    for side in Side:
        if _answer(proposal, side) is None:
            _ask(scope, PROPOSAL_REMINDER, proposal, side)


def proposal_closed(scope: Scope, proposal: Proposal) -> None:
    """Tell, kindly and without a reason, whoever did not decline that it does not go ahead."""
    for side in Side:
        if _answer(proposal, side) is Answer.DECLINED:
            continue
        values = {**_values(scope, proposal, side), **_what(proposal, side)}
        _send(scope, PROPOSAL_CLOSED, proposal, side, values)


def both_accepted(scope: Scope, proposal: Proposal | Request) -> None:
    """Tell both that they are partners."""
    for side in Side:
        values = {**_values(scope, proposal, side), **_begun(scope, proposal)}
        _send(scope, BOTH_ACCEPTED, proposal, side, values)


def run_finished(scope: Scope, run: Run, count: int) -> None:
    """Tell the admin who started a long run that its board, or trial, is ready."""
    if member := _started_by(scope, run):
        message = TRIAL_FINISHED if run.trial else RUN_FINISHED
        send(scope, message, str(run.id), member, _run(scope, run, member, count))


def run_failed(scope: Scope, run: Run, reason: str) -> None:
    """Tell the admin who started a long run why it proposed nothing."""
    if member := _started_by(scope, run):
        values = {**_run(scope, run, member, 0), "reason": reason}
        send(scope, RUN_FAILED, str(run.id), member, values)


def _started_by(scope: Scope, run: Run) -> Member | None:
    if run.started_by_id is None:
        return None
    return db.session.get(Member, (scope.org_id, run.started_by_id))


def _ask(scope: Scope, message: Message, proposal: Proposal, side: Side) -> None:
    if proposal.expires_at is None:
        return
    token = new_link(
        scope,
        LINK,
        subject_id=proposal.id,
        member_id=_member(proposal, side).id,
        lasting=proposal.expires_at - clock.now() + dt.timedelta(days=14),
    )
    url = address_of("matching_public.show_proposal", token=token)
    values = {**_asked(scope, proposal, side), "answer_url": url}
    _send(scope, message, proposal, side, values)


def _send(
    scope: Scope, message: Message, proposal: Proposal | Request, side: Side, values: Values
) -> None:
    # The same proposal may be sent again, once it came to nothing.
    sent = proposal.published_at if isinstance(proposal, Proposal) else None
    key = f"{proposal.id}:{side.value}" + (f":{sent.isoformat()}" if sent else "")
    with speaking_for(programs.cohort(scope, proposal.cohort_id).program):
        send(scope, message, key, _member(proposal, side), values)


@latest(PROPOSAL_TO_MENTEE, PROPOSAL_REMINDER)
def _latest_to_mentee(scope: Scope) -> Values | None:
    row = _newest_proposal(scope)
    return _asked(scope, row, Side.MENTEE) if row else None


@latest(PROPOSAL_TO_MENTOR)
def _latest_to_mentor(scope: Scope) -> Values | None:
    row = _newest_proposal(scope)
    return _asked(scope, row, Side.MENTOR) if row else None


@latest(PROPOSAL_CLOSED, BOTH_ACCEPTED)
def _latest_answered(scope: Scope) -> Values | None:
    row = _newest_proposal(scope)
    if row is None:
        return None
    told = {**_what(row, Side.MENTEE), **_begun(scope, row)}
    return {**_values(scope, row, Side.MENTEE), **told}


def _newest_proposal(scope: Scope) -> Proposal | None:
    row = newest(Proposal)
    if row:
        speak_for(programs.cohort(scope, row.cohort_id).program)
    return row


@latest(RUN_FINISHED, TRIAL_FINISHED)
def _latest_run(scope: Scope) -> Values | None:
    row = newest(Run, Run.finished_at.is_not(None))
    member = scope.actor_id and db.session.get(Member, (scope.org_id, scope.actor_id))
    count = select(func.count()).where(Proposal.org_id == scope.org_id)
    if not (row and member):
        return None
    proposals = db.session.scalar(count.where(Proposal.run_id == row.id)) or 0
    return _run(scope, row, member, proposals)


def _run(scope: Scope, run: Run, member: Member, count: int) -> dict[str, Value]:
    slug = orgs.organization(scope.org_id).slug
    return {
        "name": member.name,
        "program": run.cohort.program.name,
        "cohort": run.cohort.name,
        "count": str(count),
        "board_url": address_of("org.matching.show_run", org_slug=slug, run_id=run.id),
    }


def _asked(scope: Scope, proposal: Proposal, side: Side) -> dict[str, Value]:
    by = {"answer_by": _day(scope, proposal.expires_at)} if proposal.expires_at else {}
    reasons = [Item(reason) for reason in reasons_for_people(scope, proposal)]
    return {**_values(scope, proposal, side), "reasons": reasons, **by}


def _what(proposal: Proposal, side: Side) -> dict[str, Value]:
    expired = proposal.state is ProposalState.EXPIRED and _answer(proposal, side) is None
    return {"what": "The time to answer it is over." if expired else "It does not go ahead."}


def _begun(scope: Scope, proposal: Proposal | Request) -> dict[str, Value]:
    """Return what two who are partners now do first, and where."""
    kind = programs.cohort(scope, proposal.cohort_id).program.kind
    slug = orgs.organization(scope.org_id).slug
    return {
        "first_step": str(FIRST_STEPS.get(kind, FIRST_STEP)),
        "partnerships_url": address_of("org.partnerships.list_partnerships", org_slug=slug),
    }


def _values(scope: Scope, proposal: Proposal | Request, side: Side) -> dict[str, Value]:
    organization = orgs.organization(scope.org_id)
    cohort = programs.cohort(scope, proposal.cohort_id)
    page = "list_requests" if isinstance(proposal, Request) else "list_proposals"
    return {
        "name": _member(proposal, side).name,
        "other": _member(proposal, side.other).name,
        "other_side": _called(cohort.program, side.other),
        "organization": organization.name,
        "program": cohort.program.name,
        "portal_url": address_of(f"org.matching.{page}", org_slug=organization.slug),
    }


def _called(program: Program, side: Side) -> str:
    with speaking_for(program):
        return say(side.value)


def _member(proposal: Proposal | Request, side: Side) -> Member:
    return (proposal.mentee if side is Side.MENTEE else proposal.mentor).member


def _answer(proposal: Proposal, side: Side) -> Answer | None:
    return proposal.mentee_answer if side is Side.MENTEE else proposal.mentor_answer


def _day(scope: Scope, at: dt.datetime) -> dt.date:
    return at.astimezone(ZoneInfo(orgs.workspace(scope).time_zone)).date()
