"""Give programs a kind, let them be always on, and wind down."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0031"

KINDS = ("one_to_one", "group", "peer", "reverse", "flash")
REASONS = ("goals_reached", "program_over", "no_time", "things_changed", "not_a_fit", "other")
COUNT = "SELECT count(*) FROM programs WHERE jsonb_typeof(rules->'group_hours') = 'number'"
NAME = "UPDATE programs SET kind = 'group' WHERE jsonb_typeof(rules->'group_hours') = 'number'"
HAD = "endreason"


def upgrade() -> None:
    op.add_column(
        "programs",
        sa.Column("kind", sa.String(32), nullable=False, server_default=sa.text("'one_to_one'")),
    )
    op.add_column(
        "programs",
        sa.Column("always_on", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    for name in ("kind", "always_on"):
        # From now on the application says what a new program gets.
        op.alter_column("programs", name, server_default=None)
    op.create_check_constraint(op.f("ck_programs_kind"), "programs", f"kind IN ({_listed(KINDS)})")
    op.add_column(
        "programs", sa.Column("winding_down_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.alter_column("cohorts", "ends_on", nullable=True)
    _allow(*REASONS, "met")
    _name_groups()


def downgrade() -> None:
    _allow(*REASONS)
    op.alter_column("cohorts", "ends_on", nullable=False)
    for name in ("winding_down_at", "always_on", "kind"):
        op.drop_column("programs", name)


def _allow(*reasons: str) -> None:
    op.drop_constraint(op.f(HAD), "partnerships")
    op.create_check_constraint(op.f(HAD), "partnerships", f"end_reason IN ({_listed(reasons)})")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _name_groups() -> None:
    """Call programs that match groups already by their kind: one organization at a time."""
    connection = op.get_bind()
    # The owner sees no organization's rows until it binds that organization.
    for org_id in connection.scalars(sa.text("SELECT id FROM organizations ORDER BY id")).all():
        connection.exec_driver_sql(f"SET LOCAL app.org_id = '{int(org_id)}'")
        wanted = connection.scalar(sa.text(COUNT))
        changed = connection.execute(sa.text(NAME)).rowcount
        if changed != wanted:
            raise RuntimeError(f"{changed} of {wanted} programs of organization {org_id} changed")
    connection.exec_driver_sql("SET LOCAL app.org_id = ''")
