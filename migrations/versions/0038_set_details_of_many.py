"""Let a detail of many people be set at once."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0032"

BEFORE = ("invite", "remind", "add", "tag", "untag", "remove")


def upgrade() -> None:
    _allow(*BEFORE, "detail")


def downgrade() -> None:
    _allow(*BEFORE)


def _allow(*actions: str) -> None:
    op.drop_constraint("action", "selections", type_="check")
    op.create_check_constraint("action", "selections", sa.column("action").in_(actions))
