"""What is open for somebody: a constant number of queries a person."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from saas import clock
from saas.db import db
from saas.health.engine import NextStep, read_each
from saas.health.facts import facts_of
from saas.health.models import CheckIn
from saas.health.queries import OPEN_DAYS
from saas.health.services.readings import policy
from saas.intake.models import Application, ApplicationState
from saas.matching.models import Proposal, ProposalState, Request, Run, RunState
from saas.matching.queries.requests import OPEN, asking_places
from saas.matching.services.requests.waiting import REMINDED_BEFORE
from saas.partnerships import queries as partnerships
from saas.partnerships.models import Advice, AdviceAnswer, Agreement, Partnership, Thanks
from saas.partnerships.queries.acceptances import agreed_in, versions_in_force
from saas.partnerships.receiving import receiver
from saas.programs.models import Cohort, Moment, Program, ProgramVersion, Side
from saas.programs.prompting import nudges
from saas.programs.queries import sees
from saas.programs.speaking import speaking_for
from saas.scope import Scope
from saas.web.speaking import say

#: How many pieces of advice each side recorded in each partnership.
Recorded = Mapping[tuple[uuid.UUID, Side], int]
#: Days after a meeting in which thanks are due, and after taking advice until it can show.
LATELY, USED_BY = 7, 14


@dataclass(frozen=True, slots=True)
class Open:
    """What waits for one of the two in a partnership.

    Attributes:
        to_sign: Whether their signature is missing.
        asked: Whether a check-in is open.
        unanswered: Pieces of advice that this side got and has not answered.
        unmet_for: Days since the last meeting noted, or the start, where that is longer ago
            than they agreed on and meetings need not wait; else None.
        review: Whether the day to look at the agreement again has come.
        to_accept: The number of the version of the program they are asked to accept, or None.
        unthanked: Whether the two met lately, and this side has not written thanks since.
        unshown: Pieces of advice this side took long ago without saying what came of it.
        keeps_to: The version of the program that the partnership keeps to.
    """

    partnership: Partnership
    side: Side
    step: str
    to_sign: bool
    asked: bool
    unanswered: int
    unmet_for: int | None
    review: bool
    to_accept: int | None
    unthanked: bool
    unshown: int
    keeps_to: ProgramVersion | None

    @property
    def matters(self) -> bool:
        """Whether anything waits at all."""
        waits = (
            self.to_sign,
            self.asked,
            self.unanswered,
            self.unmet_for,
            self.review,
            self.to_accept,
            self.unthanked and self.nudge(Moment.THANKS),
            self.unshown and self.nudge(Moment.EVIDENCE),
        )
        return any(waits)

    def nudge(self, moment: Moment) -> str:
        """Return what the guidelines say to this side at a moment; nothing where none does."""
        return " ".join(nudges(self.partnership.cohort.program, self.keeps_to, moment, self.side))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in a cohort: applications to decide on, or requests without an answer."""

    cohort: Cohort
    number: int


def open_in_partnerships(scope: Scope, on: dt.date) -> list[Open]:
    """Return what waits for the actor in each of their partnerships that last."""
    rows = [row for row in partnerships.own(scope) if row.started_on <= on]
    if not rows:
        return []
    ids = [row.id for row in rows]
    agreements = partnerships.newest_agreements(scope, ids)
    last_met = partnerships.last_met(scope, ids)
    unanswered = _unanswered(scope, ids)
    asked = _asked(scope, ids, on)
    steps = _steps(scope, rows, on)
    known = agreed_in(scope, rows)
    keep_to = versions_in_force(scope, known)
    thanked, unshown = _thanked(scope, ids), _unshown(scope, ids, on)
    found = []
    for row in rows:
        side = partnerships.side_of(scope, row) or Side.MENTEE
        agreement = agreements[row.id]
        accept = known[row.id].asked(side, on)
        met_on = last_met.get(row.id)
        days = (on - last_met.get(row.id, row.started_on)).days
        waits = row.is_held_back and not known[row.id].is_signed
        found.append(
            Open(
                partnership=row,
                side=side,
                step=_in_words(row, getattr(steps[row.id], side.value)),
                to_sign=not row.is_single and agreement.signed_at(side) is None,
                asked=(row.id, side) in asked,
                unanswered=_got(unanswered, row, side),
                unmet_for=days if _is_late(row, agreement, days) and not waits else None,
                review=not row.is_single and agreement.is_due(on),
                to_accept=accept.number if accept else None,
                unthanked=_is_unthanked(met_on, thanked.get((row.id, side)), on),
                unshown=_got(unshown, row, side),
                keeps_to=keep_to.get(row.id),
            )
        )
    return found


def waiting_applications(scope: Scope) -> list[Waiting]:
    """Return the cohorts of the actor's programs in which applications wait, oldest first."""
    rows = db.session.execute(
        select(Cohort, func.count())
        .join(Application, Application.cohort_id == Cohort.id)
        .join(Cohort.program)
        .where(
            Application.org_id == scope.org_id,
            Cohort.org_id == scope.org_id,
            Application.state == ApplicationState.SUBMITTED,
            Program.archived_at.is_(None),
            sees(scope),
        )
        .group_by(Cohort.org_id, Cohort.id)
        .order_by(func.min(Application.submitted_at))
    )
    return [Waiting(cohort, number) for cohort, number in rows]


def waiting_proposals(scope: Scope) -> list[Waiting]:
    """Return the standing cohorts of the actor's programs whose board has proposals to review."""
    return _to_review(scope, Program.always_on.is_(True))


def next_in_line(scope: Scope) -> list[Waiting]:
    """Return the other cohorts where somebody declined, and who is next waits to be sent."""
    return _to_review(scope, Program.always_on.is_(False) & Proposal.drafted_from_id.is_not(None))


def _to_review(scope: Scope, which: ColumnElement[bool]) -> list[Waiting]:
    newer = aliased(Run)
    replaced = exists().where(
        newer.org_id == Run.org_id,
        newer.cohort_id == Run.cohort_id,
        newer.state == RunState.DONE,
        ~newer.trial,
        newer.created_at > Run.created_at,
    )
    rows = db.session.execute(
        select(Cohort, func.count())
        .join(Run, Run.cohort_id == Cohort.id)
        .join(Proposal, Proposal.run_id == Run.id)
        .join(Cohort.program)
        .where(
            Run.org_id == scope.org_id,
            Cohort.org_id == scope.org_id,
            Proposal.org_id == scope.org_id,
            Run.state == RunState.DONE,
            ~Run.trial,
            ~replaced,
            Proposal.state == ProposalState.PROPOSED,
            which,
            Program.archived_at.is_(None),
            Program.winding_down_at.is_(None),
            sees(scope),
        )
        .group_by(Cohort.org_id, Cohort.id)
        .order_by(Cohort.name, Cohort.id)
    )
    return [Waiting(cohort, number) for cohort, number in rows]


def late_requests(scope: Scope) -> list[Waiting]:
    """Return the cohorts of the actor's programs in which requests run out soon unanswered."""
    soon = clock.now() + REMINDED_BEFORE
    rows = db.session.execute(
        select(Cohort, func.count())
        .join(Request, Request.cohort_id == Cohort.id)
        .join(Cohort.program)
        .where(
            Request.org_id == scope.org_id,
            Cohort.org_id == scope.org_id,
            Request.state.in_(OPEN),
            Request.reminded_at.is_not(None),
            Request.expires_at <= soon,
            sees(scope),
        )
        .group_by(Cohort.org_id, Cohort.id)
        .order_by(func.min(Request.expires_at))
    )
    return [Waiting(cohort, number) for cohort, number in rows]


def programs_to_ask_in(scope: Scope) -> list[Program]:
    """Return the programs in which the actor may ask mentors, and nothing of theirs is open yet.

    Once they had a partner, were proposed one, or asked somebody, they know the way.
    """
    if scope.actor_id is None:
        return []
    places = asking_places(scope, scope.actor_id)
    if not places:
        return []
    ids = [place.id for place in places]
    partnered = select(Partnership.mentee_id).where(
        Partnership.org_id == scope.org_id, Partnership.mentee_id.in_(ids)
    )
    asking = select(Request.mentee_id).where(
        Request.org_id == scope.org_id, Request.mentee_id.in_(ids), Request.state.in_(OPEN)
    )
    proposed = select(Proposal.mentee_id).where(
        Proposal.org_id == scope.org_id,
        Proposal.mentee_id.in_(ids),
        Proposal.state == ProposalState.PUBLISHED,
    )
    busy = set(db.session.scalars(partnered.union_all(asking, proposed)))
    return [place.cohort.program for place in places if place.id not in busy]


def _unanswered(scope: Scope, ids: Sequence[uuid.UUID]) -> Recorded:
    return _advice(scope, ids, Advice.answered_on.is_(None))


def _unshown(scope: Scope, ids: Sequence[uuid.UUID], on: dt.date) -> Recorded:
    return _advice(
        scope,
        ids,
        Advice.answer.in_((AdviceAnswer.TAKEN, AdviceAnswer.ADAPTED)),
        Advice.answered_on <= on - dt.timedelta(days=USED_BY),
        Advice.evidence_on.is_(None),
    )


def _advice(scope: Scope, ids: Sequence[uuid.UUID], *which: ColumnElement[bool]) -> Recorded:
    rows = db.session.execute(
        select(Advice.partnership_id, Advice.recorded_by, func.count())
        .where(Advice.org_id == scope.org_id, Advice.partnership_id.in_(list(ids)), *which)
        .group_by(Advice.partnership_id, Advice.recorded_by)
    )
    return {(partnership_id, by): number for partnership_id, by, number in rows}


def _got(found: Recorded, row: Partnership, side: Side) -> int:
    """Return how many of the pieces of advice that were found a side got."""
    recorded_by = [by for by in Side if receiver(by, peers=row.is_of_peers) is side]
    return sum(found.get((row.id, by), 0) for by in recorded_by)


def _thanked(scope: Scope, ids: Sequence[uuid.UUID]) -> Mapping[tuple[uuid.UUID, Side], dt.date]:
    """Return the day each side last wrote thanks."""
    rows = db.session.execute(
        select(Thanks.partnership_id, Thanks.by, func.max(Thanks.given_on))
        .where(Thanks.org_id == scope.org_id, Thanks.partnership_id.in_(list(ids)))
        .group_by(Thanks.partnership_id, Thanks.by)
    )
    return {(partnership_id, side): day for partnership_id, side, day in rows}


def _in_words(row: Partnership, step: str) -> str:
    with speaking_for(row.cohort.program):
        return say(step)


def _is_late(row: Partnership, agreement: Agreement, days: int) -> bool:
    """Whether the two meet again and again, and last met longer ago than they agreed on."""
    return not row.is_single and days > agreement.every_days


def _is_unthanked(met_on: dt.date | None, thanked_on: dt.date | None, on: dt.date) -> bool:
    if met_on is None or (on - met_on).days > LATELY:
        return False
    return thanked_on is None or thanked_on < met_on


def _asked(scope: Scope, ids: Sequence[uuid.UUID], on: dt.date) -> set[tuple[uuid.UUID, Side]]:
    rows = db.session.execute(
        select(CheckIn.partnership_id, CheckIn.side).where(
            CheckIn.org_id == scope.org_id,
            CheckIn.partnership_id.in_(list(ids)),
            CheckIn.answered_on.is_(None),
            CheckIn.asked_on > on - dt.timedelta(days=OPEN_DAYS),
        )
    )
    return {(partnership_id, side) for partnership_id, side in rows}


def _steps(scope: Scope, rows: Sequence[Partnership], on: dt.date) -> Mapping[uuid.UUID, NextStep]:
    readings = read_each(facts_of(scope, rows), policy(), on)
    return {uuid.UUID(reading.id): reading.next_step for reading in readings}
