"""What a program admin decides about applications."""

import uuid
from collections.abc import Collection, Sequence

from flask_babel import lazy_gettext as _l

from saas import clock
from saas.db import db, refusing
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.intake import messages, queries
from saas.intake.canonical import canonical, capacity_of
from saas.intake.models import Application, ApplicationState
from saas.intake.schema import outline_of
from saas.programs import queries as programs
from saas.programs import services as programs_services
from saas.programs.models import Cohort, Side
from saas.scope import Scope

LONGEST_REASON = 2_000
WINDING_DOWN = _l("This program is winding down and takes nobody in; decline, and say so kindly.")
NEVER_SENT = (
    "{name}'s application was never sent with all of its answers; ask them to send it again."
)
USED = "{name} is part of a match run by now, so the approval stays; withdraw them instead."


def approve_applications(
    scope: Scope, cohort_id: uuid.UUID, ids: Collection[uuid.UUID], reason: str = ""
) -> Sequence[Application]:
    """Let applicants take part, all or none of them, and tell each.

    Raises:
        NotFoundError: The cohort or an application is not the actor's to manage.
        ConflictError: One of them is not waiting for a decision any more, or was never sent.
    """
    cohort = programs.open_cohort(scope, cohort_id)
    if not cohort.program.is_running:
        raise ConflictError(WINDING_DOWN)
    applications = _waiting(scope, cohort, ids)
    for application in applications:
        _admit(scope, cohort, application)
        _decide(scope, application, ApplicationState.APPROVED, _checked_reason(reason))
    return applications


def decline_applications(
    scope: Scope, cohort_id: uuid.UUID, ids: Collection[uuid.UUID], reason: str
) -> Sequence[Application]:
    """Decline applicants with a reason that they are told, all or none of them.

    Raises:
        NotFoundError: The cohort or an application is not the actor's to manage.
        ConflictError: One of them is not waiting for a decision any more.
        InvalidError: There is no reason, or it is too long.
    """
    if not reason.strip():
        raise InvalidError("reason", "Write the reason; the applicant is told it.")
    cohort = programs.open_cohort(scope, cohort_id)
    applications = _waiting(scope, cohort, ids)
    for application in applications:
        _decide(scope, application, ApplicationState.DECLINED, _checked_reason(reason))
    return applications


def undo_decisions(
    scope: Scope, cohort_id: uuid.UUID, ids: Collection[uuid.UUID]
) -> Sequence[Application]:
    """Let applications wait for a decision again, all or none of them.

    Raises:
        NotFoundError: The cohort or an application is not the actor's to manage.
        ConflictError: One was not decided, or matching has used the participant by now.
    """
    cohort = programs.open_cohort(scope, cohort_id)
    applications = _chosen(scope, cohort, ids)
    for application in applications:
        if application.state not in messages.DECISIONS:
            raise ConflictError(f"{application.member.name}'s application is not decided.")
        if application.state is ApplicationState.APPROVED:
            _take_back(scope, cohort, application)
        application.state, application.reason = ApplicationState.SUBMITTED, None
        application.decided_at = application.decided_by_id = None
    return applications


def _chosen(scope: Scope, cohort: Cohort, ids: Collection[uuid.UUID]) -> Sequence[Application]:
    if not ids:
        raise ConflictError("Choose at least one application first.")
    applications = queries.chosen_applications(scope, cohort.id, ids)
    drafts = any(each.state is ApplicationState.DRAFT for each in applications)
    if drafts or len(applications) < len(set(ids)):
        raise NotFoundError(queries.NO_APPLICATION)
    return applications


def _waiting(scope: Scope, cohort: Cohort, ids: Collection[uuid.UUID]) -> Sequence[Application]:
    applications = _chosen(scope, cohort, ids)
    for application in applications:
        if application.state is not ApplicationState.SUBMITTED:
            raise ConflictError(
                f"{application.member.name}'s application does not wait for a decision any more; "
                "load the page again."
            )
    return applications


def _admit(scope: Scope, cohort: Cohort, application: Application) -> None:
    version = application.form_version
    if version is None:
        raise ConflictError(NEVER_SENT.format(name=application.member.name))
    questions = list(outline_of(version.schema).questions)
    capacity = capacity_of(questions, application.answers)
    if capacity is None:
        capacity = cohort.program.mentor_capacity if application.side is Side.MENTOR else 1
    answers = canonical(questions, application.answers)
    programs_services.add_participant(
        scope,
        cohort,
        application.member,
        side=application.side,
        capacity=capacity,
        answers=answers,
    )
    application.member.time_zone = application.member.time_zone or answers.get("time_zone")


def _decide(
    scope: Scope, application: Application, state: ApplicationState, reason: str | None
) -> None:
    application.state, application.reason = state, reason
    application.decided_at, application.decided_by_id = clock.now(), scope.actor_id
    messages.application_decided(scope, application)


def _take_back(scope: Scope, cohort: Cohort, application: Application) -> None:
    places = queries.places_of(scope, cohort.id, application.side, [application.member_id])
    place = places.get(application.member_id)
    if place is None:
        return
    with refusing(USED.format(name=application.member.name)):
        db.session.delete(place)


def _checked_reason(reason: str) -> str | None:
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise InvalidError("reason", f"Keep the reason to {LONGEST_REASON:,} characters.")
    return reason or None
