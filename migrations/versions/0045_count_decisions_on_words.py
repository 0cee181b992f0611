"""Count how often a program decides on words and order, so that a stale undo is known as one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0045"
down_revision = "0044"

OVERRIDES = ("clause_overrides", "goal_overrides", "guideline_overrides")


def upgrade() -> None:
    for table in OVERRIDES:
        _add(table, sa.Column("decided", sa.Integer(), nullable=False, server_default="0"))
    kind = postgresql.JSONB()
    _add("programs", sa.Column("orders_decided", kind, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("programs", "orders_decided")
    for table in OVERRIDES:
        op.drop_column(table, "decided")


def _add(table: str, column: sa.Column[object]) -> None:
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)
