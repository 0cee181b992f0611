import psycopg
import pytest
from sqlalchemy import make_url

from saas.embedded import Postgres, SetUpError, places
from saas.embedded.postgres import ROLES
from tests import cluster


@pytest.fixture(scope="module")
def home():
    with cluster.open_folder() as home:
        places.make_private(home / "run")
        yield home


@pytest.fixture(scope="module")
def postgres(home):
    """One cluster for the module: making it is what takes long."""
    # A first attempt that was interrupted.
    (home / "postgres.new").mkdir()
    (home / "postgres.new" / "PG_VERSION").write_text("18")
    server = Postgres(home, home / "run", durable=False)
    server.start()
    yield server
    server.stop()


def rows(server, query):
    with server.admin() as connection:
        return connection.execute(query).fetchall()


def test_nothing_listens_on_the_network(postgres):
    assert rows(postgres, "SHOW listen_addresses") == [("",)]


def test_only_whoever_started_it_reaches_the_socket(postgres):
    assert postgres.socket_dir.stat().st_mode & 0o077 == 0


def test_the_four_roles_see_through_no_policy(postgres):
    query = (
        "SELECT rolname FROM pg_roles WHERE rolcanlogin AND NOT rolsuper AND NOT rolbypassrls "
        "AND NOT rolcreaterole AND NOT rolcreatedb"
    )

    assert {name for (name,) in rows(postgres, query)} == set(ROLES.values())


def test_each_address_leads_to_its_role(postgres):
    postgres.create_database("addressed")

    for setting, address in postgres.addresses("addressed").items():
        uri = make_url(address).set(drivername="postgresql").render_as_string()
        with psycopg.connect(uri) as connection:
            assert connection.info.user == ROLES[setting]
            assert connection.info.dbname == "addressed"


def test_a_database_is_the_owners_and_is_made_once(postgres):
    postgres.create_database("once")
    postgres.create_database("once")

    query = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'once'"
    assert rows(postgres, query) == [("rapport_owner",)]


def test_a_copy_has_what_its_template_has(postgres):
    postgres.create_database("template")
    with postgres.admin("template") as connection:
        connection.execute("CREATE TABLE thing AS SELECT 7 AS n")

    postgres.create_database("copy", template="template")

    with postgres.admin("copy") as connection:
        assert connection.execute("SELECT n FROM thing").fetchone() == (7,)


def test_a_database_in_use_can_be_dropped(postgres):
    postgres.create_database("busy")
    with postgres.admin("busy"):
        postgres.drop_database("busy")

    assert rows(postgres, "SELECT 1 FROM pg_database WHERE datname = 'busy'") == []


def test_what_was_saved_is_there_after_a_restart(postgres):
    with postgres.admin() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")

    postgres.stop()
    postgres.start()

    assert rows(postgres, "SELECT n FROM kept") == [(1,)]


def test_data_of_another_version_are_refused_in_one_sentence(postgres, home):
    version = postgres.data / "PG_VERSION"
    ours = version.read_text()
    version.write_text("9\n")

    with pytest.raises(SetUpError, match=r"was made by PostgreSQL 9 and this is \d+; move it away"):
        Postgres(home, home / "run").start()

    version.write_text(ours)
