"""Reads of groups: the partnerships of one mentor in a program that matches groups."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from saas.db import db, found
from saas.partnerships.models import Partnership
from saas.partnerships.queries import MenteeMember, with_people
from saas.programs.models import Cohort, Kind, Participant, Program, Side
from saas.programs.queries import sees
from saas.scope import Scope

NO_GROUP = "This group does not exist, or you are not in it."


@dataclass(frozen=True, slots=True)
class Group:
    """A mentor, and the partnerships with those who are in the group now.

    Attributes:
        side: On which side of it the actor is; None for the people who run the program.
    """

    mentor: Participant
    partnerships: Sequence[Partnership]
    side: Side | None

    def names(self) -> Mapping[uuid.UUID, str]:
        """Return the names of the mentees by the id of their partnership."""
        return {row.id: row.mentee.member.name for row in self.partnerships}


def group(scope: Scope, mentor_id: uuid.UUID) -> Group:
    """Return a group that the actor is in, or whose program they see, by the mentor's place.

    Raises:
        NotFoundError: There is none, or it is not theirs to see.
    """
    mentor, is_seen = found(_mentor(scope, mentor_id), NO_GROUP)
    rows = db.session.scalars(
        with_people(scope)
        .where(Partnership.mentor_id == mentor.id, Partnership.ended_on.is_(None))
        .order_by(MenteeMember.name, Partnership.id)
    ).all()
    side = _side(scope, mentor, rows)
    return found(Group(mentor, rows, side) if side or is_seen else None, NO_GROUP)


def _mentor(scope: Scope, mentor_id: uuid.UUID) -> tuple[Participant, bool] | None:
    """Return the mentor of a group, and whether the actor sees its program."""
    row = db.session.execute(
        select(Participant, sees(scope))
        .join(Participant.cohort)
        .join(Cohort.program)
        .where(
            Participant.org_id == scope.org_id,
            Participant.id == mentor_id,
            Participant.side == Side.MENTOR,
            Program.kind == Kind.GROUP,
        )
        .options(
            contains_eager(Participant.cohort).contains_eager(Cohort.program),
            joinedload(Participant.member),
        )
    ).one_or_none()
    return (row[0], bool(row[1])) if row else None


def _side(scope: Scope, mentor: Participant, rows: Sequence[Partnership]) -> Side | None:
    if scope.actor_id is not None and mentor.member_id == scope.actor_id:
        return Side.MENTOR
    return Side.MENTEE if any(row.mentee.member_id == scope.actor_id for row in rows) else None
