"""Create matching."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protection import protect

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                name="runstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rules", postgresql.JSONB(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mentees", sa.Integer(), nullable=False),
        sa.Column("mentors", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("bound", sa.BigInteger(), nullable=False),
        sa.Column("certified", sa.Boolean(), nullable=False),
        sa.Column("data_hash", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("notes", postgresql.JSONB(), nullable=False),
        sa.Column("published_key", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "cohort_id"],
            ["cohorts.org_id", "cohorts.id"],
            name=op.f("fk_runs_org_id_cohort_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_runs")),
    )
    op.create_index("ix_runs_cohort", "runs", ["org_id", "cohort_id", "created_at"], unique=False)
    op.create_index(
        "uq_runs_open",
        "runs",
        ["org_id", "cohort_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.create_table(
        "proposals",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("fit", sa.Integer(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("parts", postgresql.JSONB(), nullable=False),
        sa.Column("warnings", postgresql.JSONB(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "approved",
                "rejected",
                "published",
                "accepted",
                "declined",
                "expired",
                "withdrawn",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "mentee_answer",
            sa.Enum(
                "accepted",
                "declined",
                name="mentee_answer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "mentor_answer",
            sa.Enum(
                "accepted",
                "declined",
                name="mentor_answer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("mentee_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mentor_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.String(), nullable=True),
        sa.Column("drafted_from_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("fit BETWEEN 0 AND 10000", name=op.f("ck_proposals_fit_is_a_fit")),
        sa.ForeignKeyConstraint(
            ["org_id", "cohort_id"],
            ["cohorts.org_id", "cohorts.id"],
            name=op.f("fk_proposals_org_id_cohort_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "mentee_id"],
            ["participants.org_id", "participants.id"],
            name=op.f("fk_proposals_org_id_mentee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "mentor_id"],
            ["participants.org_id", "participants.id"],
            name=op.f("fk_proposals_org_id_mentor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "run_id"],
            ["runs.org_id", "runs.id"],
            name=op.f("fk_proposals_org_id_run_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_proposals")),
        sa.UniqueConstraint(
            "org_id",
            "run_id",
            "mentee_id",
            "mentor_id",
            name=op.f("uq_proposals_org_id_run_id_mentee_id_mentor_id"),
        ),
    )
    op.create_index(
        "ix_proposals_cohort", "proposals", ["org_id", "cohort_id", "state"], unique=False
    )
    op.create_index("ix_proposals_mentee", "proposals", ["org_id", "mentee_id"], unique=False)
    op.create_index("ix_proposals_mentor", "proposals", ["org_id", "mentor_id"], unique=False)
    op.create_table(
        "unplaced",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("remedy", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "participant_id"],
            ["participants.org_id", "participants.id"],
            name=op.f("fk_unplaced_org_id_participant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "run_id"],
            ["runs.org_id", "runs.id"],
            name=op.f("fk_unplaced_org_id_run_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_unplaced")),
        sa.UniqueConstraint(
            "org_id",
            "run_id",
            "participant_id",
            name=op.f("uq_unplaced_org_id_run_id_participant_id"),
        ),
    )
    op.create_table(
        "exclusions",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "excluded",
                "rejected",
                "declined",
                "ended",
                name="exclusionreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "cohort_id"],
            ["cohorts.org_id", "cohorts.id"],
            name=op.f("fk_exclusions_org_id_cohort_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "mentee_id"],
            ["participants.org_id", "participants.id"],
            name=op.f("fk_exclusions_org_id_mentee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "mentor_id"],
            ["participants.org_id", "participants.id"],
            name=op.f("fk_exclusions_org_id_mentor_id"),
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_exclusions")),
        sa.UniqueConstraint(
            "org_id",
            "cohort_id",
            "mentee_id",
            "mentor_id",
            name=op.f("uq_exclusions_org_id_cohort_id_mentee_id_mentor_id"),
        ),
    )
    op.create_table(
        "board_steps",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "run_id"],
            ["runs.org_id", "runs.id"],
            name=op.f("fk_board_steps_org_id_run_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_board_steps")),
    )
    op.create_index(
        "ix_board_steps_run", "board_steps", ["org_id", "run_id", "created_at"], unique=False
    )
    protect("runs")
    protect("proposals")
    protect("unplaced")
    protect("exclusions")
    protect("board_steps")


def downgrade() -> None:
    op.drop_table("board_steps")
    op.drop_table("exclusions")
    op.drop_table("unplaced")
    op.drop_table("proposals")
    op.drop_table("runs")
