"""Accepting what the program says: by signing the agreement, or when it changed since."""

import uuid

from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db
from saas.partnerships.models import Acceptance
from saas.partnerships.services.acting import Acting
from saas.scope import Scope


def note_acceptance(scope: Scope, found: Acting, program_version_id: uuid.UUID) -> None:
    """Note that a side accepts a version; the first time counts. Safe to call twice."""
    at = clock.now()
    statement = insert(Acceptance).values(
        org_id=scope.org_id,
        id=uuid.uuid4(),
        partnership_id=found.id,
        program_version_id=program_version_id,
        side=found.side,
        accepted_at=at,
        created_at=at,
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["org_id", "partnership_id", "program_version_id", "side"],
            set_={"accepted_at": at},
            where=Acceptance.accepted_at.is_(None),
        )
    )
