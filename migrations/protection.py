"""What every new table gets: its policy and its grants (docs/adr/0001-tenancy.md)."""

from alembic import op

from saas.release import role_names

TENANT = "org_id = nullif(current_setting('app.org_id', true), '')::bigint"


def protect(table: str, *, relayed: bool = False) -> None:
    """Wall a tenant table: row-level security for everyone, rights for the app's role.

    Args:
        table: The table, just created.
        relayed: Whether the relay may see which of its rows are due: org, id, when, state.
    """
    roles = role_names()
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant ON {table} USING ({TENANT}) WITH CHECK ({TENANT})")
    op.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO "{roles.app}"')
    if relayed:
        op.execute(f'CREATE POLICY relay ON {table} FOR SELECT TO "{roles.relay}" USING (true)')


def let_relay_see(table: str, *columns: str) -> None:
    """Grant the relay a look at these columns and no others."""
    op.execute(f'GRANT SELECT ({", ".join(columns)}) ON {table} TO "{role_names().relay}"')


def list_globally(table: str) -> None:
    """Give a global table to the directory's role, and to no other."""
    op.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO "{role_names().directory}"')
