"""Keep the words and the order that a program gave up for the organization's."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0043"
down_revision = "0042"

OVERRIDES = ("clause_overrides", "goal_overrides", "guideline_overrides")


def upgrade() -> None:
    for table in OVERRIDES:
        _add(table, "given_up")
    _add("programs", "orders_given_up")


def downgrade() -> None:
    op.drop_column("programs", "orders_given_up")
    for table in OVERRIDES:
        op.drop_column(table, "given_up")


def _add(table: str, name: str) -> None:
    column = sa.Column(name, postgresql.JSONB(), nullable=False, server_default="{}")
    op.add_column(table, column)
    op.alter_column(table, name, server_default=None)
