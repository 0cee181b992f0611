"""Let programs say by which means of meeting their partnerships may meet; none: by any."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    kept = postgresql.JSONB()
    op.add_column("programs", sa.Column("allowed_means", kept, nullable=False, server_default="[]"))
    # From now on the application says what a new row gets.
    op.alter_column("programs", "allowed_means", server_default=None)


def downgrade() -> None:
    op.drop_column("programs", "allowed_means")
