"""Who is together already, who is kept apart, and what an earlier board decided."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, union
from sqlalchemy.orm import contains_eager

from saas.db import db
from saas.matching.acceptance import partners, partners_elsewhere
from saas.matching.models import (
    Exclusion,
    ExclusionReason,
    Proposal,
    ProposalState,
    Request,
    RequestState,
)
from saas.matching.queries.look import PLACED
from saas.orgs.models import Member
from saas.programs.models import Participant
from saas.programs.queries.participants import pairs_elsewhere, takes_part
from saas.scope import Scope

Pair = tuple[uuid.UUID, uuid.UUID]
"""Ids of two participants, the mentee first."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Who has whom by now.

    Attributes:
        partners: Both accepted, and they are still together.
        asked: Proposals that were sent and not closed.
        drafted: Proposals of a board that keep their places, though nobody was asked yet.
    """

    partners: frozenset[Pair]
    asked: frozenset[Pair]
    drafted: frozenset[Pair] = frozenset()

    def pairs(self) -> frozenset[Pair]:
        """Return all of them."""
        return self.partners | self.asked | self.drafted

    def places(self, participant_id: uuid.UUID) -> int:
        """Return how many places of a participant are taken."""
        return _count(self.pairs())[participant_id]

    def counts(self) -> Counter[uuid.UUID]:
        """Return how many places are taken by participant."""
        return _count(self.pairs())


def taken(scope: Scope, cohort_id: uuid.UUID, until: dt.datetime | None = None) -> Taken:
    """Return who takes whose places in a cohort; of what was sent, only until a moment."""
    later = literal(False) if until is None else Proposal.published_at > until  # noqa: FBT003
    rows = db.session.execute(
        select(Proposal.mentee_id, Proposal.mentor_id, Proposal.state, later).where(
            Proposal.org_id == scope.org_id,
            Proposal.cohort_id == cohort_id,
            Proposal.state.in_((ProposalState.PUBLISHED, ProposalState.ACCEPTED)),
            ~ended(Proposal),
        )
    ).all()
    sent_later = {(row[0], row[1]) for row in rows if row[3]}
    accepted = {(row[0], row[1]) for row in rows if row[2] is ProposalState.ACCEPTED}
    asked = {(row[0], row[1]) for row in rows if row[2] is ProposalState.PUBLISHED}
    together = accepted | partners(scope, cohort_id)
    return Taken(frozenset(together - sent_later), frozenset(asked - sent_later))


def exclusions(
    scope: Scope, cohort_id: uuid.UUID, until: dt.datetime | None = None
) -> Sequence[Exclusion]:
    """Return who in a cohort is not to be proposed to whom; decided `until` a moment."""
    statement = select(Exclusion).where(
        Exclusion.org_id == scope.org_id, Exclusion.cohort_id == cohort_id
    )
    if until is not None:
        statement = statement.where(Exclusion.created_at <= until)
    return db.session.scalars(statement).all()


def kept_apart_elsewhere(
    scope: Scope, cohort_id: uuid.UUID, until: dt.datetime | None = None
) -> set[Pair]:
    """Return members of a cohort, two and two, who are kept apart by what is elsewhere.

    An admin said never again of them in another cohort of the organization, or they are partners
    there now; by a moment, where one is given.
    """
    said_at = Exclusion.everywhere_at
    statement = pairs_elsewhere(scope, cohort_id, Exclusion).where(
        said_at.is_not(None) if until is None else said_at <= until
    )
    said = {(mentee, mentor) for mentee, mentor in db.session.execute(statement)}
    return said | partners_elsewhere(scope, cohort_id, until)


def drafted(
    scope: Scope, run_id: uuid.UUID, mentees: Collection[uuid.UUID] | None = None
) -> Sequence[Proposal]:
    """Return what stands on a board, of all or some mentees, and was not sent."""
    statement = select(Proposal).where(_drafted(scope, run_id))
    if mentees is not None:
        statement = statement.where(Proposal.mentee_id.in_(mentees))
    return db.session.scalars(statement.order_by(Proposal.fit.desc(), Proposal.id)).all()


def drafted_pairs(scope: Scope, run_id: uuid.UUID) -> Iterator[Pair]:
    """Go through the pairs of a board that were not sent."""
    rows = db.session.execute(
        select(Proposal.mentee_id, Proposal.mentor_id).where(_drafted(scope, run_id))
    )
    yield from ((mentee, mentor) for mentee, mentor in rows)


def drafted_with(scope: Scope, run_id: uuid.UUID, pair: Pair) -> Sequence[Pair]:
    """Return the pairs of a board that were not sent and have one of two people in them."""
    rows = db.session.execute(
        select(Proposal.mentee_id, Proposal.mentor_id).where(
            _drafted(scope, run_id),
            or_(Proposal.mentee_id == pair[0], Proposal.mentor_id == pair[1]),
        )
    )
    return [(mentee, mentor) for mentee, mentor in rows]


def placed_pairs(
    scope: Scope, run_id: uuid.UUID, mentees: Collection[uuid.UUID] | None = None
) -> Sequence[Pair]:
    """Return the pairs of a board, of all or some mentees, that stand, sent or not."""
    statement = select(Proposal.mentee_id, Proposal.mentor_id).where(
        Proposal.org_id == scope.org_id,
        Proposal.run_id == run_id,
        Proposal.state.in_(PLACED),
        ~ended(Proposal),
    )
    if mentees is not None:
        statement = statement.where(Proposal.mentee_id.in_(mentees))
    return [(mentee, mentor) for mentee, mentor in db.session.execute(statement)]


def loose_pairs(scope: Scope, run_id: uuid.UUID) -> set[Pair]:
    """Return the pairs of a board that a next run need not keep."""
    rows = db.session.execute(
        select(Proposal.mentee_id, Proposal.mentor_id).where(
            Proposal.org_id == scope.org_id,
            Proposal.run_id == run_id,
            Proposal.state == ProposalState.PROPOSED,
            Proposal.pinned.is_(False),
        )
    )
    return {(mentee, mentor) for mentee, mentor in rows}


def drafted_of(
    scope: Scope, run_id: uuid.UUID, mentors: Iterable[uuid.UUID]
) -> Mapping[uuid.UUID, int]:
    """Return how many proposals of a board that were not sent some mentors have."""
    rows = db.session.execute(
        select(Proposal.mentor_id, func.count())
        .where(_drafted(scope, run_id), Proposal.mentor_id.in_(mentors))
        .group_by(Proposal.mentor_id)
    )
    return {mentor: count for mentor, count in rows}


def drafted_for(scope: Scope, run_id: uuid.UUID, mentor_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the ids of the mentees who are drafted for a mentor on a board."""
    return db.session.scalars(
        select(Proposal.mentee_id).where(_drafted(scope, run_id), Proposal.mentor_id == mentor_id)
    ).all()


def mentees_of(scope: Scope, mentor_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the ids of the mentees who have a mentor by now, or are asked to."""
    sent = (ProposalState.PUBLISHED, ProposalState.ACCEPTED)
    wanted = ((Proposal, sent), (Request, (RequestState.ACCEPTED,)))
    found = union(
        *(
            select(row.mentee_id).where(
                row.org_id == scope.org_id,
                row.mentor_id == mentor_id,
                row.state.in_(states),
                ~ended(row),
            )
            for row, states in wanted
        )
    )
    return db.session.scalars(found).all()


def people(scope: Scope, ids: Collection[uuid.UUID]) -> Sequence[Participant]:
    """Return those of these participants who still take part, by name."""
    return db.session.scalars(
        select(Participant)
        .join(Participant.member)
        .where(
            Participant.org_id == scope.org_id,
            Participant.id.in_(ids),
            takes_part(),
        )
        .options(contains_eager(Participant.member))
        .order_by(Member.name, Participant.id)
    ).all()


def _drafted(scope: Scope, run_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(
        Proposal.org_id == scope.org_id,
        Proposal.run_id == run_id,
        Proposal.state.in_((ProposalState.PROPOSED, ProposalState.APPROVED)),
    )


def ended(row: type[Proposal] | type[Request]) -> ColumnElement[bool]:
    """Return the condition that two became partners by a row, and parted."""
    return exists().where(
        Exclusion.org_id == row.org_id,
        Exclusion.cohort_id == row.cohort_id,
        Exclusion.mentee_id == row.mentee_id,
        Exclusion.mentor_id == row.mentor_id,
        Exclusion.reason == ExclusionReason.ENDED,
    )


def _count(pairs: Iterable[Pair]) -> Counter[uuid.UUID]:
    return Counter(participant for pair in pairs for participant in pair)
