"""Note when the rights of a membership change, so that only its own sessions end."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.add_column(
        "memberships", sa.Column("rights_changed_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("memberships", "rights_changed_at")
