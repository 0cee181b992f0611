import pytest

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
