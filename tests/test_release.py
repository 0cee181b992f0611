import psycopg
import pytest
from sqlalchemy import make_url

from saas.embedded import SetUpError
from saas.release import release
from tests import cluster


@pytest.fixture
def fresh(environment, request, monkeypatch):
    """A migrated database of the test's own, named in the environment."""
    with cluster.fresh_clone(request.node.name[-30:]) as values:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        yield values["DATABASE_OWNER_URL"]


def connect(address):
    uri = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(uri, autocommit=True)


def revision(address):
    with connect(address) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchall()


def test_releasing_twice_changes_nothing(fresh):
    before = revision(fresh)

    release(fresh)

    assert revision(fresh) == before
    assert len(before) == 1


def test_an_empty_database_comes_to_the_same_revision(fresh):
    newest = revision(fresh)
    with connect(fresh) as connection:
        connection.execute("DROP OWNED BY rapport_owner CASCADE")

    release(fresh)

    assert revision(fresh) == newest


def test_a_table_without_a_wall_fails_the_release(fresh):
    with connect(fresh) as connection:
        connection.execute("CREATE TABLE leaky (org_id bigint, id uuid)")

    with pytest.raises(SetUpError, match="leaky does not have row-level security"):
        release(fresh)


def test_an_address_that_does_not_answer_is_one_sentence():
    with pytest.raises(SetUpError, match="The database cannot be reached"):
        release("postgresql://a@127.0.0.1:1/b")
