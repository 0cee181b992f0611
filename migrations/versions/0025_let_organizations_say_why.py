"""Let organizations say in their own words why a mentor helps."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("why", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("workspaces", "why")
