"""Let the intake of a cohort close by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("cohorts", sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cohorts", sa.Column("time_zone", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("cohorts", "time_zone")
    op.drop_column("cohorts", "closes_at")
