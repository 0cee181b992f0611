"""Messages of matching, one function each.

What a participant is told of a proposal: who, why the two fit, and until when to answer.
Never what the other side wished, avoided or declared, nor why somebody declined.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from flask_babel import format_date

from saas import clock
from saas.db import db
from saas.mail.letter import Item, compose
from saas.mail.services import Promise, Recipient, post
from saas.matching.models import Answer, Proposal, ProposalState, Run
from saas.orgs import queries as orgs
from saas.orgs.links import new_link
from saas.orgs.models import Member
from saas.programs import queries as programs
from saas.programs.models import Side
from saas.scope import Scope
from saas.web.address import address_of

LINK = "proposal"
UNTOLD = frozenset({"mentee_wish", "mentor_wish", "waited"})
"""Criteria that say what somebody wished or how they fared: never shown to the other side."""


def reasons_for_people(proposal: Proposal) -> list[str]:
    """Return why these two, as both of them may read it."""
    return [
        str(part["words"])
        for part in proposal.parts
        if part["name"] not in UNTOLD and part["value"] * part["weight"] > 0
    ]


def proposal_sent(scope: Scope, proposal: Proposal) -> None:
    """Ask both sides, each with a link of their own."""
    _ask(scope, "proposal_to_mentee", proposal, Side.MENTEE)
    _ask(scope, "proposal_to_mentor", proposal, Side.MENTOR)


def proposal_reminder(scope: Scope, proposal: Proposal) -> None:
    """Remind whoever has not answered."""
    for side in Side:
        if _answer(proposal, side) is None:
            _ask(scope, "proposal_reminder", proposal, side)


def proposal_closed(scope: Scope, proposal: Proposal) -> None:
    """Tell, kindly and without a reason, whoever did not decline that it does not go ahead."""
    name = "proposal_closed"
    for side in Side:
        if _answer(proposal, side) is Answer.DECLINED:
            continue
        expired = proposal.state is ProposalState.EXPIRED and _answer(proposal, side) is None
        values = {
            **_values(scope, proposal, side),
            "what": "The time to answer it is over." if expired else "It does not go ahead.",
        }
        _post(scope, name, proposal, side, values)


def both_accepted(scope: Scope, proposal: Proposal) -> None:
    """Tell both that they are partners."""
    for side in Side:
        _post(scope, "both_accepted", proposal, side, _values(scope, proposal, side))


def run_finished(scope: Scope, run: Run, count: int) -> None:
    """Tell the admin who started a long run that its board is ready."""
    name = "run_finished"
    member = run.started_by_id and db.session.get(Member, (scope.org_id, run.started_by_id))
    if not member:
        return
    slug = orgs.organization(scope.org_id).slug
    values = {
        "name": member.name,
        "program": run.cohort.program.name,
        "cohort": run.cohort.name,
        "count": str(count),
        "board_url": address_of("org.matching.show_run", org_slug=slug, run_id=run.id),
    }
    letter = compose(name, values, orgs.frame(scope))
    post(scope, Promise(f"{name}:{run.id}", name, Recipient(member.name, member.email)), letter)


def _ask(scope: Scope, name: str, proposal: Proposal, side: Side) -> None:
    if proposal.expires_at is None:
        return
    token = new_link(
        scope,
        LINK,
        subject_id=proposal.id,
        member_id=_member(proposal, side).id,
        lasting=proposal.expires_at - clock.now() + dt.timedelta(days=14),
    )
    values = {
        **_values(scope, proposal, side),
        "reasons": [Item(reason) for reason in reasons_for_people(proposal)],
        "answer_by": _day(scope, proposal.expires_at),
        "answer_url": address_of("matching_public.show_proposal", token=token),
    }
    _post(scope, name, proposal, side, values)


def _post(
    scope: Scope, name: str, proposal: Proposal, side: Side, values: dict[str, str | list[Item]]
) -> None:
    member = _member(proposal, side)
    letter = compose(name, values, orgs.frame(scope))
    key = f"{name}:{proposal.id}:{side.value}"
    post(scope, Promise(key, name, Recipient(member.name, member.email)), letter)


def _values(scope: Scope, proposal: Proposal, side: Side) -> dict[str, str | list[Item]]:
    organization = orgs.organization(scope.org_id)
    cohort = programs.cohort(scope, proposal.cohort_id)
    return {
        "name": _member(proposal, side).name,
        "other": _member(proposal, side.other).name,
        "other_side": side.other.value,
        "organization": organization.name,
        "program": cohort.program.name,
        "portal_url": address_of("org.matching.list_proposals", org_slug=organization.slug),
    }


def _member(proposal: Proposal, side: Side) -> Member:
    return (proposal.mentee if side is Side.MENTEE else proposal.mentor).member


def _answer(proposal: Proposal, side: Side) -> Answer | None:
    return proposal.mentee_answer if side is Side.MENTEE else proposal.mentor_answer


def _day(scope: Scope, at: dt.datetime) -> str:
    return str(format_date(at.astimezone(ZoneInfo(orgs.workspace(scope).time_zone)), "d MMMM y"))
