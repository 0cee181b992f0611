"""Note to whom an import gave a time zone, so that undoing it takes it back."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    column = sa.Column("gave_time_zone", sa.Boolean(), nullable=False, server_default="false")
    op.add_column("import_rows", column)
    op.alter_column("import_rows", "gave_time_zone", server_default=None)


def downgrade() -> None:
    op.drop_column("import_rows", "gave_time_zone")
