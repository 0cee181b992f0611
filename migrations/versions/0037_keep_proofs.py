"""Keep the prices that prove what a run found."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protection import protect

revision = "0037"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "proofs",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("weights", postgresql.JSONB(), nullable=False),
        sa.Column("people", sa.LargeBinary(), nullable=False),
        sa.Column("prices", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "run_id"],
            ["runs.org_id", "runs.id"],
            name=op.f("fk_proofs_org_id_runs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_proofs")),
        sa.UniqueConstraint("org_id", "run_id", name=op.f("uq_proofs_org_id_run_id")),
    )
    protect("proofs")


def downgrade() -> None:
    op.drop_table("proofs")
