"""Reading how partnerships go, and keeping what was read by day."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from saas import clock
from saas.db import db
from saas.health import queries
from saas.health.engine import Policy, read_each
from saas.health.engine import Reading as Read
from saas.health.facts import facts_of
from saas.health.models import Reading
from saas.health.urgency import urgency
from saas.partnerships.days import today
from saas.partnerships.models import Partnership
from saas.scope import Scope

CHUNK = 200
KEPT = ("version", "score", "confidence", "band", "trend", "urgency", "body")


def policy() -> Policy:
    """Return the policy that readings are made under."""
    return Policy()


def reading_of(scope: Scope, partnership: Partnership) -> Read:
    """Return how a partnership goes today; nothing is kept."""
    return next(_read(scope, [partnership], today(scope)))


def read_partnership(scope: Scope, partnership_id: uuid.UUID) -> None:
    """Read one partnership and keep the reading of today. Safe to call twice."""
    row = db.session.get(Partnership, (scope.org_id, partnership_id))
    if row is not None:
        _keep(scope, [row], today(scope))


def read_all(scope: Scope) -> Iterator[int]:
    """Read every partnership that lasts, a chunk at a time; the caller commits between.

    Yields:
        How many were read so far.
    """
    on, done, after = today(scope), 0, None
    while rows := queries.lasting(scope, after=after, limit=CHUNK):
        _keep(scope, rows, on)
        done, after = done + len(rows), rows[-1].id
        db.session.expunge_all()
        yield done


def _read(scope: Scope, rows: Sequence[Partnership], on: dt.date) -> Iterator[Read]:
    begun = [row for row in rows if row.started_on <= on]
    return read_each(facts_of(scope, begun), policy(), on)


def _keep(scope: Scope, rows: Sequence[Partnership], on: dt.date) -> None:
    contacts = queries.contacts_by_partnership(scope, [row.id for row in rows])
    values = [
        _row(scope, read, urgency(read, contacts.get(uuid.UUID(read.id), ())))
        for read in _read(scope, rows, on)
    ]
    if not values:
        return
    statement = insert(Reading).values(values)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["org_id", "partnership_id", "read_on"],
            set_={name: statement.excluded[name] for name in KEPT},
        )
    )


def _row(scope: Scope, read: Read, pressing: int) -> dict[str, Any]:
    return {
        "org_id": scope.org_id,
        "id": uuid.uuid4(),
        "partnership_id": uuid.UUID(read.id),
        "read_on": read.as_of,
        "version": read.version,
        "score": None if read.score is None else round(read.score),
        "confidence": read.confidence,
        "band": read.band,
        "trend": None if read.trend is None else round(read.trend),
        "urgency": pressing,
        "body": {**read.to_dict(), "moved_by": read.moved_by},
        "created_at": clock.now(),
    }
