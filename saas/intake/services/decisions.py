"""What a program admin decides about applications."""

import uuid
from collections.abc import Collection, Sequence

from flask_babel import lazy_gettext as _l

from saas import clock
from saas.db import db, refusing
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.intake import messages, queries
from saas.intake.asking import Asked
from saas.intake.canonical import canonical, capacity_of
from saas.intake.models import Application, ApplicationState
from saas.intake.schema import outline_of
from saas.intake.services.winding import look_whether_over
from saas.programs.models import Cohort, Participant, Side
from saas.programs.services.locking import locked_open_cohort
from saas.programs.services.participants import add_participant, place_as_json, put_back
from saas.scope import Scope

LONGEST_REASON = 2_000
WINDING_DOWN = _l("This program is winding down and takes nobody in; decline, and say so kindly.")
NEVER_SENT = (
    "{name}'s application was never sent with all of its answers; ask them to send it again."
)
TAKEN_BACK = (
    "{name} has taken back what they must agree to; ask them to agree again in their application, "
    "or decline it."
)
USED = "{name} is part of a match run by now, so the approval stays; withdraw them instead."
CHANGED = (
    "{name}'s place has been changed since, by hand or by a file, so the approval stays; "
    "withdraw them instead."
)


def approve_applications(
    scope: Scope, cohort_id: uuid.UUID, ids: Collection[uuid.UUID], reason: str = ""
) -> Sequence[Application]:
    """Let applicants take part, all or none of them, and tell each.

    Whoever takes part already, since a file or an admin took them in meanwhile, keeps their place
    with the answers of the application put over those it has.

    Raises:
        NotFoundError: The cohort or an application is not the actor's to manage.
        ConflictError: One of them is not waiting for a decision any more, was never sent, agrees
            no more to what is needed, or was removed from the organization.
    """
    cohort = locked_open_cohort(scope, cohort_id)
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
    cohort = locked_open_cohort(scope, cohort_id)
    applications = _waiting(scope, cohort, ids)
    for application in applications:
        _decide(scope, application, ApplicationState.DECLINED, _checked_reason(reason))
    return applications


def undo_decisions(
    scope: Scope, cohort_id: uuid.UUID, ids: Collection[uuid.UUID]
) -> Sequence[Application]:
    """Let applications wait for a decision again, all or none of them.

    Whoever an approval took in takes part no longer; whoever had a place before has it as it was.

    Raises:
        NotFoundError: The cohort or an application is not the actor's to manage.
        ConflictError: One was not decided, or matching has used the participant by now, or their
            place was changed since.
    """
    cohort = locked_open_cohort(scope, cohort_id)
    applications = _chosen(scope, cohort, ids)
    for application in applications:
        if application.state not in messages.DECISIONS:
            raise ConflictError(f"{application.member.name}'s application is not decided.")
        if application.state is ApplicationState.APPROVED:
            _take_back(scope, application)
        application.state, application.reason = ApplicationState.SUBMITTED, None
        application.decided_at = application.decided_by_id = application.admitted = None
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
    if queries.lacks_consent(scope, application):
        raise ConflictError(TAKEN_BACK.format(name=application.member.name))
    questions = list(outline_of(version.schema).questions)
    answers = canonical(questions, application.answers)
    before = _place(scope, application)
    was = place_as_json(before) if before else None
    place = add_participant(
        scope,
        cohort,
        application.member,
        side=application.side,
        capacity=_capacity(cohort, application, questions, before),
        answers={**(before.answers if before else {}), **answers},
    )
    zone = None if application.member.time_zone else answers.get("time_zone")
    application.member.time_zone = application.member.time_zone or zone
    application.admitted = {"before": was, "after": place_as_json(place), "time_zone": zone}


def _capacity(
    cohort: Cohort,
    application: Application,
    questions: Sequence[Asked],
    before: Participant | None,
) -> int:
    """Return what they said, else what their place has, else what the program plans with."""
    said = capacity_of(questions, application.answers)
    if said is not None:
        return said
    if before is not None:
        return before.capacity
    return cohort.program.mentor_capacity if application.side is Side.MENTOR else 1


def _decide(
    scope: Scope, application: Application, state: ApplicationState, reason: str | None
) -> None:
    application.state, application.reason = state, reason
    application.decided_at, application.decided_by_id = clock.now(), scope.actor_id
    messages.application_decided(scope, application)
    look_whether_over(scope, application)


def _take_back(scope: Scope, application: Application) -> None:
    """Undo what an approval did; those from before it was noted made the place."""
    place, name = _place(scope, application), application.member.name
    done = application.admitted or {"before": None, "time_zone": None}
    if done["time_zone"] == application.member.time_zone:
        application.member.time_zone = None
    if place is None:
        return
    if place_as_json(place) != done.get("after", place_as_json(place)):
        raise ConflictError(CHANGED.format(name=name))
    if done["before"]:
        put_back(place, done["before"])
        return
    with refusing(USED.format(name=name)):
        db.session.delete(place)


def _place(scope: Scope, application: Application) -> Participant | None:
    """Return the place they have or had where they applied, kept from others until this commits."""
    member_id = application.member_id
    places = queries.places_of(
        scope, application.cohort_id, application.side, [member_id], lock=True
    )
    return places.get(member_id)


def _checked_reason(reason: str) -> str | None:
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise InvalidError("reason", f"Keep the reason to {LONGEST_REASON:,} characters.")
    return reason or None
