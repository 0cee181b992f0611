"""Create health."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protection import protect

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "check_ins",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
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
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.Column("felt_quality", sa.Integer(), nullable=True),
        sa.Column(
            "fit",
            sa.Enum(
                "good",
                "deciding",
                "not_good",
                name="fitanswer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("note_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("felt_quality BETWEEN 1 AND 5", name=op.f("ck_check_ins_felt_quality")),
        sa.ForeignKeyConstraint(
            ["org_id", "partnership_id"],
            ["partnerships.org_id", "partnerships.id"],
            name=op.f("fk_check_ins_org_id_partnership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint(
            "org_id",
            "partnership_id",
            "side",
            "asked_on",
            name=op.f("uq_check_ins_org_id_partnership_id_side_asked_on"),
        ),
    )
    op.create_table(
        "readings",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("trend", sa.Integer(), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "partnership_id"],
            ["partnerships.org_id", "partnerships.id"],
            name=op.f("fk_readings_org_id_partnership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_readings")),
        sa.UniqueConstraint(
            "org_id",
            "partnership_id",
            "read_on",
            name=op.f("uq_readings_org_id_partnership_id_read_on"),
        ),
    )
    op.create_index("ix_readings_day", "readings", ["org_id", "read_on", "urgency"], unique=False)
    op.create_table(
        "staff_contacts",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("contacted_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("flag", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "partnership_id"],
            ["partnerships.org_id", "partnerships.id"],
            name=op.f("fk_staff_contacts_org_id_partnership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_staff_contacts")),
    )
    op.create_index(
        "ix_staff_contacts_partnership",
        "staff_contacts",
        ["org_id", "partnership_id", "contacted_on"],
        unique=False,
    )
    protect("check_ins")
    protect("readings")
    protect("staff_contacts")


def downgrade() -> None:
    op.drop_table("staff_contacts")
    op.drop_table("readings")
    op.drop_table("check_ins")
