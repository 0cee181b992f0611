"""Create partnerships."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protection import protect

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "partnerships",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "goals_reached",
                "program_over",
                "no_time",
                "things_changed",
                "not_a_fit",
                "other",
                name="endreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "cohort_id"],
            ["cohorts.org_id", "cohorts.id"],
            name=op.f("fk_partnerships_org_id_cohort_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "mentee_id"],
            ["participants.org_id", "participants.id"],
            name=op.f("fk_partnerships_org_id_mentee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "mentor_id"],
            ["participants.org_id", "participants.id"],
            name=op.f("fk_partnerships_org_id_mentor_id"),
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_partnerships")),
        sa.UniqueConstraint(
            "org_id", "proposal_id", name=op.f("uq_partnerships_org_id_proposal_id")
        ),
    )
    op.create_index("ix_partnerships_cohort", "partnerships", ["org_id", "cohort_id"], unique=False)
    op.create_index("ix_partnerships_mentor", "partnerships", ["org_id", "mentor_id"], unique=False)
    op.create_index("ix_partnerships_mentee", "partnerships", ["org_id", "mentee_id"], unique=False)
    op.create_index(
        "uq_partnerships_open",
        "partnerships",
        ["org_id", "mentee_id", "mentor_id"],
        unique=True,
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "agreements",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("means", postgresql.JSONB(), nullable=False),
        sa.Column("goals", postgresql.JSONB(), nullable=False),
        sa.Column("clauses", postgresql.JSONB(), nullable=False),
        sa.Column("guidelines", postgresql.JSONB(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("mentee_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mentor_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("every_days BETWEEN 1 AND 365", name=op.f("ck_agreements_every_days")),
        sa.ForeignKeyConstraint(
            ["org_id", "partnership_id"],
            ["partnerships.org_id", "partnerships.id"],
            name=op.f("fk_agreements_org_id_partnership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_agreements")),
        sa.UniqueConstraint(
            "org_id",
            "partnership_id",
            "version",
            name=op.f("uq_agreements_org_id_partnership_id_version"),
        ),
    )
    op.create_table(
        "partnership_goals",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "progress BETWEEN 0 AND 100", name=op.f("ck_partnership_goals_progress_is_percent")
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "goal_id"],
            ["goals.org_id", "goals.id"],
            name=op.f("fk_partnership_goals_org_id_goal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "partnership_id"],
            ["partnerships.org_id", "partnerships.id"],
            name=op.f("fk_partnership_goals_org_id_partnership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_partnership_goals")),
    )
    op.create_index(
        "ix_partnership_goals_partnership",
        "partnership_goals",
        ["org_id", "partnership_id"],
        unique=False,
    )
    op.create_table(
        "meetings",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "held",
                "cancelled",
                "cancelled_late",
                "no_show_mentee",
                "no_show_mentor",
                name="meetingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column(
            "late",
            sa.Enum(
                "mentee",
                "mentor",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column(
            "logged_by",
            sa.Enum(
                "mentee",
                "mentor",
                name="logged_by",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "partnership_id"],
            ["partnerships.org_id", "partnerships.id"],
            name=op.f("fk_meetings_org_id_partnership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_meetings")),
    )
    op.create_index(
        "ix_meetings_partnership", "meetings", ["org_id", "partnership_id", "met_on"], unique=False
    )
    op.create_index(
        "uq_meetings_held",
        "meetings",
        ["org_id", "partnership_id", "met_on"],
        unique=True,
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_table(
        "advice",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column(
            "recorded_by",
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
        sa.Column(
            "answer",
            sa.Enum(
                "taken",
                "adapted",
                "not_for_me",
                name="adviceanswer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("evidence_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "partnership_id"],
            ["partnerships.org_id", "partnerships.id"],
            name=op.f("fk_advice_org_id_partnership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_advice")),
    )
    op.create_index(
        "ix_advice_partnership", "advice", ["org_id", "partnership_id", "given_on"], unique=False
    )
    op.create_table(
        "thanks",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column(
            "by",
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
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("advice_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "advice_id"],
            ["advice.org_id", "advice.id"],
            name=op.f("fk_thanks_org_id_advice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "partnership_id"],
            ["partnerships.org_id", "partnerships.id"],
            name=op.f("fk_thanks_org_id_partnership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_thanks")),
    )
    op.create_index(
        "ix_thanks_partnership", "thanks", ["org_id", "partnership_id", "given_on"], unique=False
    )
    protect("partnerships")
    protect("agreements")
    protect("partnership_goals")
    protect("meetings")
    protect("advice")
    protect("thanks")


def downgrade() -> None:
    op.drop_table("thanks")
    op.drop_table("advice")
    op.drop_table("meetings")
    op.drop_table("partnership_goals")
    op.drop_table("agreements")
    op.drop_table("partnerships")
