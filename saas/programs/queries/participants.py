"""Reads of participants."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from saas.db import db, found
from saas.orgs.models import Member, MemberState
from saas.programs.models import Cohort, Participant, Side
from saas.programs.queries.programs import sees
from saas.programs.speaking import speak_for
from saas.scope import Scope

PAGE = 50
"""How many participants a page shows."""


def participants(
    scope: Scope, cohort_id: uuid.UUID, side: Side | None = None
) -> Sequence[Participant]:
    """Return who takes part in a cohort, with their members, by name."""
    statement = _with_member(scope, cohort_id, side).where(takes_part())
    return db.session.scalars(statement).all()


def participants_page(
    scope: Scope, cohort_id: uuid.UUID, side: Side | None = None, *, page: int = 1
) -> tuple[Sequence[Participant], bool]:
    """Return one page of a cohort's participants by name, withdrawn ones included.

    Args:
        scope: Whose.
        cohort_id: The cohort.
        side: One side only, or None for both.
        page: Counted from 1; empty past the end.

    Returns:
        The participants with their members, and whether there is a page after it.
    """
    statement = _with_member(scope, cohort_id, side).offset((page - 1) * PAGE).limit(PAGE + 1)
    rows = db.session.scalars(statement).all()
    return rows[:PAGE], len(rows) > PAGE


def pairs_elsewhere(
    scope: Scope, cohort_id: uuid.UUID, kind: type[Any]
) -> Select[uuid.UUID, uuid.UUID]:
    """Return the statement that finds members of a cohort whom a row about another one pairs.

    Args:
        scope: Whose.
        cohort_id: The cohort in which both take part.
        kind: The model of the rows: with `cohort_id`, `mentee_id` and `mentor_id`.
    """
    one, other = aliased(Participant), aliased(Participant)
    here = select(Participant.member_id).where(
        Participant.org_id == scope.org_id,
        Participant.cohort_id == cohort_id,
        Participant.withdrawn_at.is_(None),
    )
    return (
        select(one.member_id, other.member_id)
        .select_from(kind)
        .join(one, and_(one.org_id == kind.org_id, one.id == kind.mentee_id))
        .join(other, and_(other.org_id == kind.org_id, other.id == kind.mentor_id))
        .where(
            kind.org_id == scope.org_id,
            kind.cohort_id != cohort_id,
            one.member_id.in_(here),
            other.member_id.in_(here),
        )
    )


def takes_part() -> ColumnElement[bool]:
    """Whether a participant has not withdrawn, and was not removed; the member is joined."""
    return and_(Participant.withdrawn_at.is_(None), Member.state != MemberState.REMOVED)


def managed_participant(scope: Scope, participant_id: uuid.UUID) -> Participant:
    """Return a participant, with member, cohort and program, of a program that the actor sees.

    Raises:
        NotFoundError: There is none, or they do not run the program.
    """
    statement = (
        select(Participant)
        .join(Participant.cohort)
        .join(Cohort.program)
        .where(Participant.org_id == scope.org_id, Participant.id == participant_id, sees(scope))
        .options(
            contains_eager(Participant.cohort).contains_eager(Cohort.program),
            joinedload(Participant.member),
        )
    )
    no_participant = _("This participant does not exist, or you do not run their program.")
    row = found(db.session.scalar(statement), no_participant)
    speak_for(row.cohort.program)
    return row


def participation_of(scope: Scope, member_id: uuid.UUID) -> Sequence[Participant]:
    """Return a member's places in cohorts, withdrawn ones included, the newest cohort first.

    Each comes with its cohort and program.
    """
    return db.session.scalars(
        select(Participant)
        .join(Participant.cohort)
        .where(Participant.org_id == scope.org_id, Participant.member_id == member_id)
        .options(contains_eager(Participant.cohort).joinedload(Cohort.program))
        .order_by(Cohort.starts_on.desc(), Participant.side, Participant.id)
    ).all()


def participant_counts(
    scope: Scope, cohorts: Iterable[Cohort]
) -> Mapping[uuid.UUID, Mapping[Side, int]]:
    """Return how many take part in each cohort by side, in one query; no entry means none."""
    rows = db.session.execute(
        select(Participant.cohort_id, Participant.side, func.count())
        .join(Participant.member)
        .where(
            Participant.org_id == scope.org_id,
            Participant.cohort_id.in_([cohort.id for cohort in cohorts]),
            takes_part(),
        )
        .group_by(Participant.cohort_id, Participant.side)
    )
    counts: dict[uuid.UUID, dict[Side, int]] = defaultdict(lambda: dict.fromkeys(Side, 0))
    for cohort_id, side, count in rows:
        counts[cohort_id][side] = count
    return counts


def _with_member(scope: Scope, cohort_id: uuid.UUID, side: Side | None) -> Select[Participant]:
    statement = (
        select(Participant)
        .join(Participant.member)
        .where(Participant.org_id == scope.org_id, Participant.cohort_id == cohort_id)
        .options(contains_eager(Participant.member))
        .order_by(Member.name, Member.id, Participant.side)
    )
    return statement if side is None else statement.where(Participant.side == side)
