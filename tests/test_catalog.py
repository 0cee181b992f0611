"""The schema check names every breach of the wall that is planted, and nothing else."""

import pytest
from sqlalchemy import NullPool, create_engine, make_url

from saas.catalog import breaches
from saas.embedded.postgres import ADMIN
from saas.release import role_names
from tests import cluster

CANONICAL = "org_id = nullif(current_setting('app.org_id', true), '')::bigint"
WALLED = (
    "ALTER TABLE planted ENABLE ROW LEVEL SECURITY; ALTER TABLE planted FORCE ROW LEVEL SECURITY;"
    f"CREATE POLICY tenant ON planted USING ({CANONICAL}) WITH CHECK ({CANONICAL})"
)
#: What is planted, and the sentence that must name it.
TABLES = {
    "CREATE TABLE planted (id uuid PRIMARY KEY)": "planted has no org_id bigint NOT NULL",
    "CREATE TABLE planted (org_id int NOT NULL, id uuid, PRIMARY KEY (org_id, id));" + WALLED: (
        "planted has no org_id bigint NOT NULL"
    ),
    "CREATE TABLE planted (org_id bigint NOT NULL, id uuid PRIMARY KEY);" + WALLED: (
        "planted has no primary key (org_id, id)"
    ),
    "CREATE TABLE planted (id uuid, org_id bigint, PRIMARY KEY (id, org_id));" + WALLED: (
        "planted_pkey does not begin with org_id, as every key and index of a tenant table must"
    ),
    "CREATE INDEX planted ON members (name)": (
        "planted does not begin with org_id, as every key and index of a tenant table must"
    ),
    "CREATE INDEX planted ON members (lower(name))": (
        "planted does not begin with org_id, as every key and index of a tenant table must"
    ),
    "ALTER TABLE members ADD CONSTRAINT planted UNIQUE (email_norm, org_id)": (
        "planted does not begin with org_id, as every key and index of a tenant table must"
    ),
    "ALTER TABLE links ADD CONSTRAINT planted FOREIGN KEY (member_id, org_id)"
    " REFERENCES members (id, org_id)": (
        "planted is a foreign key that does not lead with org_id on both sides"
    ),
    "ALTER TABLE links ADD CONSTRAINT planted FOREIGN KEY (org_id) REFERENCES organizations (id)": (
        "planted is a foreign key that does not lead with org_id on both sides"
    ),
    "ALTER TABLE links ADD CONSTRAINT planted FOREIGN KEY (org_id, member_id)"
    " REFERENCES members (org_id, id) ON DELETE SET NULL": (
        "planted is a foreign key that updates or nulls keys"
    ),
    "ALTER TABLE links ADD CONSTRAINT planted FOREIGN KEY (org_id, member_id)"
    " REFERENCES members (org_id, id) ON UPDATE CASCADE": (
        "planted is a foreign key that updates or nulls keys"
    ),
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
    "CREATE TRIGGER planted BEFORE INSERT ON members FOR EACH ROW EXECUTE FUNCTION f()": (
        "planted is a trigger"
    ),
    "CREATE TYPE mood AS ENUM ('fine'); ALTER TABLE members ADD planted mood": (
        "members.planted is an enum or numeric column"
    ),
    "ALTER TABLE members ADD planted numeric(9, 2)": (
        "members.planted is an enum or numeric column"
    ),
    "CREATE RULE planted AS ON DELETE TO members DO INSTEAD NOTHING": (
        "planted is a rewrite rule or a foreign table"
    ),
    "CREATE VIEW planted AS SELECT * FROM members": (
        "planted is a materialized view, or a view without security_invoker"
    ),
    "CREATE MATERIALIZED VIEW planted AS SELECT 1": (
        "planted is a materialized view, or a view without security_invoker"
    ),
    "CREATE FUNCTION planted() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
    " AS 'SELECT count(*) FROM members'": (
        "planted is a function that runs with its owner's rights and was not reviewed"
    ),
}
POLICIES = {
    "ALTER TABLE members DISABLE ROW LEVEL SECURITY": (
        "members does not have row-level security enabled and forced"
    ),
    "ALTER TABLE members NO FORCE ROW LEVEL SECURITY": (
        "members does not have row-level security enabled and forced"
    ),
    "DROP POLICY tenant ON members": "members has no policy called tenant",
    "DROP POLICY person ON concerns": "concerns has no policy called person",
    "ALTER POLICY person ON concern_entries USING (true)": (
        "concern_entries has a policy person that is not the canonical one"
    ),
    "DROP POLICY person ON concerns; CREATE POLICY person ON concerns USING (true)": (
        "concerns has a policy person that is not the canonical one"
    ),
    "ALTER POLICY tenant ON members USING (true)": (
        "members has a policy tenant that is not the canonical one"
    ),
    "ALTER POLICY tenant ON members WITH CHECK (true)": (
        "members has a policy tenant that is not the canonical one"
    ),
    "ALTER POLICY tenant ON members USING (org_id = current_setting('app.org_id')::bigint)": (
        "members has a policy tenant that is not the canonical one"
    ),
    'ALTER POLICY tenant ON members TO "{app}"': (
        "members has a policy tenant that is not the canonical one"
    ),
    f"DROP POLICY tenant ON members;"
    f"CREATE POLICY tenant ON members FOR SELECT USING ({CANONICAL})": (
        "members has a policy tenant that is not the canonical one"
    ),
    f"DROP POLICY tenant ON members; CREATE POLICY tenant ON members AS RESTRICTIVE"
    f" USING ({CANONICAL}) WITH CHECK ({CANONICAL})": (
        "members has a policy tenant that is not the canonical one"
    ),
    "CREATE POLICY planted ON members USING (true)": (
        "members has a policy planted that is not the canonical one"
    ),
    'CREATE POLICY relay ON members FOR SELECT TO "{relay}" USING (true)': (
        "members has a policy relay that is not the canonical one"
    ),
    'ALTER POLICY relay ON outbox TO "{relay}", "{app}"': (
        "outbox has a policy relay that is not the canonical one"
    ),
}
RIGHTS = {
    'GRANT SELECT (email) ON identities TO "{app}"': (
        "identities is a global table within reach of the tenant role"
    ),
    'GRANT DELETE ON sessions TO "{app}"': (
        "sessions is a global table within reach of the tenant role"
    ),
    'GRANT SELECT (id) ON members TO "{directory}"': (
        "members is a tenant table within reach of the directory role"
    ),
    'GRANT DELETE ON members TO "{directory}"': (
        "members is a tenant table within reach of the directory role"
    ),
    'GRANT SELECT (payload) ON outbox TO "{relay}"': (
        "outbox.payload is a column that the relay may touch but need not"
    ),
    'GRANT UPDATE (state) ON outbox TO "{relay}"': (
        "outbox.state is a column that the relay may touch but need not"
    ),
    'GRANT SELECT (id) ON identities TO "{relay}"': (
        "identities.id is a column that the relay may touch but need not"
    ),
    'GRANT DELETE ON outbox TO "{relay}"': "outbox is a table whose rows the relay may delete",
    'GRANT TRUNCATE ON members TO "{app}"': (
        "members is a table that a serving role may truncate, refer to or put a trigger on"
    ),
    'GRANT REFERENCES ON identities TO "{directory}"': (
        "identities is a table that a serving role may truncate, refer to or put a trigger on"
    ),
    'GRANT TRIGGER ON members TO "{app}"': (
        "members is a table that a serving role may truncate, refer to or put a trigger on"
    ),
    "GRANT SELECT ON members TO PUBLIC": "members is granted to everybody",
    "GRANT SELECT (name) ON members TO PUBLIC": "members.name is granted to everybody",
    'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO "{app}"': (
        "gives rights on tables that do not exist yet"
    ),
    'GRANT CREATE ON SCHEMA public TO "{app}"': "may make tables of its own",
    "GRANT CREATE ON SCHEMA public TO PUBLIC": "may make tables of its own",
    'GRANT USAGE ON SEQUENCE organizations_id_seq TO "{app}"': (
        "organizations_id_seq is a sequence within reach of a serving role"
    ),
    "CREATE SCHEMA hidden; CREATE TABLE hidden.planted (id int); GRANT USAGE ON SCHEMA hidden"
    ' TO "{app}"; GRANT SELECT ON hidden.planted TO "{app}"': (
        "hidden.planted is within reach of a serving role, in a schema that nobody checks"
    ),
}
ROLES = {
    'ALTER ROLE "{app}" SUPERUSER': "{app} is a role that could walk through the wall",
    'ALTER ROLE "{relay}" BYPASSRLS': "{relay} is a role that could walk through the wall",
    'ALTER ROLE "{directory}" CREATEROLE': "{directory} is a role that could walk through the wall",
    'ALTER ROLE "{app}" CREATEDB': "{app} is a role that could walk through the wall",
    'ALTER ROLE "{app}" REPLICATION': "{app} is a role that could walk through the wall",
    'GRANT "{directory}" TO "{app}"': (
        "{app} is a role that could become another one and so walk through the wall"
    ),
    'GRANT "{owner}" TO "{relay}"': (
        "{relay} is a role that could become another one and so walk through the wall"
    ),
    'ALTER TABLE members OWNER TO "{app}"': (
        "members is a table that one of the serving roles owns"
    ),
}
PLANTED = TABLES | POLICIES | RIGHTS | ROLES


@pytest.fixture(scope="module")
def superuser(environment):
    """A database to throw away, as who may do anything; each test takes back what it did."""
    with cluster.fresh_clone("catalog") as clone:
        url = make_url(clone["DATABASE_OWNER_URL"])
        engine = create_engine(url.set(username=ADMIN), poolclass=NullPool)
        with engine.connect() as connection:
            connection.info["names"] = {"owner": url.username, **role_names(clone)._asdict()}
            yield connection


def after(superuser, statement):
    superuser.exec_driver_sql(statement.format(**superuser.info["names"]))
    try:
        return breaches(superuser)
    finally:
        superuser.rollback()


def test_what_the_migrations_leave_breaks_no_rule(superuser):
    assert breaches(superuser) == []


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_breach_is_named(superuser, planted):
    sentence = PLANTED[planted].format(**superuser.info["names"])

    found = after(superuser, planted)

    assert [each for each in found if each.endswith(sentence)], found


def test_a_table_that_keeps_every_rule_is_no_breach(superuser):
    good = (
        "CREATE TABLE planted (org_id bigint, id uuid, words text, PRIMARY KEY (org_id, id),"
        f" UNIQUE (org_id, words)); {WALLED};"
        'GRANT SELECT, INSERT, UPDATE, DELETE ON planted TO "{app}"'
    )

    assert after(superuser, good) == []


def test_a_view_that_asks_as_who_asks_is_no_breach(superuser):
    good = "CREATE VIEW planted WITH (security_invoker=true) AS SELECT * FROM members"

    assert after(superuser, good) == []
