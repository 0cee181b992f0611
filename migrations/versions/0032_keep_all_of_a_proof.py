"""Keep with a run's prices all that it takes to check them, and what a check found."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0025"

KEPT = ("pairs", "pins", "standing", "opened", "digests")


def upgrade() -> None:
    op.add_column("proofs", sa.Column("read_on", sa.Date(), nullable=True))
    for name in KEPT:
        op.add_column("proofs", sa.Column(name, sa.LargeBinary(), nullable=True))
    for name in ("check_asked_at", "checked_at"):
        op.add_column("proofs", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("proofs", sa.Column("found", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    for name in ("found", "checked_at", "check_asked_at", *KEPT, "read_on"):
        op.drop_column("proofs", name)
