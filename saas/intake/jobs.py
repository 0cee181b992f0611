"""Work of intake done by the worker."""

import datetime as dt
import uuid

from flask import current_app

from saas.db import bind_org, db
from saas.intake import queries
from saas.intake.services import imports
from saas.jobs import beat, job
from saas.scope import Scope

FAILED = "Something went wrong and nobody was taken in; upload the file again."


def _failed(scope: Scope, import_id: str) -> None:
    """Say on the page of an import that it was given up."""
    imports.stop_import(queries.managed_import(scope, uuid.UUID(import_id)), FAILED)


@job("intake.take_in", failed=_failed, lease=dt.timedelta(minutes=5))
def take_in(scope: Scope, import_id: str) -> None:
    """Take in the people of a confirmed import, in one transaction."""

    def report(percent: int) -> None:
        beat()
        _note_progress(scope.org_id, uuid.UUID(import_id), percent)

    imports.finish_import(scope, uuid.UUID(import_id), report)


@job("intake.discard_abandoned")
def discard_abandoned(scope: Scope) -> None:
    """Forget files that nobody confirmed."""
    imports.discard_abandoned(scope)


def _note_progress(org_id: int, import_id: uuid.UUID, percent: int) -> None:
    """Let the page see how far the work is, in a transaction of its own."""
    with current_app.app_context():
        bind_org(org_id)
        imports.note_progress(org_id, import_id, percent)
        db.session.commit()
