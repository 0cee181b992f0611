"""Reads of partnerships, and who may see which."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased, contains_eager

from saas.db import db, found, has_words
from saas.orgs.models import Member
from saas.partnerships.models import (
    Advice,
    Agreement,
    Meeting,
    MeetingState,
    Partnership,
    PartnershipGoal,
    SignedAgreement,
    Thanks,
)
from saas.programs.life import goes_on
from saas.programs.models import Cohort, Kind, Participant, Program, Side
from saas.programs.queries import sees
from saas.programs.speaking import speak_for
from saas.scope import Scope
from saas.web.paging import Page, page_of

NONE = "This partnership does not exist, or it is not yours to see."
GONE = "This does not exist any more; look at the partnership again."

Mentee = aliased(Participant, name="mentee")
Mentor = aliased(Participant, name="mentor")
MenteeMember = aliased(Member, name="mentee_member")
MentorMember = aliased(Member, name="mentor_member")

E = TypeVar("E", PartnershipGoal, Meeting, Advice, Thanks)


@dataclass(frozen=True, slots=True)
class View:
    """A partnership, as somebody looks at it.

    Attributes:
        side: Which of the two looks; None for the people who run the program.
    """

    partnership: Partnership
    side: Side | None

    @property
    def other(self) -> Participant:
        """The partner of whoever looks; the mentor, where it is none of the two."""
        return self.partnership.mentor if self.side is not Side.MENTOR else self.partnership.mentee


@dataclass(frozen=True, slots=True)
class Sought:
    """Which partnerships to list.

    Attributes:
        mine: Those the actor is one of the two of; otherwise those of their programs.
        ended: Those that have ended; otherwise those that last.
        program_id: Of one program; of all when None.
        words: Part of one of the two names; everybody when empty.
    """

    mine: bool = False
    ended: bool = False
    program_id: uuid.UUID | None = None
    words: str = ""


def view(scope: Scope, partnership_id: uuid.UUID, *, lock: bool = False) -> View:
    """Return a partnership that the actor is in, or whose program they see.

    Args:
        scope: Who looks. Whether staff may also change something is for the service to say.
        partnership_id: The partnership.
        lock: Whether nobody else is to change it until the transaction ends.

    Raises:
        NotFoundError: There is none, or it is not theirs to see.
    """
    statement = with_people(scope).where(
        Partnership.id == partnership_id, or_(is_own(scope), sees(scope))
    )
    if lock:
        statement = statement.with_for_update(of=Partnership).execution_options(
            populate_existing=True
        )
    row = found(db.session.scalar(statement), NONE)
    speak_for(row.cohort.program)
    return View(row, side_of(scope, row))


def side_of(scope: Scope, partnership: Partnership) -> Side | None:
    """Return which of the two the actor is, or None."""
    sides = {partnership.mentee.member_id: Side.MENTEE, partnership.mentor.member_id: Side.MENTOR}
    return sides.get(scope.actor_id) if scope.actor_id else None


def partnership(scope: Scope, partnership_id: uuid.UUID) -> Partnership:
    """Return a partnership with its people, whoever acts: for jobs, links and mail.

    Raises:
        NotFoundError: No such partnership in this organization.
    """
    row: Partnership | None = db.session.scalar(
        with_people(scope).where(Partnership.id == partnership_id)
    )
    return found(row, NONE)


def of_proposal(scope: Scope, proposal_id: uuid.UUID) -> Partnership | None:
    """Return the partnership that came from a proposal, if there is one."""
    return db.session.scalar(
        select(Partnership).where(
            Partnership.org_id == scope.org_id, Partnership.proposal_id == proposal_id
        )
    )


def listed(scope: Scope, sought: Sought, number: int) -> Page[Partnership]:
    """Return one page of partnerships with their people, the newest first."""
    statement = with_people(scope).where(is_own(scope) if sought.mine else sees(scope))
    state = Partnership.ended_on.is_not(None) if sought.ended else Partnership.ended_on.is_(None)
    statement = statement.where(state)
    if sought.program_id:
        statement = statement.where(Program.id == sought.program_id)
    if sought.words:
        statement = statement.where(_named(sought.words))
    ordered = statement.order_by(Partnership.started_on.desc(), MenteeMember.name, Partnership.id)
    return page_of(db.session, ordered, number)


def own(scope: Scope) -> Sequence[Partnership]:
    """Return the partnerships of the actor that last, with their people, the newest first."""
    return db.session.scalars(
        with_people(scope)
        .where(is_own(scope), Partnership.ended_on.is_(None))
        .order_by(Partnership.started_on.desc(), Partnership.id)
    ).all()


@goes_on(_l("Partnerships of this program last."))
def lasting_of(scope: Scope, program_id: uuid.UUID) -> Select[uuid.UUID]:
    """Find the partnerships of a program that last."""
    return (
        select(Partnership.id)
        .join(Partnership.cohort)
        .where(
            Partnership.org_id == scope.org_id,
            Partnership.ended_on.is_(None),
            Cohort.program_id == program_id,
        )
    )


def kinds(scope: Scope, partnership_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Kind]:
    """Return the kind of program that each of some partnerships is of, in one query."""
    rows = db.session.execute(
        select(Partnership.id, Program.kind)
        .join(Partnership.cohort)
        .join(Cohort.program)
        .where(
            Partnership.org_id == scope.org_id,
            Partnership.id.in_(list(partnership_ids)),
        )
    )
    return {partnership_id: kind for partnership_id, kind in rows}


def lasting_in(scope: Scope, program_id: uuid.UUID) -> Sequence[Partnership]:
    """Return the partnerships of a program that last, with their people."""
    return db.session.scalars(
        with_people(scope)
        .where(Program.id == program_id, Partnership.ended_on.is_(None))
        .order_by(Partnership.id)
    ).all()


def counts(scope: Scope, cohort_id: uuid.UUID) -> tuple[int, int]:
    """Return how many partnerships of a cohort last, and how many have ended."""
    lasting = func.count().filter(Partnership.ended_on.is_(None))
    row = db.session.execute(
        select(lasting, func.count()).where(
            Partnership.org_id == scope.org_id, Partnership.cohort_id == cohort_id
        )
    ).one()
    return row[0], row[1] - row[0]


def partnered(scope: Scope, participant_ids: Collection[uuid.UUID]) -> Collection[uuid.UUID]:
    """Return those of some participants who are in a partnership that lasts, in one query."""
    found: Collection[uuid.UUID] = db.session.scalars(
        select(Participant.id).where(
            Participant.org_id == scope.org_id,
            Participant.id.in_(list(participant_ids)),
            exists().where(
                Partnership.org_id == Participant.org_id,
                or_(
                    Partnership.mentee_id == Participant.id,
                    Partnership.mentor_id == Participant.id,
                ),
                Partnership.ended_on.is_(None),
            ),
        )
    ).all()
    return found


def partners_in(scope: Scope, cohort_id: uuid.UUID) -> Sequence[tuple[uuid.UUID, uuid.UUID]]:
    """Return mentee and mentor, as participants, of the partnerships of a cohort that last."""
    rows = db.session.execute(
        select(Partnership.mentee_id, Partnership.mentor_id).where(
            Partnership.org_id == scope.org_id,
            Partnership.cohort_id == cohort_id,
            Partnership.ended_on.is_(None),
        )
    )
    return [(mentee_id, mentor_id) for mentee_id, mentor_id in rows]


def agreement(scope: Scope, partnership_id: uuid.UUID) -> Agreement:
    """Return the newest version of a partnership's agreement."""
    return found(newest_agreements(scope, [partnership_id]).get(partnership_id), GONE)


def agreements(scope: Scope, partnership_id: uuid.UUID) -> Sequence[Agreement]:
    """Return every version of a partnership's agreement, the newest first."""
    return db.session.scalars(
        select(Agreement)
        .where(Agreement.org_id == scope.org_id, Agreement.partnership_id == partnership_id)
        .order_by(Agreement.version.desc())
    ).all()


def newest_agreements(
    scope: Scope, partnership_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Agreement]:
    """Return the newest version of each partnership's agreement, in one query."""
    rows = db.session.scalars(
        select(Agreement)
        .ext(distinct_on(Agreement.partnership_id))
        .where(
            Agreement.org_id == scope.org_id, Agreement.partnership_id.in_(list(partnership_ids))
        )
        .order_by(Agreement.partnership_id, Agreement.version.desc())
    )
    return {row.partnership_id: row for row in rows}


def record(scope: Scope, agreement: Agreement) -> SignedAgreement | None:
    """Return what both signed of a version, or None while one of them has not."""
    return db.session.scalar(
        select(SignedAgreement).where(
            SignedAgreement.org_id == scope.org_id, SignedAgreement.agreement_id == agreement.id
        )
    )


def waits_for_signatures(scope: Scope, partnership: Partnership) -> bool:
    """Return whether meetings wait until both have signed a version; reads the program."""
    if not partnership.is_held_back:
        return False
    return not any(each.is_signed for each in agreements(scope, partnership.id))


def last_met(scope: Scope, partnership_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, dt.date]:
    """Return the day each partnership last met, in one query; no entry: never, as far as noted."""
    rows = db.session.execute(
        select(Meeting.partnership_id, func.max(Meeting.met_on))
        .where(
            Meeting.org_id == scope.org_id,
            Meeting.partnership_id.in_(list(partnership_ids)),
            Meeting.state == MeetingState.HELD,
        )
        .group_by(Meeting.partnership_id)
    )
    return {partnership_id: day for partnership_id, day in rows}


def met_on(
    scope: Scope, partnership_ids: Collection[uuid.UUID], on: dt.date
) -> Collection[uuid.UUID]:
    """Return those of some partnerships that held a meeting on a day, as noted."""
    rows = db.session.scalars(
        select(Meeting.partnership_id).where(
            Meeting.org_id == scope.org_id,
            Meeting.partnership_id.in_(list(partnership_ids)),
            Meeting.state == MeetingState.HELD,
            Meeting.met_on == on,
        )
    )
    return frozenset(rows)


def goals(scope: Scope, partnership_id: uuid.UUID) -> Sequence[PartnershipGoal]:
    """Return the goals the two pursue, in the order they were set."""
    return db.session.scalars(
        _of(scope, PartnershipGoal, partnership_id)
        .where(PartnershipGoal.removed_at.is_(None))
        .order_by(PartnershipGoal.set_on, PartnershipGoal.created_at, PartnershipGoal.id)
    ).all()


def meetings(scope: Scope, partnership_id: uuid.UUID) -> Sequence[Meeting]:
    """Return the meetings of a partnership, the latest first."""
    return db.session.scalars(
        _of(scope, Meeting, partnership_id).order_by(Meeting.met_on.desc(), Meeting.id)
    ).all()


def advice(scope: Scope, partnership_id: uuid.UUID) -> Sequence[Advice]:
    """Return the advice given in a partnership, the latest first."""
    return db.session.scalars(
        _of(scope, Advice, partnership_id).order_by(
            Advice.given_on.desc(), Advice.created_at.desc(), Advice.id
        )
    ).all()


def thanks(scope: Scope, partnership_id: uuid.UUID) -> Sequence[Thanks]:
    """Return the thank-you notes of a partnership, the latest first."""
    return db.session.scalars(
        _of(scope, Thanks, partnership_id).order_by(
            Thanks.given_on.desc(), Thanks.created_at.desc(), Thanks.id
        )
    ).all()


def entry(scope: Scope, kind: type[E], partnership_id: uuid.UUID, entry_id: uuid.UUID) -> E:
    """Return one goal, meeting, piece of advice or note of a partnership, locked.

    Raises:
        NotFoundError: The partnership has no such thing.
    """
    statement = _of(scope, kind, partnership_id).where(kind.id == entry_id).with_for_update()
    return found(db.session.scalar(statement), GONE)


def with_people(scope: Scope) -> Select[Any]:
    """Return the statement that selects partnerships with their people, cohort and program.

    `Cohort`, `Program`, `Mentee`, `Mentor`, `MenteeMember` and `MentorMember` are joined, so
    that they can be sought and sorted by.
    """
    of_mentee = Partnership.mentee.of_type(Mentee)
    of_mentor = Partnership.mentor.of_type(Mentor)
    return (
        select(Partnership)
        .join(Partnership.cohort)
        .join(Cohort.program)
        .join(of_mentee)
        .join(Mentee.member.of_type(MenteeMember))
        .join(of_mentor)
        .join(Mentor.member.of_type(MentorMember))
        .where(Partnership.org_id == scope.org_id)
        .options(
            contains_eager(Partnership.cohort).contains_eager(Cohort.program),
            contains_eager(of_mentee).contains_eager(Mentee.member.of_type(MenteeMember)),
            contains_eager(of_mentor).contains_eager(Mentor.member.of_type(MentorMember)),
        )
    )


def is_own(scope: Scope) -> ColumnElement[bool]:
    """Return the condition, within `with_people`, that the actor is one of the two."""
    return or_(Mentee.member_id == scope.actor_id, Mentor.member_id == scope.actor_id)


def _named(words: str) -> ColumnElement[bool]:
    return or_(has_words(MenteeMember.name, words), has_words(MentorMember.name, words))


def _of(scope: Scope, kind: type[E], partnership_id: uuid.UUID) -> Select[E]:
    return select(kind).where(kind.org_id == scope.org_id, kind.partnership_id == partnership_id)
