"""Reads of applications."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from saas.db import db, found
from saas.errors import NotFoundError
from saas.intake.models import Application, ApplicationState
from saas.programs import queries as programs
from saas.programs.life import goes_on, knows_people
from saas.programs.models import Cohort, Participant, Side
from saas.programs.speaking import speak_for
from saas.scope import Scope

PAGE = 50
#: How many earlier applications answers are taken from.
REUSED = 10
NO_APPLICATION = "That application does not exist."


@dataclass(frozen=True, slots=True)
class Page:
    """Some applications of many; pages are counted from 1."""

    rows: Sequence[Application]
    number: int
    total: int

    @property
    def first(self) -> int:
        """Place of the first row, from 1."""
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """Place of the last row."""
        return self.first + len(self.rows) - 1


@knows_people
def has_applications(scope: Scope, program_id: uuid.UUID) -> bool:
    """Return whether anybody applied to a program, or began to."""
    statement = (
        select(Application.id)
        .join(Application.cohort)
        .where(Application.org_id == scope.org_id, Cohort.program_id == program_id)
        .limit(1)
    )
    return db.session.scalar(statement) is not None


@goes_on(
    _l(
        "Applications wait for a decision: decide on them under Applications on the page of their "
        "cohort."
    )
)
def waiting_in(scope: Scope, program_id: uuid.UUID) -> Select[uuid.UUID]:
    """Find the applications to a program that wait for a decision."""
    return (
        select(Application.id)
        .join(Application.cohort)
        .where(
            Application.org_id == scope.org_id,
            Application.state == ApplicationState.SUBMITTED,
            Cohort.program_id == program_id,
        )
    )


def application(scope: Scope, application_id: uuid.UUID) -> Application:
    """Return the application with its member, cohort and program; raises NotFoundError."""
    return found(application_or_none(scope, application_id), NO_APPLICATION)


def application_or_none(scope: Scope, application_id: uuid.UUID) -> Application | None:
    """Return the application with its member, cohort, program and version; None without one."""
    return db.session.scalar(
        select(Application)
        .where(Application.org_id == scope.org_id, Application.id == application_id)
        .options(joinedload(Application.member))
        .options(joinedload(Application.cohort).joinedload(Cohort.program))
        .options(joinedload(Application.form_version))
    )


def own_application(scope: Scope, application_id: uuid.UUID) -> Application:
    """Return the actor's own application.

    Raises:
        NotFoundError: There is none, or it is somebody else's.
    """
    row = application(scope, application_id)
    if row.member_id != scope.actor_id:
        raise NotFoundError(NO_APPLICATION)
    speak_for(row.cohort.program)
    return row


def managed_application(scope: Scope, application_id: uuid.UUID) -> Application:
    """Return an application that the actor may decide on.

    Raises:
        NotFoundError: There is none, it is only a draft, or it is of somebody else's program.
    """
    row = application(scope, application_id)
    if row.state is ApplicationState.DRAFT or not programs.manages_cohort(scope, row.cohort_id):
        raise NotFoundError(NO_APPLICATION)
    speak_for(row.cohort.program)
    return row


def applications_of(scope: Scope, member_id: uuid.UUID) -> Sequence[Application]:
    """Return a member's applications, newest first, with cohort and program."""
    return db.session.scalars(
        select(Application)
        .where(Application.org_id == scope.org_id, Application.member_id == member_id)
        .options(joinedload(Application.cohort).joinedload(Cohort.program))
        .order_by(Application.created_at.desc(), Application.id)
    ).all()


def copied_from(scope: Scope, application: Application) -> Application | None:
    """Return the earlier application whose answers another one began with; None for none."""
    if application.copied_from_id is None:
        return None
    return application_or_none(scope, application.copied_from_id)


def answers_to_reuse(scope: Scope, member_id: uuid.UUID, side: Side) -> Sequence[Application]:
    """Return a member's last applications that were sent, those on the same side first."""
    return db.session.scalars(
        select(Application)
        .where(
            Application.org_id == scope.org_id,
            Application.member_id == member_id,
            Application.form_version_id.is_not(None),
        )
        .order_by((Application.side == side).desc(), Application.saved_at.desc(), Application.id)
        .limit(REUSED)
    ).all()


def applications_to(
    scope: Scope, cohort_id: uuid.UUID, member_id: uuid.UUID
) -> dict[Side, Application]:
    """Return a member's applications to one cohort, by side."""
    rows = db.session.scalars(
        select(Application).where(
            Application.org_id == scope.org_id,
            Application.cohort_id == cohort_id,
            Application.member_id == member_id,
        )
    )
    return {row.side: row for row in rows}


def sides_taken(scope: Scope, cohort_id: uuid.UUID, member_id: uuid.UUID) -> set[Side]:
    """Return the sides on which a member takes part in the cohort now."""
    return set(
        db.session.scalars(
            select(Participant.side).where(
                Participant.org_id == scope.org_id,
                Participant.cohort_id == cohort_id,
                Participant.member_id == member_id,
                Participant.withdrawn_at.is_(None),
            )
        )
    )


def applications(
    scope: Scope, cohort_id: uuid.UUID, state: ApplicationState, side: Side | None, number: int
) -> Page:
    """Return one page of a cohort's applications in one state, longest waiting first."""
    wanted = _applications(scope, cohort_id).where(Application.state == state)
    if side:
        wanted = wanted.where(Application.side == side)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    number = max(1, min(number, -(-total // PAGE)))
    rows = db.session.scalars(
        wanted.join(Application.member)
        .options(contains_eager(Application.member))
        .order_by(Application.submitted_at, Application.id)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    ).all()
    return Page(rows, number, total)


def chosen_applications(
    scope: Scope, cohort_id: uuid.UUID, ids: Collection[uuid.UUID]
) -> Sequence[Application]:
    """Return those of a cohort's applications, with their members, locked for a decision."""
    return db.session.scalars(
        _applications(scope, cohort_id)
        .where(Application.id.in_(ids))
        .options(joinedload(Application.member), joinedload(Application.form_version))
        .order_by(Application.id)
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    ).all()


def counts(scope: Scope, cohort_id: uuid.UUID) -> dict[ApplicationState, int]:
    """Return how many applications of a cohort are in each state."""
    rows = db.session.execute(
        select(Application.state, func.count())
        .where(Application.org_id == scope.org_id, Application.cohort_id == cohort_id)
        .group_by(Application.state)
    ).all()
    known: dict[ApplicationState, int] = {state: count for state, count in rows}
    return {state: known.get(state, 0) for state in ApplicationState}


def _applications(scope: Scope, cohort_id: uuid.UUID) -> Select[Application]:
    return select(Application).where(
        Application.org_id == scope.org_id, Application.cohort_id == cohort_id
    )
