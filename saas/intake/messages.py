"""Messages of intake, one function each."""

import re
import uuid
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from saas import clock
from saas.db import newest
from saas.errors import NotFoundError
from saas.intake import queries
from saas.intake.message_list import (
    APPLICATION_APPROVED,
    APPLICATION_DECLINED,
    APPLICATION_RECEIVED,
    INVITED_TO_APPLY,
    INVITED_TO_JOIN,
)
from saas.intake.models import Application, ApplicationState
from saas.mail.letter import Letter
from saas.mail.registry import latest
from saas.mail.sender import renders
from saas.mail.services import Promise, Recipient, post
from saas.mail.values import Item, Value, Values
from saas.orgs import queries as orgs
from saas.orgs.letters import compose, send
from saas.orgs.messages import Purpose, finds_purpose, invitation_values
from saas.orgs.models import Invitation, Member, MemberState
from saas.programs import queries as programs
from saas.programs.models import Cohort
from saas.programs.speaking import speak_for, speaking_for
from saas.scope import Scope
from saas.web.address import address_of
from saas.web.speaking import say

#: Where an invitation to apply leads (saas.intake.services.invitations).
_APPLYING = re.compile(r"/o/[^/]+/cohorts/([0-9a-f-]{36})/apply")
DECISIONS = {
    ApplicationState.APPROVED: APPLICATION_APPROVED,
    ApplicationState.DECLINED: APPLICATION_DECLINED,
}


def application_received(scope: Scope, application: Application) -> None:
    """Tell an applicant that the application has arrived; once, however often it is changed."""
    with speaking_for(application.cohort.program):
        values = _values(scope, application)
        send(scope, APPLICATION_RECEIVED, str(application.id), application.member, values)


def application_decided(scope: Scope, application: Application) -> None:
    """Tell an applicant what was decided, unless it is undone, or they left, before it is sent."""
    name = DECISIONS[application.state].name
    decided_at = application.decided_at.isoformat() if application.decided_at else ""
    promise = Promise(
        key=f"{name}:{application.id}:{decided_at}",
        message=name,
        to=_to(application),
        payload={"application_id": str(application.id), "decided_at": decided_at},
    )
    post(scope, promise)


def invited_to_apply(scope: Scope, member: Member, cohort: Cohort) -> None:
    """Invite somebody who is a member already to apply; at most once a day and cohort."""
    key = f"{cohort.id}:{member.id}:{clock.today()}"
    with speaking_for(cohort.program):
        send(scope, INVITED_TO_APPLY, key, member, _invited(scope, member, cohort))


@finds_purpose
def _to_apply(scope: Scope, invitation: Invitation) -> Purpose | None:
    """An invitation that leads to an open application says so, also when it is sent again."""
    way = _APPLYING.fullmatch(invitation.next_path)
    if way is None:
        return None
    try:
        cohort = programs.cohort(scope, uuid.UUID(way[1]))
    except NotFoundError:  # The sample, with its cohort, may be gone by now.
        return None
    if not cohort.takes_applications:
        return None
    whereto = _whereto(cohort)
    sentence = _("You are invited to apply for %(program)s (%(cohort)s).", **whereto)
    return Purpose(INVITED_TO_JOIN, whereto, sentence)


@renders("application_approved")
@renders("application_declined")
def _decision(scope: Scope, payload: dict[str, Any]) -> Letter | None:
    application = queries.application(scope, uuid.UUID(payload["application_id"]))
    decided_at, member = application.decided_at, application.member
    if decided_at is None or decided_at.isoformat() != payload["decided_at"]:
        return None
    if member.state is MemberState.REMOVED:
        return None
    with speaking_for(application.cohort.program):
        values = {**_values(scope, application), **_reason(application)}
        return compose(scope, DECISIONS[application.state], values, language=member.language)


@latest(APPLICATION_RECEIVED)
def _latest_application(scope: Scope) -> Values | None:
    return _latest(scope, Application.submitted_at.is_not(None))


@latest(APPLICATION_APPROVED)
def _latest_approved(scope: Scope) -> Values | None:
    return _latest(scope, Application.state == ApplicationState.APPROVED)


@latest(APPLICATION_DECLINED)
def _latest_declined(scope: Scope) -> Values | None:
    return _latest(scope, Application.state == ApplicationState.DECLINED)


@latest(INVITED_TO_APPLY)
def _latest_cohort(scope: Scope) -> Values | None:
    cohort = newest(Cohort)
    member = scope.actor_id and orgs.member(scope, scope.actor_id)
    if not (cohort and member):
        return None
    speak_for(cohort.program)
    return _invited(scope, member, cohort)


@latest(INVITED_TO_JOIN)
def _latest_invitation(scope: Scope) -> Values | None:
    cohort, invitation = newest(Cohort), newest(Invitation)
    if cohort is None or invitation is None:
        return None
    return {**invitation_values(scope, invitation), **_whereto(cohort)}


def _latest(scope: Scope, condition: ColumnElement[bool]) -> Values | None:
    row = newest(Application, condition)
    if row is None:
        return None
    application = queries.application(scope, row.id)
    speak_for(application.cohort.program)
    return {**_values(scope, application), **_reason(application)}


def _reason(application: Application) -> dict[str, Value]:
    return {"reason": [Item(application.reason)] if application.reason else []}


def _to(application: Application) -> Recipient:
    return Recipient(application.member.name, application.member.email)


def _slug(scope: Scope) -> str:
    return orgs.organization(scope.org_id).slug


def _values(scope: Scope, application: Application) -> dict[str, Value]:
    return {
        "name": application.member.name,
        "organization": orgs.workspace(scope).name,
        "program": application.cohort.program.name,
        "cohort": application.cohort.name,
        "side": say(application.side.value),
        "a_side": say(f"a {application.side.value}"),
        "application_url": address_of(
            "org.intake.show_application", org_slug=_slug(scope), application_id=application.id
        ),
    }


def _whereto(cohort: Cohort) -> dict[str, Value]:
    return {"program": cohort.program.name, "cohort": cohort.name}


def _invited(scope: Scope, member: Member, cohort: Cohort) -> dict[str, Value]:
    return {
        **_whereto(cohort),
        "name": member.name,
        "organization": orgs.workspace(scope).name,
        "apply_url": address_of("org.intake.apply", org_slug=_slug(scope), cohort_id=cohort.id),
    }
