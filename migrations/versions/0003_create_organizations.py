"""Create organizations."""

import sqlalchemy as sa
from alembic import op

from migrations.protection import list_globally, protect

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "organizations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("brand_color", sa.String(), nullable=False),
        sa.Column("founder_id", sa.Uuid(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("ending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'",
            name=op.f("ck_organizations_slug_is_plain"),
        ),
        sa.ForeignKeyConstraint(
            ["founder_id"], ["identities.id"], name=op.f("fk_organizations_founder_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("slug", name=op.f("uq_organizations_slug")),
    )
    op.create_table(
        "memberships",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("identity_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_id"],
            ["identities.id"],
            name=op.f("fk_memberships_identity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organizations.id"], name=op.f("fk_memberships_org_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("org_id", "identity_id", name=op.f("pk_memberships")),
    )
    op.create_index(
        op.f("ix_memberships_identity_id"), "memberships", ["identity_id"], unique=False
    )
    op.create_table(
        "workspaces",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("brand_color", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("org_id", name=op.f("uq_workspaces_org_id")),
    )
    op.create_table(
        "members",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_norm", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "member",
                "viewer",
                "program_admin",
                "admin",
                "owner",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "listed",
                "active",
                "removed",
                name="memberstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("identity_id", sa.Uuid(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_members")),
        sa.UniqueConstraint("org_id", "email_norm", name=op.f("uq_members_org_id_email_norm")),
    )
    op.create_index("ix_members_name", "members", ["org_id", "name", "id"], unique=False)
    op.create_index(
        "uq_members_identity",
        "members",
        ["org_id", "identity_id"],
        unique=True,
        postgresql_where=sa.text("identity_id IS NOT NULL"),
    )
    op.create_table(
        "invitations",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_norm", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "member",
                "viewer",
                "program_admin",
                "admin",
                "owner",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("next_path", sa.String(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "invited_by_id"],
            ["members.org_id", "members.id"],
            name=op.f("fk_invitations_org_id_invited_by_id"),
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_invitations")),
        sa.UniqueConstraint(
            "org_id", "secret_hash", name=op.f("uq_invitations_org_id_secret_hash")
        ),
    )
    op.create_index("ix_invitations_email", "invitations", ["org_id", "email_norm"], unique=False)
    op.create_table(
        "links",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_id", "member_id"],
            ["members.org_id", "members.id"],
            name=op.f("fk_links_org_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("org_id", "id", name=op.f("pk_links")),
        sa.UniqueConstraint("org_id", "secret_hash", name=op.f("uq_links_org_id_secret_hash")),
    )
    op.create_index("ix_links_subject", "links", ["org_id", "subject_id"], unique=False)
    list_globally("organizations")
    list_globally("memberships")
    protect("workspaces")
    protect("members")
    protect("invitations")
    protect("links")


def downgrade() -> None:
    op.drop_table("links")
    op.drop_table("invitations")
    op.drop_table("members")
    op.drop_table("workspaces")
    op.drop_table("memberships")
    op.drop_table("organizations")
