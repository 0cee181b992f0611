"""Keep what an approval did to a place, so that taking it back restores what was there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    op.add_column("applications", sa.Column("admitted", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("applications", "admitted")
