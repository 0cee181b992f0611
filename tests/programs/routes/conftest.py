import pytest

from saas.programs import queries


@pytest.fixture
def goals(acme, tenant):
    def read():
        with tenant(acme) as scope:
            return [(row.title, row.explanation) for row in queries.active_goals(scope)]

    return read
