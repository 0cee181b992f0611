"""Work of health done by the worker: read how partnerships go, and ask the two."""

import datetime as dt
import uuid
from collections.abc import Iterable

from saas.db import db
from saas.health import services
from saas.health.schedule import furnish_health
from saas.jobs import beat, job
from saas.scope import Scope

LEASE = dt.timedelta(minutes=5)


@job("health.read")
def read(scope: Scope, *, partnership_id: str) -> None:
    """Read one partnership, after something changed in it."""
    services.read_partnership(scope, uuid.UUID(partnership_id))


@job("health.read_all", lease=LEASE)
def read_all(scope: Scope) -> None:
    """Read every partnership that lasts."""
    _in_chunks(services.read_all(scope))
    # The workspace may have moved to another time zone since.
    furnish_health(scope)


@job("health.ask", lease=LEASE)
def ask(scope: Scope) -> None:
    """Ask everybody whose check-in is due."""
    _in_chunks(services.ask_due(scope))


def _in_chunks(work: Iterable[int]) -> None:
    """Keep each chunk as soon as it is done: what is done twice changes nothing."""
    for _done in work:
        db.session.commit()
        beat()
