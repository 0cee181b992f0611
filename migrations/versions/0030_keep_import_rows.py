"""Keep imports row by row, and what their headers meant."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protection import protect

revision = "0030"
down_revision = "0014"

STATES = (
    "staged", "bad", "adds", "updates", "skips",
    "added", "updated", "skipped", "undone", "kept",
)  # fmt: skip
MOMENTS = ("mapped_at", "examined_at", "cancelled_at", "undo_asked_at", "undone_at")


def upgrade() -> None:
    for name, kind, default in (
        ("header", postgresql.JSONB(), "[]"),
        ("total", sa.Integer(), "0"),
        ("updates", sa.Boolean(), "false"),
    ):
        column = sa.Column(name, kind, nullable=False, server_default=sa.text(f"'{default}'"))
        op.add_column("imports", column)
        op.alter_column("imports", name, server_default=None)
    for name in MOMENTS:
        op.add_column("imports", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    # The rows have what was in it; a file that nobody had confirmed is uploaded again.
    op.drop_column("imports", "content")
    op.create_table(
        "import_rows",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("cells", postgresql.JSONB(), nullable=False),
        sa.Column("original", postgresql.JSONB(), nullable=True),
        sa.Column("state", _choice("rowstate", *STATES), nullable=False),
        sa.Column("findings", postgresql.JSONB(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_norm", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("made_member", sa.Boolean(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "import_id"],
            ["imports.org_id", "imports.id"],
            name=op.f("fk_import_rows_org_id_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_import_rows")),
        sa.UniqueConstraint(
            "org_id", "import_id", "line", name=op.f("uq_import_rows_org_id_import_id_line")
        ),
    )
    for name, columns in (
        ("state", ("state", "line")),
        ("email", ("email_norm",)),
        ("file_id", ("file_id",)),
    ):
        op.create_index(f"ix_import_rows_{name}", "import_rows", ["org_id", "import_id", *columns])
    op.create_table(
        "remembered_mappings",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("side", _choice("side", "mentee", "mentor"), nullable=False),
        sa.Column("headers", sa.String(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_remembered_mappings")),
        sa.UniqueConstraint(
            "org_id", "side", "headers", name=op.f("uq_remembered_mappings_org_id_side_headers")
        ),
    )
    protect("import_rows")
    protect("remembered_mappings")


def downgrade() -> None:
    op.drop_table("remembered_mappings")
    op.drop_table("import_rows")
    op.add_column("imports", sa.Column("content", sa.LargeBinary(), nullable=True))
    for name in (*MOMENTS, "updates", "total", "header"):
        op.drop_column("imports", name)


def _choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
