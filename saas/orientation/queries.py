"""Reads of orientations, scenarios and resources."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import contains_eager, undefer

from saas import clock
from saas.db import db, found
from saas.orgs.models import Member
from saas.orgs.speech import knows, learns, own_words
from saas.orientation.builtin import SCENARIOS
from saas.orientation.models import Orientation, Resource, Scenario
from saas.orientation.steps import Step, steps_of
from saas.programs import queries as programs
from saas.programs.builtin.by_kind import still_builtin
from saas.programs.life import partnered
from saas.programs.models import (
    Audience,
    Cohort,
    Kind,
    OrientationRule,
    Participant,
    Program,
    Side,
)
from saas.programs.speaking import speak_for
from saas.scope import Role, Scope
from saas.web.paging import Page, page_of
from saas.words import peer_words

TEXTS = ("title", "situation", "audience", "answers", "feedback", "best")
NO_ORIENTATION = _l("There is no such orientation, or it is not yours to take.")
_OFFERED, _READABLE = "offered_orientation", "readable_resources"
"""Facts that every page of a member needs, for what stands beside it."""
NO_RESOURCE = _l("This resource does not exist, or it is not for you.")


@dataclass(frozen=True, slots=True)
class Taking:
    """A participant on their way through the orientation of their side.

    Attributes:
        participant: With member, cohort and program.
        row: How far they are; None before the first step.
        version_id: The version of the program that the steps are from, or None.
    """

    participant: Participant
    row: Orientation | None
    steps: Sequence[Step]
    version_id: uuid.UUID | None

    @property
    def taken(self) -> frozenset[str]:
        """The keys of the steps that were taken."""
        return frozenset(self.row.taken if self.row else ())

    @property
    def completed_at(self) -> dt.datetime | None:
        """When all of it was taken, or None."""
        return self.row.completed_at if self.row else None

    @property
    def following(self) -> Step | None:
        """The first step that was not taken, or None."""
        return next((each for each in self.steps if each.key not in self.taken), None)

    def step(self, key: str) -> Step | None:
        """Return a step by its key, or None."""
        return next((each for each in self.steps if each.key == key), None)

    def place(self, step: Step) -> int:
        """Return the place of a step, from 1."""
        return self.steps.index(step) + 1

    def after(self, step: Step) -> Step | None:
        """Return the step after one, or None."""
        place = self.place(step)
        return self.steps[place] if place < len(self.steps) else None

    def chosen(self, step: Step) -> int | None:
        """Return the place of the answer that was chosen in a scenario, or None."""
        answer = self.row.chosen.get(step.key) if self.row else None
        known = step.scenario.answers if step.scenario else []
        return answer if isinstance(answer, int) and answer < len(known) else None


def taking(scope: Scope, participant_id: uuid.UUID) -> Taking:
    """Return how far the actor is with one of their orientations.

    Raises:
        NotFoundError: It is not theirs, or the program has none.
    """
    statement = _own(scope).where(Participant.id == participant_id)
    participant = found(db.session.scalar(statement), NO_ORIENTATION)
    speak_for(participant.cohort.program)
    version = programs.newest_version(scope, participant.cohort.program_id)
    steps = preview(scope, participant.cohort.program, participant.side)
    row = orientation(scope, participant.id)
    return Taking(participant, row, steps, version.id if version else None)


def preview(scope: Scope, program: Program, side: Side) -> list[Step]:
    """Return the steps of one side of a program: as published, or the draft before that."""
    version = programs.newest_version(scope, program.id)
    said = version.contents if version else programs.draft(scope, program)
    scenarios = [_said_here(program, row) for row in programs.listed(scope, Scenario)]
    return steps_of(program, side, said, scenarios)


def _said_here(program: Program, row: Scenario) -> Scenario:
    """Return a scenario as it is; to peers in their words, as far as it is still the built-in."""
    if not program.is_pool:
        return row
    words, builtin = own_words(), SCENARIOS.get(row.builtin_key or "", {})
    columns = {name: getattr(row, name) for name in TEXTS}
    # Never added to the session, so nothing of it is saved.
    return Scenario(id=row.id, **still_builtin(columns, builtin, words, peer_words(words), {}))


def orientation(
    scope: Scope, participant_id: uuid.UUID, *, lock: bool = False
) -> Orientation | None:
    """Return how far a participant is, or None before their first step."""
    statement = select(Orientation).where(
        Orientation.org_id == scope.org_id, Orientation.participant_id == participant_id
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(statement)


def own_places(scope: Scope) -> Sequence[tuple[Participant, Orientation | None]]:
    """Return the actor's places in programs with an orientation, and how far they are."""
    statement = (
        _own(scope)
        .outerjoin(Orientation, _of_participant())
        .add_columns(Orientation)
        .order_by(Cohort.starts_on.desc(), Participant.side, Participant.id)
    )
    return [(participant, row) for participant, row in db.session.execute(statement)]


def awaited(
    scope: Scope, places: Sequence[tuple[Participant, Orientation | None]]
) -> frozenset[uuid.UUID]:
    """Return the participants who are matched only once they have taken it, in one query.

    Whoever has a partner already is matched.
    """
    waiting = {
        participant.id
        for participant, row in places
        if participant.cohort.program.orientation is OrientationRule.REQUIRED
        and (row is None or row.completed_at is None)
    }
    return frozenset(waiting - partnered(scope, waiting) if waiting else ())


def has_orientation(_scope: Scope) -> bool:
    """Return whether the actor has an orientation to take or to look at again."""
    return knows(_OFFERED)


def not_ready(scope: Scope, cohort_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the participants who are not to be matched yet: nobody, where it is not needed."""
    program = programs.cohort(scope, cohort_id).program
    if program.orientation is not OrientationRule.REQUIRED:
        return frozenset()
    statement = (
        select(Participant.id)
        .outerjoin(Orientation, _of_participant())
        .where(
            Participant.org_id == scope.org_id,
            Participant.cohort_id == cohort_id,
            Participant.withdrawn_at.is_(None),
            Orientation.completed_at.is_(None),
        )
    )
    return frozenset(db.session.scalars(statement))


def to_remind(scope: Scope, cohort_id: uuid.UUID, on: dt.date, limit: int) -> Sequence[Participant]:
    """Return the next of a cohort who have not taken it nor been reminded since a day, by name."""
    since = dt.datetime.combine(on, dt.time(), dt.UTC)
    statement = _in_cohort(scope, cohort_id).where(
        Orientation.completed_at.is_(None),
        or_(Orientation.reminded_at.is_(None), Orientation.reminded_at < since),
    )
    return db.session.scalars(statement.limit(limit)).all()


def counts(scope: Scope, cohort_id: uuid.UUID) -> tuple[int, int]:
    """Return how many of a cohort have taken the orientation, and how many they are in all."""
    row = db.session.execute(
        select(func.count(Orientation.completed_at), func.count())
        .select_from(Participant)
        .outerjoin(Orientation, _of_participant())
        .where(
            Participant.org_id == scope.org_id,
            Participant.cohort_id == cohort_id,
            Participant.withdrawn_at.is_(None),
        )
    ).one()
    return row[0], row[1]


def progress_page(
    scope: Scope, cohort_id: uuid.UUID, number: int, *, only_open: bool
) -> tuple[Page[Participant], Mapping[uuid.UUID, Orientation]]:
    """Return one page of a cohort's participants by name, and how far each is by their id."""
    statement = _in_cohort(scope, cohort_id)
    if only_open:
        statement = statement.where(Orientation.completed_at.is_(None))
    page = page_of(db.session, statement, number)
    rows = db.session.scalars(
        select(Orientation).where(
            Orientation.org_id == scope.org_id,
            Orientation.participant_id.in_([each.id for each in page.items]),
        )
    )
    return page, {row.participant_id: row for row in rows}


def resources(scope: Scope, *, topic: str = "") -> Sequence[Resource]:
    """Return the resources that are for the actor, in order; of one topic, where it is given."""
    statement = _for(scope).order_by(Resource.position, Resource.created_at, Resource.id)
    if topic:
        statement = statement.where(Resource.topic == topic)
    return db.session.scalars(statement).all()


def topics(scope: Scope) -> Sequence[str]:
    """Return the topics of the resources that are for the actor, in the order of the alphabet."""
    statement = _for(scope).with_only_columns(Resource.topic).distinct()
    return sorted(topic for topic in db.session.scalars(statement) if topic)


def has_resources(scope: Scope) -> bool:
    """Return whether there is something to read, or something to keep."""
    return scope.role.covers(Role.ADMIN) or knows(_READABLE)


def document(scope: Scope, resource_id: uuid.UUID) -> Resource:
    """Return a document that is for the actor, with its content.

    Raises:
        NotFoundError: There is none, or it is not for them.
    """
    row = db.session.scalar(
        _for(scope)
        .where(Resource.id == resource_id, Resource.filename.is_not(None))
        .options(undefer(Resource.content))
    )
    return found(row, NO_RESOURCE)


def _own(scope: Scope) -> Select[Participant]:
    return (
        select(Participant)
        .join(Participant.cohort)
        .join(Cohort.program)
        .where(
            Participant.org_id == scope.org_id, Participant.member_id == scope.actor_id, *_offered()
        )
        .options(contains_eager(Participant.cohort).contains_eager(Cohort.program))
    )


def _offered() -> tuple[ColumnElement[bool], ...]:
    """Where a participant is offered an orientation, on the day of the query."""
    return (
        Participant.withdrawn_at.is_(None),
        Program.archived_at.is_(None),
        Program.orientation != OrientationRule.OFF,
        Cohort.ends_on >= bindparam(None, callable_=clock.today, type_=Date()),
    )


def _in_cohort(scope: Scope, cohort_id: uuid.UUID) -> Select[Participant]:
    return (
        select(Participant)
        .join(Participant.member)
        .outerjoin(Orientation, _of_participant())
        .where(
            Participant.org_id == scope.org_id,
            Participant.cohort_id == cohort_id,
            Participant.withdrawn_at.is_(None),
        )
        .options(contains_eager(Participant.member))
        .order_by(Member.name, Member.id, Participant.side)
    )


def _of_participant() -> ColumnElement[bool]:
    return and_(
        Orientation.org_id == Participant.org_id, Orientation.participant_id == Participant.id
    )


def _for(scope: Scope) -> Select[Resource]:
    """Staff read everything; members what is for a side on which they take part."""
    statement = select(Resource).where(
        Resource.org_id == scope.org_id, Resource.retired_at.is_(None)
    )
    if scope.role.covers(Role.VIEWER):
        return statement
    return statement.where(_is_for(scope.actor_id))


def _is_for(member_id: Any) -> ColumnElement[bool]:
    """Whether a resource is for a side on which a member takes part."""
    pool = exists().where(
        Cohort.org_id == Participant.org_id,
        Cohort.id == Participant.cohort_id,
        Program.org_id == Cohort.org_id,
        Program.id == Cohort.program_id,
        Program.kind == Kind.PEER,
    )
    on_side = exists().where(
        Participant.org_id == Resource.org_id,
        Participant.member_id == member_id,
        Participant.withdrawn_at.is_(None),
        or_(Participant.side == Resource.audience, pool.correlate(Participant)),
    )
    return or_(Resource.audience == Audience.BOTH, on_side.correlate(Resource, Member))


learns(
    _OFFERED,
    select(Participant.id)
    .join(Participant.cohort)
    .join(Cohort.program)
    .where(Participant.org_id == Member.org_id, Participant.member_id == Member.id, *_offered())
    .correlate(Member)
    .exists(),
)
_staff = Member.role.in_([role for role in Role if role.covers(Role.VIEWER)])
learns(
    _READABLE,
    exists()
    .where(
        Resource.org_id == Member.org_id,
        Resource.retired_at.is_(None),
        or_(_staff, _is_for(Member.id)),
    )
    .correlate(Member),
)
