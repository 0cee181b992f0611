"""Keeping who agreed to which text, and when."""

import uuid
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas import clock
from saas.db import db, found
from saas.errors import ConflictError
from saas.intake import queries
from saas.intake.kinds import QuestionKind
from saas.intake.models import OPEN, Application, Consent
from saas.intake.schema import outline_of
from saas.scope import Scope

NO_CONSENT = _l("You have not agreed to such a text with this application.")


def keep_consents(scope: Scope, application: Application) -> None:
    """Keep what an application just agreed to, and that it agrees no more. Safe to call twice.

    What was agreed to once and taken back stays, with both times.
    """
    asked = _agreed_to(application)
    known = queries.consents_in(scope, application.id)
    for row in known:
        if asked.get(row.question_id) == row.number:
            row.withdrawn_at = None
        else:
            row.withdrawn_at = row.withdrawn_at or clock.now()
    there = {(row.question_id, row.number) for row in known}
    for question_id, number in asked.items():
        if (question_id, number) not in there and application.form_version:
            consent = Consent(
                application_id=application.id,
                member_id=application.member_id,
                question_id=question_id,
                form_version_id=application.form_version.id,
                number=number,
            )
            db.session.add(consent)


def take_back_consent(scope: Scope, application_id: uuid.UUID, question_id: uuid.UUID) -> Consent:
    """Let whoever applied agree no more, once they cannot change their answers themselves.

    Both times are kept, and admins see them. Safe to call twice.

    Raises:
        NotFoundError: The application is not the actor's, or it agreed to no such text.
        ConflictError: Its answers can still be changed.
    """
    application, row = _decided(scope, application_id, question_id)
    row.withdrawn_at = row.withdrawn_at or clock.now()
    kept = {key: value for key, value in application.answers.items() if key != str(question_id)}
    application.answers = kept
    return row


def give_consent_again(scope: Scope, application_id: uuid.UUID, question_id: uuid.UUID) -> Consent:
    """Agree again to the same text. Safe to call twice.

    Raises:
        NotFoundError: The application is not the actor's, or it agreed to no such text.
        ConflictError: Its answers can still be changed.
    """
    application, row = _decided(scope, application_id, question_id)
    row.withdrawn_at = None
    application.answers = {**application.answers, str(question_id): True}
    return row


def _decided(
    scope: Scope, application_id: uuid.UUID, question_id: uuid.UUID
) -> tuple[Application, Consent]:
    key = (scope.org_id, application_id)
    db.session.get(Application, key, with_for_update=True, populate_existing=True)
    application = queries.own_application(scope, application_id)
    given = queries.consents_by_question(scope, application_id)
    row = found(given.get(str(question_id)), NO_CONSENT)
    if application.state in OPEN or application.form_version is None:
        raise ConflictError(_("Your answers can still be changed; untick it there."))
    return application, row


def _agreed_to(application: Application) -> Mapping[uuid.UUID, int]:
    """Return the numbers of the texts that an application agrees to, by question."""
    if application.form_version is None:
        return {}
    return {
        uuid.UUID(each.id): each.consent_version or 1
        for each in outline_of(application.form_version.schema).questions
        if each.kind is QuestionKind.CONSENT and each.id in application.answers
    }
