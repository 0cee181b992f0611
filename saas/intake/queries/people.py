"""Reads of the people that intake deals with."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from saas import clock
from saas.db import db
from saas.identity.secrets import email_norm
from saas.intake.answers import Answers
from saas.intake.canonical import Known, answers_of
from saas.intake.models import Consent
from saas.orgs.models import Member
from saas.programs import queries as programs
from saas.programs.models import Cohort, Participant, Side
from saas.scope import Scope
from saas.web.paging import Page, page_of


def members_by_address(scope: Scope, addresses: Collection[str]) -> dict[str, Member]:
    """Return the members with these addresses, by the address as it is compared."""
    rows = db.session.scalars(
        select(Member).where(
            Member.org_id == scope.org_id,
            Member.email_norm.in_({email_norm(address) for address in addresses}),
        )
    )
    return {row.email_norm: row for row in rows}


def places_of(
    scope: Scope,
    cohort_id: uuid.UUID,
    side: Side,
    member_ids: Collection[uuid.UUID],
    *,
    lock: bool = False,
) -> dict[uuid.UUID, Participant]:
    """Return the places these members have or had on one side of the cohort, by member.

    Args:
        scope: Whose, and who asks.
        cohort_id: The cohort.
        side: The side.
        member_ids: The members.
        lock: Whether the places, as they are by now, are kept from others until this commits.
    """
    statement = select(Participant).where(
        Participant.org_id == scope.org_id,
        Participant.cohort_id == cohort_id,
        Participant.side == side,
        Participant.member_id.in_(member_ids),
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return {row.member_id: row for row in db.session.scalars(statement)}


def answers_in(scope: Scope, cohort_id: uuid.UUID) -> list[tuple[Participant, Answers]]:
    """Return everybody who takes part in a cohort with their answers, by name. Two queries."""
    titles = programs.goal_titles_in(scope, cohort_id)
    people = [(place, place.member) for place in programs.participants(scope, cohort_id)]
    known = Known(people)
    return [(place, answers_of(place, member, known, titles)) for place, member in people]


def has_both_sides(scope: Scope) -> bool:
    """Whether some cohort has a mentor and a mentee who take part."""
    sides = db.session.scalar(
        select(func.count(Participant.side.distinct()))
        .where(Participant.org_id == scope.org_id, Participant.withdrawn_at.is_(None))
        .group_by(Participant.cohort_id)
        .order_by(func.count(Participant.side.distinct()).desc())
        .limit(1)
    )
    return (sides or 0) > 1


def took_part_before(scope: Scope, member_id: uuid.UUID, cohort_id: uuid.UUID) -> bool:
    """Whether a member takes or took part in another cohort that has begun."""
    return bool(
        db.session.scalar(
            select(
                exists()
                .where(
                    Participant.org_id == scope.org_id,
                    Participant.member_id == member_id,
                    Participant.cohort_id != cohort_id,
                    Participant.withdrawn_at.is_(None),
                )
                .where(
                    Cohort.org_id == Participant.org_id,
                    Cohort.id == Participant.cohort_id,
                    Cohort.starts_on <= clock.today(),
                )
            )
        )
    )


def consents_in(scope: Scope, application_id: uuid.UUID) -> Sequence[Consent]:
    """Return what an application agreed to, taken back or not."""
    return db.session.scalars(
        select(Consent).where(
            Consent.org_id == scope.org_id, Consent.application_id == application_id
        )
    ).all()


def consents_by_question(scope: Scope, application_id: uuid.UUID) -> Mapping[str, Consent]:
    """Return the last text that an application agreed to, by the id of the question."""
    rows = sorted(consents_in(scope, application_id), key=lambda row: row.number)
    return {str(row.question_id): row for row in rows}


def consents(scope: Scope, question_id: uuid.UUID, number: int) -> Page[Consent]:
    """Return one page of who agreed to a text, the last first."""
    statement = (
        select(Consent)
        .where(Consent.org_id == scope.org_id, Consent.question_id == question_id)
        .options(joinedload(Consent.member))
        .order_by(Consent.agreed_at.desc(), Consent.id)
    )
    return page_of(db.session, statement, number)
