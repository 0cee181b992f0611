"""Keep what another choice costs where a run counted something for keeping proposals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.add_column("proofs", sa.Column("cost_weights", postgresql.JSONB()))
    op.add_column("proofs", sa.Column("cost_prices", sa.LargeBinary()))


def downgrade() -> None:
    op.drop_column("proofs", "cost_prices")
    op.drop_column("proofs", "cost_weights")
