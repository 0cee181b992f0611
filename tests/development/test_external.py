"""Development on somebody else's server; here a server of our own that asks for passwords."""

import psycopg
import pytest
from sqlalchemy import make_url

from saas import roles
from saas.development.external import provide
from saas.development.state import State
from saas.embedded import Postgres, SetUpError, places
from tests import cluster


@pytest.fixture(scope="module")
def server():
    with cluster.open_folder() as home:
        places.make_private(home / "run")
        server = Postgres(home, home / "run", durable=False)
        server.start()
        rules = "local all postgres,weak,maker trust\nlocal all all scram-sha-256\n"
        (server.data / "pg_hba.conf").write_text(rules)
        with server.admin() as connection:
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE ROLE weak LOGIN")
            connection.execute("CREATE ROLE maker LOGIN CREATEROLE")
        yield server
        server.stop()


@pytest.fixture
def state(tmp_path):
    return State(tmp_path / "state")


def who(address):
    uri = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(uri) as connection:
        return connection.execute("SELECT current_user").fetchone()[0]


def test_an_administrator_s_address_becomes_four_roles_that_can_sign_in(server, state):
    provided = provide({"DATABASE_URL": server.url("postgres", "alpha")}, state)

    assert {setting: who(address) for setting, address in provided.items()} == {
        "DATABASE_OWNER_URL": "alpha_owner",
        "DATABASE_URL": "alpha_app",
        "DATABASE_DIRECTORY_URL": "alpha_directory",
        "DATABASE_RELAY_URL": "alpha_relay",
    }


def test_only_the_owner_makes_tables(server, state):
    provided = provide({"DATABASE_URL": server.url("postgres", "beta")}, state)

    with roles.connect(make_url(provided["DATABASE_OWNER_URL"])) as owner:
        owner.execute("CREATE TABLE thing ()")
    with (
        roles.connect(make_url(provided["DATABASE_URL"])) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("CREATE TABLE other ()")


def test_the_second_time_gives_the_same(server, state):
    given = {"DATABASE_URL": server.url("postgres", "gamma")}

    assert provide(given, state) == provide(given, state)


def test_a_folder_that_has_lost_its_passwords_makes_new_ones(server, state, tmp_path):
    given = {"DATABASE_URL": server.url("postgres", "delta")}
    before = provide(given, state)

    after = provide(given, State(tmp_path / "another"))

    assert after != before
    assert who(after["DATABASE_URL"]) == "delta_app"


def test_the_password_of_somebody_else_s_role_is_never_changed(server, state):
    with server.admin() as connection:
        connection.execute("CREATE ROLE epsilon_app LOGIN PASSWORD 'theirs'")

    with pytest.raises(SetUpError, match="The role epsilon_app exists, and was not made by this"):
        provide({"DATABASE_URL": server.url("postgres", "epsilon")}, state)


def test_four_addresses_are_taken_as_they_are(server, state):
    given = {name: f"postgres://{role}:x@host/db" for role, name in roles.SETTINGS.items()}

    provided = provide(given, state)

    assert provided == {name: f"postgresql+psycopg{url[8:]}" for name, url in given.items()}


def test_with_an_owner_the_app_s_role_is_kept(server, state):
    given = {
        "DATABASE_OWNER_URL": server.url("postgres", "zeta"),
        "DATABASE_URL": server.url("weak", "zeta"),
    }

    provided = provide(given, state)

    assert who(provided["DATABASE_URL"]) == "weak"
    assert who(provided["DATABASE_DIRECTORY_URL"]) == "zeta_directory"


@pytest.mark.parametrize(
    ("role", "database", "sentence"),
    [
        ("weak", "postgres", "The role weak may not create roles; use one that may, or set all"),
        ("weak", "absent", "The database absent does not exist, and the role of DATABASE_URL may"),
        ("maker", "postgres", "may not let another one migrate postgres"),
        ("nobody_at_all", "postgres", "The database cannot be reached"),
    ],
)
def test_what_is_not_allowed_is_one_sentence(server, state, role, database, sentence):
    with pytest.raises(SetUpError, match=sentence) as caught:
        provide({"DATABASE_URL": server.url(role, database)}, state)

    assert "\n" not in str(caught.value)
