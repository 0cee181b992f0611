"""Create wordings."""

import sqlalchemy as sa
from alembic import op

from migrations.protection import protect

revision = "0013"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "wordings",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_wordings_number_is_positive")),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_wordings")),
        sa.UniqueConstraint(
            "org_id",
            "message",
            "language",
            "number",
            name=op.f("uq_wordings_org_id_message_language_number"),
        ),
    )
    protect("wordings")


def downgrade() -> None:
    op.drop_table("wordings")
