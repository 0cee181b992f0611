import datetime as dt

import pytest

from saas import clock
from saas.partnerships import queries
from tests.partnerships import making


@pytest.fixture
def partners(tenant, member, acme):
    """Ada, the mentee, and Grace, the mentor, who just became partners at acme."""
    return making.partners(tenant, member, acme)


@pytest.fixture
def ada(partners, sign_in):
    return sign_in(partners.mentee)


@pytest.fixture
def grace(partners, sign_in):
    return sign_in(partners.mentor)


@pytest.fixture
def began(acme, tenant, partners):
    """Let the partnership have begun some days ago."""

    def move(days_ago):
        with tenant(acme) as scope:
            row = queries.partnership(scope, partners.id)
            row.started_on = clock.today() - dt.timedelta(days=days_ago)

    return move
