"""Let organizations use their own words, and members their language."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0011"


def upgrade() -> None:
    op.add_column(
        "workspaces",
        sa.Column("words", postgresql.JSONB(), nullable=False, server_default=sa.text("'{}'")),
    )
    op.alter_column("workspaces", "words", server_default=None)
    op.add_column(
        "workspaces",
        sa.Column(
            "languages", postgresql.JSONB(), nullable=False, server_default=sa.text("'[\"en\"]'")
        ),
    )
    op.alter_column("workspaces", "languages", server_default=None)
    op.add_column("members", sa.Column("language", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("members", "language")
    op.drop_column("workspaces", "languages")
    op.drop_column("workspaces", "words")
