"""Create requests, and let programs say who finds partners."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protection import protect

revision = "0010"
down_revision = "0013"

#: Terms of a program, with what the programs that exist get.
TERMS = (
    ("matched_by", sa.String(32), "'admin'"),
    ("open_requests", sa.Integer(), "3"),
    ("request_days", sa.Integer(), "7"),
    ("message_required", sa.Boolean(), "true"),
)
CHECKS = {
    "matchedby": "matched_by IN ('admin', 'request', 'blended')",
    "open_requests": "open_requests BETWEEN 1 AND 20",
    "request_days": "request_days BETWEEN 1 AND 60",
}
STATES = ("with_mentor", "with_mentee", "accepted", "declined", "withdrawn", "expired", "closed")
REASONS = ("mentee_placed", "mentor_full", "left", "cancelled")


def upgrade() -> None:
    for name, kind, value in TERMS:
        column = sa.Column(name, kind, nullable=False, server_default=sa.text(value))
        op.add_column("programs", column)
        # From now on the application says what a new program gets.
        op.alter_column("programs", name, server_default=None)
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_programs_{name}"), "programs", condition)
    op.add_column(
        "participants",
        sa.Column("requests_paused_at", sa.DateTime(timezone=True), nullable=True),
    )
    _create_requests()
    protect("requests")


def downgrade() -> None:
    op.drop_table("requests")
    op.drop_column("participants", "requests_paused_at")
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_programs_{name}"), "programs")
    for name, _kind, _value in TERMS:
        op.drop_column("programs", name)


def _create_requests() -> None:
    op.create_table(
        "requests",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("state", _words(*STATES, name="requeststate"), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("fit", sa.Integer(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("exchange", postgresql.JSONB(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_because", _words(*REASONS, name="closedbecause"), nullable=True),
        sa.Column("decline_reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("fit BETWEEN 0 AND 10000", name=op.f("ck_requests_fit_is_a_fit")),
        sa.ForeignKeyConstraint(
            ["org_id", "cohort_id"],
            ["cohorts.org_id", "cohorts.id"],
            name=op.f("fk_requests_org_id_cohort_id"),
            ondelete="CASCADE",
        ),
        *[
            sa.ForeignKeyConstraint(
                ["org_id", column],
                ["participants.org_id", "participants.id"],
                name=op.f(f"fk_requests_org_id_{column}"),
            )
            for column in ("mentee_id", "mentor_id")
        ],
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_requests")),
    )
    op.create_index(
        "uq_requests_open",
        "requests",
        ["org_id", "mentee_id", "mentor_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('with_mentor', 'with_mentee')"),
    )
    op.create_index("ix_requests_mentee", "requests", ["org_id", "mentee_id"])
    op.create_index("ix_requests_mentor", "requests", ["org_id", "mentor_id"])
    op.create_index("ix_requests_cohort", "requests", ["org_id", "cohort_id", "state"])
    op.create_index("ix_requests_due", "requests", ["org_id", "state", "expires_at"])


def _words(*words: str, name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
