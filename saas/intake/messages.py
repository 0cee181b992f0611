"""Messages of intake, one function each."""

import uuid
from typing import Any

from saas import clock
from saas.intake import queries
from saas.intake.models import Application, ApplicationState
from saas.mail.letter import Frame, Item, Letter, Value, compose
from saas.mail.sender import renders
from saas.mail.services import Promise, Recipient, post
from saas.orgs import queries as orgs
from saas.orgs.models import Member
from saas.programs.models import Cohort
from saas.scope import Scope
from saas.web.address import address_of

DECISIONS = {
    ApplicationState.APPROVED: "application_approved",
    ApplicationState.DECLINED: "application_declined",
}


def application_received(scope: Scope, application: Application) -> None:
    """Tell an applicant that the application has arrived; once, however often it is changed."""
    name = "application_received"
    letter = compose(name, _values(scope, application), _frame(scope))
    post(scope, Promise(f"{name}:{application.id}", name, _to(application)), letter)


def application_decided(scope: Scope, application: Application) -> None:
    """Tell an applicant what was decided, unless it is undone before the message leaves."""
    name = DECISIONS[application.state]
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
    name = "invited_to_apply"
    workspace = orgs.workspace(scope)
    values = {
        "name": member.name,
        "organization": workspace.name,
        "program": cohort.program.name,
        "cohort": cohort.name,
        "apply_url": address_of("org.intake.apply", org_slug=_slug(scope), cohort_id=cohort.id),
    }
    letter = compose(name, values, _frame(scope))
    to = Recipient(member.name, member.email)
    post(scope, Promise(f"{name}:{cohort.id}:{member.id}:{clock.today()}", name, to), letter)


@renders("application_approved")
@renders("application_declined")
def _decision(scope: Scope, payload: dict[str, Any]) -> Letter | None:
    application = queries.application(scope, uuid.UUID(payload["application_id"]))
    decided_at = application.decided_at
    if decided_at is None or decided_at.isoformat() != payload["decided_at"]:
        return None
    reason = [Item(application.reason)] if application.reason else []
    values = {**_values(scope, application), "reason": reason}
    return compose(DECISIONS[application.state], values, _frame(scope))


def _to(application: Application) -> Recipient:
    return Recipient(application.member.name, application.member.email)


def _frame(scope: Scope) -> Frame:
    workspace = orgs.workspace(scope)
    return Frame(workspace.name, workspace.brand_color)


def _slug(scope: Scope) -> str:
    return orgs.organization(scope.org_id).slug


def _values(scope: Scope, application: Application) -> dict[str, Value]:
    return {
        "name": application.member.name,
        "organization": orgs.workspace(scope).name,
        "program": application.cohort.program.name,
        "cohort": application.cohort.name,
        "side": application.side.value,
        "application_url": address_of(
            "org.intake.show_application", org_slug=_slug(scope), application_id=application.id
        ),
    }
