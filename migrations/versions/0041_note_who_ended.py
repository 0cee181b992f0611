"""Note which of the two ended a partnership: only they can take it back."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    side = sa.Enum(
        "mentor", "mentee", name="side", native_enum=False, create_constraint=True, length=32
    )
    op.add_column("partnerships", sa.Column("ended_by", side))


def downgrade() -> None:
    op.drop_column("partnerships", "ended_by")
