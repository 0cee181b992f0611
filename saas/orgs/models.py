"""Organizations and the directory of memberships (global); workspaces and members (tenant)."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from saas.db import Base, Global, TenantScoped, choice, same_org
from saas.scope import Role


class Organization(Global, Base):
    """A tenant, as the directory knows it. Its rows carry its id.

    Attributes:
        ready_at: When its workspace was furnished; None marks a half that the ticker repairs.
        founder_id: The identity that becomes its first owner.
        is_sample: Whether it was made by the demo and may be removed in one click.
        ending_at: Since when it is being deleted: nobody enters, and its rows go.
    """

    __tablename__ = "organizations"
    __table_args__ = (
        CheckConstraint(r"slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'", name="slug_is_plain"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, sort_order=-9)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    brand_color: Mapped[str]
    founder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("identities.id"))
    ready_at: Mapped[dt.datetime | None]
    is_sample: Mapped[bool] = mapped_column(default=False)
    ending_at: Mapped[dt.datetime | None]


class Membership(Global, Base):
    """That an identity is a member of an organization; read before any tenant is chosen.

    Attributes:
        rights_changed_at: Whoever signed in before signs in again to enter.
    """

    __tablename__ = "memberships"

    org_id: Mapped[int] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True, sort_order=-10
    )
    identity_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("identities.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        sort_order=-9,
    )
    member_id: Mapped[uuid.UUID]
    rights_changed_at: Mapped[dt.datetime | None]

    organization: Mapped[Organization] = relationship()


class Workspace(TenantScoped, Base):
    """What one organization calls itself and looks like. One row each.

    Attributes:
        time_zone: Where its days begin and its digests go out.
        words: Its own words for mentor, mentee and program (saas.words); empty where it
            uses the standard ones.
        why: What applicants read of why a mentor helps, in Markdown; None for the built-in
            text, empty for nothing.
        languages: Tags of those that it writes its messages in, the usual one first.
    """

    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("org_id"),)

    name: Mapped[str]
    brand_color: Mapped[str]
    time_zone: Mapped[str] = mapped_column(default="UTC")
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    why: Mapped[str | None]
    languages: Mapped[list[str]] = mapped_column(default=lambda: ["en"])


class MemberState(enum.StrEnum):
    """Whether a member can act: known by address only, active, or removed."""

    LISTED = "listed"
    ACTIVE = "active"
    REMOVED = "removed"


class Member(TenantScoped, Base):
    """A person in one organization.

    Attributes:
        identity_id: Who signs in as this member; None until they first do.
        time_zone: Where they are; the workspace's when None.
        language: In which messages come to them, where the organization writes in it; None for
            the usual one.
    """

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("org_id", "email_norm"),
        Index(
            "uq_members_identity",
            "org_id",
            "identity_id",
            unique=True,
            postgresql_where=text("identity_id IS NOT NULL"),
        ),
        Index("ix_members_name", "org_id", "name", "id"),
    )

    name: Mapped[str]
    email: Mapped[str]
    email_norm: Mapped[str]
    role: Mapped[Role] = mapped_column(choice(Role), default=Role.MEMBER)
    state: Mapped[MemberState] = mapped_column(choice(MemberState), default=MemberState.LISTED)
    identity_id: Mapped[uuid.UUID | None]
    time_zone: Mapped[str | None]
    language: Mapped[str | None]
    is_sample: Mapped[bool] = mapped_column(default=False)


class Invitation(TenantScoped, Base):
    """An offer to join, fixed to one address and one role, good once."""

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("org_id", "secret_hash"),
        Index("ix_invitations_email", "org_id", "email_norm"),
        same_org("members", "invited_by_id"),
    )

    email: Mapped[str]
    email_norm: Mapped[str]
    role: Mapped[Role] = mapped_column(choice(Role))
    secret_hash: Mapped[bytes]
    next_path: Mapped[str] = mapped_column(default="")
    invited_by_id: Mapped[uuid.UUID | None]
    expires_at: Mapped[dt.datetime]
    accepted_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]

    @classmethod
    def is_open(cls) -> ColumnElement[bool]:
        """Whether nobody accepted or revoked one; it may have expired."""
        return cls.accepted_at.is_(None) & cls.revoked_at.is_(None)


class Link(TenantScoped, Base):
    """A one-time link in a mail that lets a member do one thing without signing in.

    Attributes:
        kind: The one thing, e.g. "proposal" or "check_in".
        subject_id: The row it is about.
        member_id: Who acts by it.
    """

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("org_id", "secret_hash"),
        same_org("members", "member_id", ondelete="CASCADE"),
        Index("ix_links_subject", "org_id", "subject_id"),
    )

    kind: Mapped[str]
    subject_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID]
    secret_hash: Mapped[bytes]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]
