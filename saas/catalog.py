"""The schema check: reads pg_catalog after every migration and names each breach of the wall.

The rules and their reasons: docs/adr/0001-tenancy.md.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from saas.release import role_names

#: Every table that belongs to no organization. Adding one is a decision: say why in an ADR.
GLOBAL = frozenset(
    {
        "identities",
        "identity_deliveries",
        "identity_tokens",
        "memberships",
        "organizations",
        "sessions",
        "sign_in_failures",
    }
)
NOT_OURS = frozenset({"alembic_version"})
POLICY = "(org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::bigint)"
_ME = "(NULLIF(current_setting('app.member_id'::text, true), ''::text))::uuid"
_READS = (
    "(((program_id)::text = ANY (string_to_array(current_setting('app.reads_concerns'::text, true),"
    f" ','::text))) AND (raised_by_id <> {_ME}) AND (about_id <> {_ME}))"
)
#: The second policy of what is confidential, between members of one organization (ADR 11).
CONFIDENTIAL = {
    "concerns": f"((raised_by_id = {_ME}) OR {_READS})",
    "concern_entries": (
        f"(((raised_by_id = {_ME}) AND ((kind)::text <> 'note'::text)) OR {_READS})"
    ),
}
RELAYED = frozenset({"deliveries", "outbox", "schedules"})
RELAYED_GLOBAL = frozenset({"identity_deliveries"})
RELAY_COLUMNS = frozenset({"org_id", "id", "due_at", "state"})
#: Functions that run with their owner's rights and so see every row; each was reviewed.
REVIEWED: frozenset[str] = frozenset()


class Rule(NamedTuple):
    """A rule: its sentence, and the query that lists what breaks it, one name a row."""

    sentence: str
    query: str


TABLES = """
    SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND NOT c.relname = ANY(:not_ours)
"""
TENANT = f"SELECT * FROM ({TABLES}) t WHERE NOT t.relname = ANY(:global)"  # noqa: S608
FIRST_COLUMN = """
    (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = x.{rel} AND a.attnum = x.{key}[{n}])
"""

RULES = [
    Rule(
        "has no org_id bigint NOT NULL",
        f"""SELECT t.relname FROM ({TENANT}) t WHERE NOT EXISTS (
            SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'org_id'
            AND a.atttypid = 'bigint'::regtype AND a.attnotnull)""",  # noqa: S608
    ),
    Rule(
        "does not have row-level security enabled and forced",
        f"""SELECT t.relname FROM ({TENANT}) t
            WHERE NOT (t.relrowsecurity AND t.relforcerowsecurity)""",  # noqa: S608
    ),
    Rule(
        "has no primary key (org_id, id)",
        f"""SELECT t.relname FROM ({TENANT}) t WHERE NOT EXISTS (
            SELECT 1 FROM pg_constraint x WHERE x.conrelid = t.oid AND x.contype = 'p'
            AND {FIRST_COLUMN.format(rel="conrelid", key="conkey", n=1)} = 'org_id'
            AND {FIRST_COLUMN.format(rel="conrelid", key="conkey", n=2)} = 'id')""",  # noqa: S608
    ),
    Rule(
        "does not begin with org_id, as every key and index of a tenant table must",
        f"""SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
            JOIN ({TENANT}) t ON t.oid = x.indrelid
            WHERE {FIRST_COLUMN.format(rel="indrelid", key="indkey", n=0)}
                IS DISTINCT FROM 'org_id'""",  # noqa: S608
    ),
    Rule(
        "is a foreign key that does not lead with org_id on both sides",
        f"""SELECT x.conname FROM pg_constraint x JOIN ({TENANT}) t ON t.oid = x.conrelid
            WHERE x.contype = 'f' AND (
              {FIRST_COLUMN.format(rel="conrelid", key="conkey", n=1)} <> 'org_id'
              OR {FIRST_COLUMN.format(rel="confrelid", key="confkey", n=1)}
                 <> 'org_id')""",  # noqa: S608
    ),
    Rule(
        "is a foreign key that updates or nulls keys",
        """SELECT conname FROM pg_constraint
           WHERE contype = 'f' AND connamespace = 'public'::regnamespace
           AND (confupdtype NOT IN ('a', 'r') OR confdeltype IN ('n', 'd'))""",
    ),
    Rule(
        "is a trigger",
        """SELECT tgname FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
           WHERE NOT g.tgisinternal AND c.relnamespace = 'public'::regnamespace""",
    ),
    Rule(
        "is an enum or numeric column",
        f"""SELECT t.relname || '.' || a.attname FROM ({TENANT}) t
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type y ON y.oid = a.atttypid
            WHERE y.typtype = 'e' OR y.typname = 'numeric'""",  # noqa: S608
    ),
    Rule(
        "is a materialized view, or a view without security_invoker",
        """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
           AND (relkind = 'm' OR (relkind = 'v'
                AND NOT 'security_invoker=true' = ANY(coalesce(reloptions, '{}'))))""",
    ),
    Rule(
        "is a role that could walk through the wall",
        """SELECT rolname FROM pg_roles
           WHERE rolname IN (:app, :directory, :relay)
           AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)""",
    ),
    Rule(
        "is a role that could become another one and so walk through the wall",
        f"""SELECT DISTINCT s.rolname FROM pg_roles s JOIN pg_roles o
            ON o.oid <> s.oid AND pg_has_role(s.oid, o.oid, 'MEMBER')
            WHERE s.rolname IN (:app, :directory, :relay) AND NOT s.rolsuper AND (
                o.rolsuper OR o.rolbypassrls OR o.rolname IN (:app, :directory, :relay)
                OR o.oid IN (SELECT t.relowner FROM ({TABLES}) t))""",  # noqa: S608
    ),
    Rule(
        "is a table that one of the serving roles owns",
        f"""SELECT t.relname FROM ({TABLES}) t JOIN pg_roles r ON r.oid = t.relowner
            WHERE r.rolname IN (:app, :directory, :relay)""",  # noqa: S608
    ),
    Rule(
        "is a global table within reach of the tenant role",
        f"""SELECT t.relname FROM ({TABLES}) t WHERE t.relname = ANY(:global)
            AND (has_any_column_privilege(:app, t.oid, 'SELECT, INSERT, UPDATE')
                 OR has_table_privilege(:app, t.oid, 'DELETE'))""",  # noqa: S608
    ),
    Rule(
        "is a tenant table within reach of the directory role",
        f"""SELECT t.relname FROM ({TENANT}) t
            WHERE has_any_column_privilege(:directory, t.oid, 'SELECT, INSERT, UPDATE')
               OR has_table_privilege(:directory, t.oid, 'DELETE')""",  # noqa: S608
    ),
    Rule(
        "is a column that the relay may touch but need not",
        f"""SELECT t.relname || '.' || a.attname FROM ({TABLES}) t
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE has_column_privilege(:relay, t.oid, a.attnum, 'INSERT, UPDATE')
               OR (has_column_privilege(:relay, t.oid, a.attnum, 'SELECT')
                   AND NOT (t.relname = ANY(:relayed)
                            AND a.attname = ANY(:relay_columns)))""",  # noqa: S608
    ),
    Rule(
        "is a table whose rows the relay may delete",
        f"""SELECT t.relname FROM ({TABLES}) t
            WHERE has_table_privilege(:relay, t.oid, 'DELETE')""",  # noqa: S608
    ),
    Rule(
        # TRUNCATE ignores row-level security; the others make constraints and triggers.
        "is a table that a serving role may truncate, refer to or put a trigger on",
        f"""SELECT t.relname FROM ({TABLES}) t WHERE EXISTS (
            SELECT 1 FROM pg_roles r WHERE r.rolname IN (:app, :directory, :relay)
            AND NOT r.rolsuper AND r.oid <> t.relowner
            AND has_table_privilege(r.oid, t.oid,
                'TRUNCATE, REFERENCES, TRIGGER'))""",  # noqa: S608
    ),
    Rule(
        "is granted to everybody",
        """SELECT c.relname FROM pg_class c, aclexplode(c.relacl) g
           WHERE c.relnamespace = 'public'::regnamespace AND g.grantee = 0
           UNION SELECT c.relname || '.' || a.attname FROM pg_class c
           JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g
           WHERE c.relnamespace = 'public'::regnamespace AND g.grantee = 0""",
    ),
    Rule(
        "gives rights on tables that do not exist yet",
        """SELECT 'a default privilege of ' || defaclrole::regrole FROM pg_default_acl
           WHERE defaclobjtype IN ('r', 'S')""",
    ),
    Rule(
        "is a role that may make tables of its own",
        """SELECT rolname FROM pg_roles WHERE rolname IN (:app, :directory, :relay)
           AND NOT rolsuper AND has_schema_privilege(oid, 'public', 'CREATE')""",
    ),
    Rule(
        "is a sequence within reach of a serving role",
        """SELECT DISTINCT c.relname FROM pg_class c
           JOIN pg_roles r ON r.rolname IN (:app, :directory, :relay) AND NOT r.rolsuper
           WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S'
           AND has_sequence_privilege(r.oid, c.oid, 'USAGE, SELECT, UPDATE')""",
    ),
    Rule(
        "is a function that runs with its owner's rights and was not reviewed",
        """SELECT proname FROM pg_proc WHERE prosecdef AND NOT proname = ANY(:reviewed)
           AND pronamespace = 'public'::regnamespace""",
    ),
    Rule(
        "is a rewrite rule or a foreign table",
        """SELECT rulename FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class
           WHERE c.relnamespace = 'public'::regnamespace AND rulename <> '_RETURN'
           UNION SELECT relname FROM pg_class
           WHERE relnamespace = 'public'::regnamespace AND relkind = 'f'""",
    ),
    Rule(
        "is within reach of a serving role, in a schema that nobody checks",
        """SELECT DISTINCT n.nspname || '.' || c.relname FROM pg_class c
           JOIN pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_roles r ON r.rolname IN (:app, :directory, :relay) AND NOT r.rolsuper
           WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
           AND n.nspname NOT IN ('public', 'information_schema') AND n.nspname !~ '^pg_'
           AND has_schema_privilege(r.oid, n.oid, 'USAGE')
           AND has_any_column_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE')""",
    ),
]


def breaches(connection: Connection) -> list[str]:
    """Return one clause for each breach, e.g. "goals has no primary key (org_id, id)"."""
    roles = role_names()
    values: dict[str, Any] = {
        "global": sorted(GLOBAL),
        "not_ours": sorted(NOT_OURS),
        "relay_columns": sorted(RELAY_COLUMNS),
        "relayed": sorted(RELAYED | RELAYED_GLOBAL),
        "reviewed": sorted(REVIEWED),
        **roles._asdict(),
    }
    found = [
        f"{name} {rule.sentence}"
        for rule in RULES
        for (name,) in connection.execute(text(rule.query), _used(rule.query, values))
    ]
    return [*found, *_policies(connection, roles.relay)]


def _used(query: str, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if re.search(rf":{name}\b", query)}


def _policies(connection: Connection, relay: str) -> Iterator[str]:
    rows = connection.execute(
        text(
            """SELECT t.relname, p.polname, p.polcmd, p.polpermissive,
                  pg_get_expr(p.polqual, p.polrelid) AS seen,
                  pg_get_expr(p.polwithcheck, p.polrelid) AS written,
                  ARRAY(SELECT rolname::text FROM pg_roles WHERE oid = ANY(p.polroles)) AS roles
                FROM pg_class t LEFT JOIN pg_policy p ON p.polrelid = t.oid
                WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p')
                  AND NOT t.relname = ANY(:outside)"""
        ),
        {"outside": sorted(GLOBAL | NOT_OURS)},
    ).all()
    walled = {row.relname for row in rows if row.polname == "tenant"}
    for name in sorted({row.relname for row in rows} - walled):
        yield f"{name} has no policy called tenant"
    narrowed = {row.relname for row in rows if row.polname == "person"}
    for name in sorted({row.relname for row in rows} & CONFIDENTIAL.keys() - narrowed):
        yield f"{name} has no policy called person"
    for row in rows:
        if row.polname is not None and not _is_known(row, relay):
            yield f"{row.relname} has a policy {row.polname} that is not the canonical one"


def _is_known(policy: Any, relay: str) -> bool:
    if policy.polname == "tenant":
        rule = (policy.polcmd, policy.seen, policy.written, policy.roles)
        return bool(policy.polpermissive) and rule == ("*", POLICY, POLICY, [])
    if policy.polname == "person":
        rule = (policy.polcmd, policy.seen, policy.written, policy.roles)
        narrow = CONFIDENTIAL.get(policy.relname)
        return not policy.polpermissive and rule == ("*", narrow, narrow, [])
    return policy.relname in RELAYED and (
        (policy.polcmd, policy.seen, policy.written, policy.roles) == ("r", "true", None, [relay])
    )
