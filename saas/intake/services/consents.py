"""Keeping who agreed to which text, and when."""

import uuid
from collections.abc import Mapping

from saas import clock
from saas.db import db
from saas.intake import queries
from saas.intake.kinds import QuestionKind
from saas.intake.models import Application, Consent
from saas.intake.schema import outline_of
from saas.scope import Scope


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


def _agreed_to(application: Application) -> Mapping[uuid.UUID, int]:
    """Return the numbers of the texts that an application agrees to, by question."""
    if application.form_version is None:
        return {}
    return {
        uuid.UUID(each.id): each.consent_version or 1
        for each in outline_of(application.form_version.schema).questions
        if each.kind is QuestionKind.CONSENT and each.id in application.answers
    }
