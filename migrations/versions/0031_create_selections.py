"""Create tags, and selections of people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protection import protect

revision = "0031"
down_revision = "0023"

MOMENTS = ("started_at", "cancelled_at", "finished_at", "undo_asked_at", "undone_at")


def upgrade() -> None:
    op.create_table(
        "member_tags",
        *_keys(),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        _created(),
        _refers("member_tags", "member_id", "members"),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_member_tags")),
        sa.UniqueConstraint(
            "org_id", "member_id", "tag", name=op.f("uq_member_tags_org_id_member_id_tag")
        ),
    )
    op.create_index("ix_member_tags_tag", "member_tags", ["org_id", "tag", "member_id"])
    op.create_table(
        "selections",
        *_keys(),
        sa.Column("chosen_by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "action",
            _choice("action", "invite", "remind", "add", "tag", "untag", "remove"),
            nullable=True,
        ),
        sa.Column("given", postgresql.JSONB(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in MOMENTS),
        _created(),
        _refers("selections", "chosen_by_id", "members"),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_selections")),
    )
    op.create_index("ix_selections_created", "selections", ["org_id", "created_at"])
    op.create_table(
        "chosen",
        *_keys(),
        sa.Column("selection_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            _choice("chosenstate", "chosen", "done", "skipped", "undone", "kept"),
            nullable=False,
        ),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        _created(),
        _refers("chosen", "selection_id", "selections"),
        _refers("chosen", "member_id", "members"),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_chosen")),
        sa.UniqueConstraint(
            "org_id",
            "selection_id",
            "member_id",
            name=op.f("uq_chosen_org_id_selection_id_member_id"),
        ),
    )
    op.create_index("ix_chosen_state", "chosen", ["org_id", "selection_id", "state", "id"])
    for table in ("member_tags", "selections", "chosen"):
        protect(table)


def downgrade() -> None:
    for table in ("chosen", "selections", "member_tags"):
        op.drop_table(table)


def _keys() -> tuple[sa.Column[int], sa.Column[object]]:
    return (
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
    )


def _created() -> sa.Column[object]:
    return sa.Column("created_at", sa.DateTime(timezone=True), nullable=False)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["org_id", column],
        [f"{to}.org_id", f"{to}.id"],
        name=op.f(f"fk_{table}_org_id_{column}"),
        ondelete="CASCADE",
    )


def _choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
