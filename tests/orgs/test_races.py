"""Two at once, with real commits."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from saas.db import bind_org, db, directory
from saas.orgs import invitations
from saas.orgs.models import Invitation
from saas.scope import Role
from tests import factories

AT_ONCE = 6


@pytest.fixture
def org(fresh_app):
    with fresh_app.app_context():
        return factories.organization("races")


def test_of_offers_made_at_once_the_last_alone_is_open(fresh_app, org):
    ready = threading.Barrier(AT_ONCE)

    def offer(_):
        with fresh_app.app_context():
            bind_org(org.id)
            ready.wait(timeout=10)
            invitations.invite(org.scope, email="ada@example.org", role=Role.MEMBER)
            directory.commit()
            db.session.commit()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(offer, range(AT_ONCE)))

    with fresh_app.app_context():
        bind_org(org.id)
        rows = db.session.scalars(select(Invitation)).all()
    assert len(rows) == AT_ONCE
    assert sum(row.revoked_at is None for row in rows) == 1
