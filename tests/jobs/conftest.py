"""Jobs need real commits: claims, leases and retries are about what others see."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from saas.db import bind_org, db
from saas.jobs import OutboxEntry, enqueue, job
from saas.jobs.registry import _jobs
from tests import factories


@pytest.fixture
def org(fresh_app):
    with fresh_app.app_context():
        return factories.organization(f"org-{uuid.uuid4().hex[:8]}")


@pytest.fixture
def register(monkeypatch):
    """Register a job for one test: `register("test.kind", work, failed=…)`."""
    before = dict(_jobs)

    def add(kind, work, *, failed=None, lease=dt.timedelta(minutes=2)):
        job(kind, failed=failed, lease=lease)(work)

    yield add
    _jobs.clear()
    _jobs.update(before)


@pytest.fixture
def ask(fresh_app, org):
    """Enqueue in a transaction of its own and return the entry's id."""

    def enqueue_one(kind, **values):
        with fresh_app.app_context():
            bind_org(org.id)
            enqueue(org.scope, kind, **values)
            db.session.commit()
        return str(entries_of(fresh_app, org)[-1].id)

    return enqueue_one


@pytest.fixture
def entries(fresh_app, org):
    return lambda: entries_of(fresh_app, org)


def entries_of(app, org):
    with app.app_context():
        bind_org(org.id)
        return db.session.scalars(select(OutboxEntry).order_by(OutboxEntry.created_at)).all()
