"""Create program templates, and let every organization look after what ends by itself."""

import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protection import protect

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_table(
        "program_templates",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("contents", postgresql.JSONB(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "saved_by_id"],
            ["members.org_id", "members.id"],
            name=op.f("fk_program_templates_org_id_saved_by_id"),
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_program_templates")),
    )
    op.create_index(
        "uq_program_templates_name",
        "program_templates",
        ["org_id", "name"],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    protect("program_templates")
    _schedule()


def downgrade() -> None:
    op.drop_table("program_templates")


def _schedule() -> None:
    """Let `partnerships.look_after` come round in organizations that exist already."""
    connection = op.get_bind()
    insert = sa.text(
        "INSERT INTO schedules (org_id, id, kind, cron, time_zone, due_at, created_at)"
        " SELECT org_id, :id, 'partnerships.look_after', '40 3 * * *', time_zone, now(), now()"
        " FROM workspaces ON CONFLICT (org_id, kind) DO NOTHING"
    )
    for org_id in connection.scalars(sa.text("SELECT id FROM organizations ORDER BY id")).all():
        # The owner sees no organization's rows until it binds that organization.
        connection.exec_driver_sql(f"SET LOCAL app.org_id = '{int(org_id)}'")
        connection.execute(insert, {"id": uuid.uuid4()})
        count = "SELECT count(*) FROM schedules WHERE kind = 'partnerships.look_after'"
        having = connection.scalar(sa.text(count))
        workspaces = connection.scalar(sa.text("SELECT count(*) FROM workspaces"))
        if having != workspaces:
            raise RuntimeError(f"organization {org_id}: {having} schedules of {workspaces}")
    connection.exec_driver_sql("SET LOCAL app.org_id = ''")
