"""Create concerns, what is said to them, and who reads them."""

import sqlalchemy as sa
from alembic import op

from migrations.protection import ME, READS, confide, protect

revision = "0033"
down_revision = "0022"

#: A note of the readers is not for whoever raised the concern.
SHARED = "kind <> 'note'"


def upgrade() -> None:
    _create_readers()
    _create_concerns()
    _create_entries()
    for table in ("concern_readers", "concerns", "concern_entries"):
        protect(table)
    confide("concerns", f"raised_by_id = {ME} OR {READS}")
    confide("concern_entries", f"(raised_by_id = {ME} AND {SHARED}) OR {READS}")


def downgrade() -> None:
    for table in ("concern_entries", "concerns", "concern_readers"):
        op.drop_table(table)


def _create_readers() -> None:
    op.create_table(
        "concern_readers",
        *_keys("concern_readers"),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=True),
        sa.Column("named_by_id", sa.Uuid(), nullable=True),
        _at("created_at"),
        _to("concern_readers", "member_id", "members"),
        _to("concern_readers", "program_id", "programs"),
        _to("concern_readers", "named_by_id", "members"),
    )
    for name, columns, where in (
        ("uq_concern_readers_program", ["program_id"], "program_id IS NOT NULL"),
        ("uq_concern_readers_organization", [], "program_id IS NULL"),
    ):
        op.create_index(
            name,
            "concern_readers",
            ["org_id", "member_id", *columns],
            unique=True,
            postgresql_where=sa.text(where),
        )


def _create_concerns() -> None:
    op.create_table(
        "concerns",
        *_keys("concerns"),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        *_whose(),
        sa.Column("words", sa.String(), nullable=False),
        _at("closed_at", nullable=True),
        _at("created_at"),
        _to("concerns", "partnership_id", "partnerships", ondelete="CASCADE"),
        _to("concerns", "program_id", "programs"),
        _to("concerns", "raised_by_id", "members"),
        _to("concerns", "about_id", "members"),
    )
    op.create_index("ix_concerns_program", "concerns", ["org_id", "program_id", "closed_at"])
    op.create_index("ix_concerns_partnership", "concerns", ["org_id", "partnership_id"])


def _create_entries() -> None:
    op.create_table(
        "concern_entries",
        *_keys("concern_entries"),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        *_whose(),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("added", "answer", "note", "closed", "reopened"),
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        _at("created_at"),
        _to("concern_entries", "concern_id", "concerns", ondelete="CASCADE"),
        _to("concern_entries", "program_id", "programs"),
        _to("concern_entries", "raised_by_id", "members"),
        _to("concern_entries", "about_id", "members"),
        _to("concern_entries", "by_id", "members"),
    )
    op.create_index("ix_concern_entries_concern", "concern_entries", ["org_id", "concern_id"])


def _keys(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f(f"pk_{table}")),
    )


def _whose() -> tuple[sa.Column[object], ...]:
    """What the second policy looks at, in each row: it may ask no other table."""
    return tuple(
        sa.Column(name, sa.Uuid(), nullable=False)
        for name in ("program_id", "raised_by_id", "about_id")
    )


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(table: str, column: str, other: str, **options: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["org_id", column],
        [f"{other}.org_id", f"{other}.id"],
        name=op.f(f"fk_{table}_org_id_{column}"),
        **options,
    )
