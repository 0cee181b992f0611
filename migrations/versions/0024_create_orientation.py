"""Create scenarios, resources and orientations; programs say whether they have one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protection import protect

revision = "0024"
down_revision = "0034"


def upgrade() -> None:
    rule = _one_of("orientationrule", "off", "optional", "required")
    op.add_column("programs", sa.Column("orientation", rule, nullable=False, server_default="off"))
    op.alter_column("programs", "orientation", server_default=None)
    _create(
        "scenarios",
        *_listed("scenarios"),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("situation", sa.String(), nullable=False),
        sa.Column("audience", _audience(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("feedback", postgresql.JSONB(), nullable=False),
        sa.Column("best", sa.Integer(), nullable=False),
    )
    stages = ("before_matching", "starting", "under_way", "closing")
    _create(
        "resources",
        *_listed("resources"),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("stage", _one_of("resourcestage", *stages), nullable=False),
        sa.Column("audience", _audience(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("filename", sa.String(), nullable=True),
        sa.Column("mimetype", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(url IS NULL) <> (filename IS NULL)", name=op.f("ck_resources_link_or_document")
        ),
    )
    _create(
        "orientations",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("taken", postgresql.JSONB(), nullable=False),
        sa.Column("chosen", postgresql.JSONB(), nullable=False),
        sa.Column("program_version_id", sa.Uuid(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint(
            "org_id", "participant_id", name=op.f("uq_orientations_org_id_participant_id")
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "participant_id"],
            ["participants.org_id", "participants.id"],
            name=op.f("fk_orientations_org_id_participant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["org_id", "program_version_id"],
            ["program_versions.org_id", "program_versions.id"],
            name=op.f("fk_orientations_org_id_program_version_id"),
        ),
    )


def _create(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f(f"pk_{table}")),
    )
    protect(table)


def _listed(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("builtin_key", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("org_id", "builtin_key", name=op.f(f"uq_{table}_org_id_builtin_key")),
    ]


def _audience() -> sa.Enum:
    return _one_of("audience", "mentee", "mentor", "both")


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def downgrade() -> None:
    for table in ("orientations", "resources", "scenarios"):
        op.drop_table(table)
    op.drop_column("programs", "orientation")
