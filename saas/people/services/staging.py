"""Rows of an import, put into the database in chunks."""

import uuid
from typing import Any

from sqlalchemy import insert

from saas.db import db
from saas.people.models import Import, ImportRow
from saas.people.staging import StagedFile
from saas.scope import Scope


def stage(scope: Scope, row: Import, file: StagedFile) -> None:
    """Save the rows of a file as rows of its import, and how many there are.

    Raises:
        InvalidError: The file turns out to be unreadable or too long.
    """
    for chunk in file.chunks:
        db.session.execute(insert(ImportRow), [_row(scope, row.id, each) for each in chunk])
        row.total += len(chunk)


def _row(scope: Scope, import_id: uuid.UUID, values: dict[str, Any]) -> dict[str, Any]:
    return {"org_id": scope.org_id, "id": uuid.uuid4(), "import_id": import_id, **values}
