"""Keep two apart everywhere in the organization, where an admin said never again."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

COUNT = "SELECT count(*) FROM exclusions WHERE reason = 'excluded'"
SPREAD = "UPDATE exclusions SET everywhere = true WHERE reason = 'excluded'"


def upgrade() -> None:
    op.add_column(
        "exclusions",
        sa.Column("everywhere", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    # From now on the application says what a new row gets.
    op.alter_column("exclusions", "everywhere", server_default=None)
    op.create_index(
        "ix_exclusions_everywhere",
        "exclusions",
        ["org_id", "mentee_id", "mentor_id"],
        postgresql_where=sa.text("everywhere"),
    )
    _spread()


def downgrade() -> None:
    op.drop_index("ix_exclusions_everywhere", "exclusions")
    op.drop_column("exclusions", "everywhere")


def _spread() -> None:
    """Let what was said for one cohort hold in all of them: one organization at a time."""
    connection = op.get_bind()
    # The owner sees no organization's rows until it binds that organization.
    for org_id in connection.scalars(sa.text("SELECT id FROM organizations ORDER BY id")).all():
        connection.exec_driver_sql(f"SET LOCAL app.org_id = '{int(org_id)}'")
        wanted = connection.scalar(sa.text(COUNT))
        changed = connection.execute(sa.text(SPREAD)).rowcount
        if changed != wanted:
            raise AssertionError(f"organization {org_id}: {changed} exclusions, not {wanted}")
    connection.exec_driver_sql("SET LOCAL app.org_id = ''")
