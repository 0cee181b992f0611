"""Keep since when two are kept apart everywhere in the organization."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"

COUNT = "SELECT count(*) FROM exclusions WHERE everywhere"
# That moment was not kept; it cannot be before the two came to be kept apart.
DATE = "UPDATE exclusions SET everywhere_at = created_at WHERE everywhere"
UNDATE = "UPDATE exclusions SET everywhere = true WHERE everywhere_at IS NOT NULL"
UNCOUNT = "SELECT count(*) FROM exclusions WHERE everywhere_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("exclusions", sa.Column("everywhere_at", sa.DateTime(timezone=True)))
    _in_each_organization(COUNT, DATE)
    op.drop_index("ix_exclusions_everywhere", "exclusions")
    op.drop_column("exclusions", "everywhere")
    _index("everywhere_at IS NOT NULL")


def downgrade() -> None:
    op.add_column(
        "exclusions",
        sa.Column("everywhere", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    op.alter_column("exclusions", "everywhere", server_default=None)
    _in_each_organization(UNCOUNT, UNDATE)
    op.drop_index("ix_exclusions_everywhere", "exclusions")
    op.drop_column("exclusions", "everywhere_at")
    _index("everywhere")


def _index(where: str) -> None:
    op.create_index(
        "ix_exclusions_everywhere",
        "exclusions",
        ["org_id", "mentee_id", "mentor_id"],
        postgresql_where=sa.text(where),
    )


def _in_each_organization(count: str, change: str) -> None:
    connection = op.get_bind()
    # The owner sees no organization's rows until it binds that organization.
    for org_id in connection.scalars(sa.text("SELECT id FROM organizations ORDER BY id")).all():
        connection.exec_driver_sql(f"SET LOCAL app.org_id = '{int(org_id)}'")
        wanted = connection.scalar(sa.text(count))
        changed = connection.execute(sa.text(change)).rowcount
        if changed != wanted:
            raise AssertionError(f"organization {org_id}: {changed} exclusions, not {wanted}")
    connection.exec_driver_sql("SET LOCAL app.org_id = ''")
