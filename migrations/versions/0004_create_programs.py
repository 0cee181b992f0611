"""Create programs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protection import protect

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "guidelines",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "mentee",
                "mentor",
                "both",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("behavior", sa.String(), nullable=False),
        sa.Column(
            "signal",
            sa.Enum(
                "felt_quality_mentee",
                "felt_quality_mentor",
                "rhythm",
                "goal_progress",
                "follow_through",
                "courtesy",
                "reciprocity",
                "foundation",
                name="signal",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("builtin_key", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_guidelines")),
        sa.UniqueConstraint("org_id", "builtin_key", name=op.f("uq_guidelines_org_id_builtin_key")),
    )
    op.create_table(
        "goals",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("builtin_key", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_goals")),
        sa.UniqueConstraint("org_id", "builtin_key", name=op.f("uq_goals_org_id_builtin_key")),
    )
    op.create_table(
        "clauses",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("builtin_key", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_clauses")),
        sa.UniqueConstraint("org_id", "builtin_key", name=op.f("uq_clauses_org_id_builtin_key")),
    )
    op.create_table(
        "catalogue_reviews",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("catalogue", sa.String(), nullable=False),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_catalogue_reviews")),
        sa.UniqueConstraint(
            "org_id", "catalogue", name=op.f("uq_catalogue_reviews_org_id_catalogue")
        ),
    )
    op.create_table(
        "programs",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("mentor_capacity", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column(
            "next_in_line",
            sa.Enum(
                "confirm",
                "at_once",
                name="nextinline",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rules", postgresql.JSONB(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answer_days BETWEEN 1 AND 60", name=op.f("ck_programs_answer_days")),
        sa.CheckConstraint("every_days BETWEEN 1 AND 365", name=op.f("ck_programs_every_days")),
        sa.CheckConstraint(
            "mentor_capacity BETWEEN 0 AND 50", name=op.f("ck_programs_mentor_capacity")
        ),
        sa.CheckConstraint("weeks BETWEEN 1 AND 520", name=op.f("ck_programs_weeks")),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_programs")),
        sa.UniqueConstraint("org_id", "name", name=op.f("uq_programs_org_id_name")),
    )
    op.create_table(
        "program_admins",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id"],
            ["members.org_id", "members.id"],
            name=op.f("fk_program_admins_org_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "program_id"],
            ["programs.org_id", "programs.id"],
            name=op.f("fk_program_admins_org_id_program_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_program_admins")),
        sa.UniqueConstraint(
            "org_id",
            "program_id",
            "member_id",
            name=op.f("uq_program_admins_org_id_program_id_member_id"),
        ),
    )
    op.create_table(
        "cohorts",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("intake_open", sa.Boolean(), nullable=False),
        sa.Column("apply_token", sa.String(), nullable=True),
        sa.Column(
            "open_to",
            sa.Enum(
                "mentee",
                "mentor",
                "both",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_cohorts_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["org_id", "program_id"],
            ["programs.org_id", "programs.id"],
            name=op.f("fk_cohorts_org_id_program_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("org_id", "apply_token", name=op.f("uq_cohorts_org_id_apply_token")),
        sa.UniqueConstraint(
            "org_id", "program_id", "name", name=op.f("uq_cohorts_org_id_program_id_name")
        ),
    )
    op.create_table(
        "participants",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "mentee",
                "mentor",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("waited", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_participants_capacity_not_negative")),
        sa.ForeignKeyConstraint(
            ["org_id", "cohort_id"],
            ["cohorts.org_id", "cohorts.id"],
            name=op.f("fk_participants_org_id_cohort_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id"],
            ["members.org_id", "members.id"],
            name=op.f("fk_participants_org_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_participants")),
        sa.UniqueConstraint(
            "org_id",
            "cohort_id",
            "member_id",
            "side",
            name=op.f("uq_participants_org_id_cohort_id_member_id_side"),
        ),
    )
    op.create_index("ix_participants_member", "participants", ["org_id", "member_id"], unique=False)
    protect("guidelines")
    protect("goals")
    protect("clauses")
    protect("catalogue_reviews")
    protect("programs")
    protect("program_admins")
    protect("cohorts")
    protect("participants")


def downgrade() -> None:
    op.drop_table("participants")
    op.drop_table("cohorts")
    op.drop_table("program_admins")
    op.drop_table("programs")
    op.drop_table("catalogue_reviews")
    op.drop_table("clauses")
    op.drop_table("goals")
    op.drop_table("guidelines")
