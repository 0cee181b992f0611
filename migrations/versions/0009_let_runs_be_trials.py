"""Let runs be trials, and proposals give way to a swap."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"

BEFORE = (
    "proposed",
    "approved",
    "rejected",
    "published",
    "accepted",
    "declined",
    "expired",
    "withdrawn",
)


def upgrade() -> None:
    op.add_column(
        "runs", sa.Column("trial", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("runs", sa.Column("based_on_id", sa.Uuid(), nullable=True))
    op.add_column("runs", sa.Column("based_on_revision", sa.Integer(), nullable=True))
    op.add_column(
        "runs",
        sa.Column(
            "figures", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
    )
    op.alter_column("runs", "trial", server_default=None)
    op.alter_column("runs", "figures", server_default=None)
    _allow_states(*BEFORE, "replaced")


def downgrade() -> None:
    _allow_states(*BEFORE)
    for column in ("figures", "based_on_revision", "based_on_id", "trial"):
        op.drop_column("runs", column)


def _allow_states(*states: str) -> None:
    op.drop_constraint("proposalstate", "proposals", type_="check")
    op.create_check_constraint("proposalstate", "proposals", sa.column("state").in_(states))
