"""Keep who agreed to which text."""

import sqlalchemy as sa
from alembic import op

from migrations.protection import protect

revision = "0022"
down_revision = "0021"

KEYS = {
    "application_id": ("applications", "CASCADE"),
    "member_id": ("members", None),
    "question_id": ("questions", None),
    "form_version_id": ("form_versions", None),
}


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in KEYS),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_consents_number_from_one")),
        *(
            sa.ForeignKeyConstraint(
                ["org_id", name],
                [f"{table}.org_id", f"{table}.id"],
                name=op.f(f"fk_consents_org_id_{name}"),
                ondelete=ondelete,
            )
            for name, (table, ondelete) in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_consents")),
        sa.UniqueConstraint(
            "org_id",
            "application_id",
            "question_id",
            "number",
            name=op.f("uq_consents_org_id_application_id_question_id_number"),
        ),
    )
    op.create_index("ix_consents_question", "consents", ["org_id", "question_id", "agreed_at"])
    protect("consents")


def downgrade() -> None:
    op.drop_table("consents")
