"""Number who waits, so that a line keeps its order when somebody leaves it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("unplaced", sa.Column("place", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("unplaced", "place")
