import pytest
from sqlalchemy import make_url

from saas import roles
from saas.embedded import SetUpError
from tests import cluster


@pytest.fixture
def server(environment):
    return cluster.current().postgres


@pytest.fixture
def administrator(server):
    with roles.connect(make_url(server.url("postgres", "postgres"))) as connection:
        yield connection


@pytest.fixture
def made(administrator):
    """Names of roles that a test makes; dropped after it."""
    names = []
    yield names
    for name in names:
        administrator.execute(f"DROP ROLE IF EXISTS {name}")


def settings(**names):
    given = {"app": "rapport_app", "directory": "rapport_directory", "relay": "rapport_relay"}
    return {
        roles.SETTINGS[role]: f"postgresql://{name}:secret@/postgres"
        for role, name in (given | names).items()
    }


def test_migrations_grant_to_the_roles_that_the_environment_names():
    names = roles.role_names(settings(app="their_app"))

    assert names == ("their_app", "rapport_directory", "rapport_relay")


def test_an_address_that_is_missing_is_named():
    with pytest.raises(SetUpError, match="Set DATABASE_RELAY_URL in the environment"):
        roles.role_names(settings() | {"DATABASE_RELAY_URL": ""})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_the_scheme_is_understood(scheme):
    assert roles.parse(f"{scheme}://a:b@host/db").drivername == "postgresql+psycopg"


@pytest.mark.parametrize("given", ["mysql://a@b/c", "nonsense", ""])
def test_what_is_not_a_postgresql_address_is_refused(given):
    with pytest.raises(SetUpError, match=r"needs PostgreSQL|looks like postgresql://"):
        roles.parse(given)


def test_a_server_that_is_not_there_is_one_sentence():
    with pytest.raises(
        SetUpError, match=r"^The database cannot be reached: .*refused\.$"
    ) as caught:
        roles.connect(make_url("postgresql://a@127.0.0.1:1/b"))

    assert "\n" not in str(caught.value)


def test_missing_roles_are_created_with_no_rights(administrator, made):
    made.append("new_app")

    roles.ensure(administrator, settings(app="new_app"))

    query = (
        "SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, left(rolpassword, 14) "
        "FROM pg_authid WHERE rolname = 'new_app'"
    )
    row = administrator.execute(query).fetchone()
    assert row == (True, False, False, False, "SCRAM-SHA-256$")


def test_without_the_right_to_create_roles_the_sentence_says_what_to_run(server):
    with (
        roles.connect(make_url(server.url("rapport_owner", "postgres"))) as owner,
        pytest.raises(SetUpError, match="CREATE ROLE no_app LOGIN PASSWORD"),
    ):
        roles.ensure(owner, settings(app="no_app"))


@pytest.mark.parametrize("right", ["SUPERUSER", "BYPASSRLS"])
def test_a_role_that_sees_through_the_wall_is_refused(administrator, made, right):
    made.append("seer")
    administrator.execute(f"CREATE ROLE seer LOGIN {right}")

    with pytest.raises(SetUpError, match="The role seer sees every organization's rows"):
        roles.ensure(administrator, settings(directory="seer"))


def test_the_owner_may_not_serve(server):
    with (
        roles.connect(make_url(server.url("rapport_owner", "postgres"))) as owner,
        pytest.raises(SetUpError, match="The role rapport_owner owns the tables"),
    ):
        roles.ensure(owner, settings(app="rapport_owner"))
