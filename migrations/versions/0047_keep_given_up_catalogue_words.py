"""Keep the words that an organization gave up for the built-in ones, and count its decisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0047"
down_revision = "0046"

CATALOGUES = ("clauses", "goals", "guidelines")


def upgrade() -> None:
    for table in CATALOGUES:
        kept = postgresql.JSONB()
        _add(table, sa.Column("given_up", kept, nullable=False, server_default="{}"))
        _add(table, sa.Column("decided", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for table in CATALOGUES:
        op.drop_column(table, "decided")
        op.drop_column(table, "given_up")


def _add(table: str, column: sa.Column[object]) -> None:
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)
