"""Reads of somebody on their way through an orientation."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import contains_eager

from saas.db import db, found
from saas.orgs.models import Member
from saas.orgs.speech import knows, learns, own_words
from saas.orientation.builtin import SCENARIOS
from saas.orientation.models import Orientation, Scenario
from saas.orientation.steps import Step, steps_of
from saas.programs import queries as programs
from saas.programs.builtin.by_kind import still_builtin
from saas.programs.life import partnered
from saas.programs.models import (
    Cohort,
    OrientationRule,
    Participant,
    Program,
    Side,
)
from saas.programs.speaking import speak_for
from saas.scope import Scope
from saas.words import peer_words

TEXTS = ("title", "situation", "audience", "answers", "feedback", "best")
NO_ORIENTATION = _l("There is no such orientation, or it is not yours to take.")
_OFFERED = "offered_orientation"
"""A fact that every page of a member needs, for what stands beside it."""


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
    def is_done(self) -> bool:
        """Whether all of it was taken: once, or as it is now."""
        return self.completed_at is not None or self.following is None

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

    def chosen(self, step: Step) -> str | None:
        """Return the answer that was chosen in a scenario, or None.

        As it reads now, or as it was kept where it is not one of the answers any more.
        """
        kept: str | None = self.row.chosen.get(step.key) if self.row else None
        if kept is None or step.scenario is None:
            return kept
        now = {in_standard_words(step.scenario, each): each for each in step.scenario.answers}
        return now.get(in_standard_words(step.scenario, kept), kept)


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
    return steps_in(scope, [program])[program.id, side]


def steps_in(
    scope: Scope, offering: Sequence[Program]
) -> Mapping[tuple[uuid.UUID, Side], list[Step]]:
    """Return the steps by program and side, in at most five queries, however many programs."""
    newest = programs.newest_versions(scope, [each.id for each in offering])
    unpublished = [each for each in offering if each.id not in newest]
    drafts = programs.drafts(scope, unpublished) if unpublished else {}
    said = {**drafts, **{program_id: row.contents for program_id, row in newest.items()}}
    scenarios = programs.listed(scope, Scenario)
    return {
        (each.id, side): steps_of(each, side, said[each.id], here)
        for each in offering
        for here in [[_said_here(each, row) for row in scenarios]]
        for side in Side
    }


def _said_here(program: Program, row: Scenario) -> Scenario:
    """Return a scenario as it is; to peers in their words, as far as it is still the built-in."""
    if not program.is_pool:
        return row
    words, builtin = own_words(), SCENARIOS.get(row.builtin_key or "", {})
    columns = {name: getattr(row, name) for name in TEXTS}
    said = still_builtin(columns, builtin, words, peer_words(words), {})
    # Never added to the session, so nothing of it is saved.
    return Scenario(id=row.id, builtin_key=row.builtin_key, **said)


def in_standard_words(scenario: Scenario, answer: str) -> str:
    """Return an answer as it is kept: a built-in one in the words that every organization has."""
    builtin = SCENARIOS.get(scenario.builtin_key or "", {}).get("answers", [])
    words = own_words()
    known: dict[str, str] = {
        each.say(text): text for each in (peer_words(words), words) for text in builtin
    }
    return known.get(answer, answer)


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
        .outerjoin(Orientation, of_participant())
        .add_columns(Orientation)
        .order_by(Cohort.starts_on.desc(), Participant.side, Participant.id)
    )
    return [(participant, row) for participant, row in db.session.execute(statement)]


def done(
    scope: Scope, places: Iterable[tuple[Participant, Orientation | None]]
) -> frozenset[uuid.UUID]:
    """Return the participants who took all of it: once, or as it is now.

    At most five queries, and none while nobody has begun.
    """
    rows = [(participant, row) for participant, row in places if row]
    begun = [(each, row) for each, row in rows if row.taken and not row.completed_at]
    offering = {each.cohort.program for each, _row in begun}
    steps = steps_in(scope, list(offering)) if offering else {}
    nothing_left = {
        each.id
        for each, row in begun
        if {step.key for step in steps[each.cohort.program_id, each.side]} <= set(row.taken)
    }
    return frozenset(nothing_left.union(each.id for each, row in rows if row.completed_at))


def awaited(scope: Scope, waiting: Iterable[Participant]) -> frozenset[uuid.UUID]:
    """Return who, of those who have not taken it, is matched only once they have: one query.

    Whoever has a partner already is matched.
    """
    needed = {
        each.id for each in waiting if each.cohort.program.orientation is OrientationRule.REQUIRED
    }
    return frozenset(needed - partnered(scope, needed) if needed else ())


def has_orientation(_scope: Scope) -> bool:
    """Return whether the actor has an orientation to take or to look at again."""
    return knows(_OFFERED)


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
        programs.is_not_over(),
    )


def of_participant() -> ColumnElement[bool]:
    """Join a participant with how far they are."""
    return and_(
        Orientation.org_id == Participant.org_id, Orientation.participant_id == Participant.id
    )


learns(
    _OFFERED,
    select(Participant.id)
    .join(Participant.cohort)
    .join(Cohort.program)
    .where(Participant.org_id == Member.org_id, Participant.member_id == Member.id, *_offered())
    .correlate(Member)
    .exists(),
)
