"""Models, migrations and the schema check agree with each other."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, make_url

from saas.catalog import GLOBAL, NOT_OURS, breaches
from saas.db import Base, Global, TenantScoped
from saas.embedded.postgres import ADMIN
from saas.orgs.ending import tenant_tables
from saas.release import role_names

TABLES = Base.metadata.tables


def connected(url):
    return create_engine(url, poolclass=NullPool).connect()


@pytest.fixture(scope="module")
def connection(app, environment):
    with connected(environment["DATABASE_OWNER_URL"]) as connection:
        yield connection


@pytest.fixture(scope="module")
def superuser(app, environment):
    """For breaches that the owner of the tables cannot plant."""
    url = make_url(environment["DATABASE_OWNER_URL"]).set(username=ADMIN)
    with connected(url) as connection:
        yield connection


def test_the_migrations_make_what_the_models_say(connection):
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})

    assert compare_metadata(context, Base.metadata) == []


def test_the_schema_breaks_no_rule(connection):
    assert breaches(connection) == []


def test_every_table_belongs_to_an_organization_or_is_on_the_global_list():
    mappers = list(Base.registry.mappers)
    owned = {each.local_table.name for each in mappers if issubclass(each.class_, TenantScoped)}
    shared = {each.local_table.name for each in mappers if issubclass(each.class_, Global)}

    assert shared == GLOBAL
    assert owned | shared == set(TABLES)
    assert owned & shared == set()


def test_deleting_an_organization_reaches_every_table_of_it():
    assert {table.name for table in tenant_tables()} == set(TABLES) - GLOBAL


def test_every_migrated_table_is_a_model(connection):
    tables = connection.exec_driver_sql(
        "SELECT relname FROM pg_class"
        " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    ).scalars()

    assert set(tables) - NOT_OURS == set(TABLES)


#: A statement that plants a breach, and a part of the clause that must name it.
PLANTED = {
    "CREATE TABLE planted (id uuid PRIMARY KEY)": "planted has no org_id",
    "CREATE TABLE planted (org_id bigint NOT NULL, id uuid, PRIMARY KEY (org_id, id))": (
        "planted does not have row-level security"
    ),
    "ALTER TABLE members NO FORCE ROW LEVEL SECURITY": "members does not have row-level security",
    "DROP POLICY tenant ON members": "members has no policy called tenant",
    "CREATE POLICY wide ON members USING (true)": "members has a policy wide",
    "ALTER POLICY tenant ON members WITH CHECK (true)": "members has a policy tenant",
    "CREATE INDEX planted ON members (name)": "planted does not begin with org_id",
    "CREATE TYPE mood AS ENUM ('fine'); ALTER TABLE members ADD mood mood": "members.mood is an",
    "ALTER TABLE members ADD price numeric": "members.price is an enum or numeric",
    "ALTER TABLE links ADD FOREIGN KEY (org_id, member_id) REFERENCES members (org_id, id)"
    " ON DELETE SET NULL": "updates or nulls keys",
    "CREATE MATERIALIZED VIEW planted AS SELECT 1": "planted is a materialized view",
    "CREATE VIEW planted AS SELECT * FROM members": "planted is a materialized view, or a view",
    'GRANT SELECT ON identities TO "{app}"': "identities is a global table within reach",
    'GRANT SELECT ON members TO "{directory}"': "members is a tenant table within reach",
    'GRANT SELECT (payload) ON outbox TO "{relay}"': "outbox.payload is a column that the relay",
    'ALTER TABLE members OWNER TO "{app}"': "members is a table that one of the serving roles owns",
    'ALTER ROLE "{app}" CREATEDB': "could walk through the wall",
}


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_the_schema_check_catches_a_planted_breach(superuser, planted):
    superuser.exec_driver_sql(planted.format(**role_names()._asdict()))
    found = breaches(superuser)
    superuser.rollback()

    assert any(PLANTED[planted] in breach for breach in found), found
