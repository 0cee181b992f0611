"""What every new table gets: its policy and its grants (docs/adr/0001-tenancy.md)."""

from alembic import op

from saas.release import role_names

TENANT = "org_id = nullif(current_setting('app.org_id', true), '')::bigint"

#: The second wall, around what is confidential between members of one organization.
ME = "nullif(current_setting('app.member_id', true), '')::uuid"
#: Whoever looks is named to read concerns of this program, and is neither of the two.
READS = (
    "(program_id::text = ANY (string_to_array(current_setting('app.reads_concerns', true), ','))"
    f" AND raised_by_id <> {ME} AND about_id <> {ME})"
)


def confide(table: str, condition: str) -> None:
    """Narrow what the tenant's wall lets through to what one member may see.

    Args:
        table: The table, protected already.
        condition: On columns of the row and on `ME` and `READS`; it may ask no other table.
    """
    narrowed = f"AS RESTRICTIVE USING ({condition}) WITH CHECK ({condition})"
    op.execute(f"CREATE POLICY person ON {table} {narrowed}")


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
