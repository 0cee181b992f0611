"""Tags of people, and people chosen in the directory to do something with all at once."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from saas.db import Base, TenantScoped, choice, same_org, to_one
from saas.orgs.models import Member


class MemberTag(TenantScoped, Base):
    """A word that admins put on a member, to find them by; members do not see theirs."""

    __tablename__ = "member_tags"
    __table_args__ = (
        UniqueConstraint("org_id", "member_id", "tag"),
        Index("ix_member_tags_tag", "org_id", "tag", "member_id"),
        same_org("members", "member_id", ondelete="CASCADE"),
    )

    member_id: Mapped[uuid.UUID]
    tag: Mapped[str]


class Action(enum.StrEnum):
    """What can be done with many people at once."""

    INVITE = "invite"
    REMIND = "remind"
    ADD = "add"
    TAG = "tag"
    UNTAG = "untag"
    DETAIL = "detail"
    REMOVE = "remove"


class ChosenState(enum.StrEnum):
    """What became of one of those chosen."""

    CHOSEN = "chosen"
    DONE = "done"
    SKIPPED = "skipped"
    UNDONE = "undone"
    KEPT = "kept"


class Selection(TenantScoped, Base):
    """People chosen in the directory, and the one thing that is done with them.

    Attributes:
        chosen_by_id: Who chose them; what is done is done with their rights.
        action: None while it is not said.
        given: What the action needs: "tag"; "cohort_id" and "side"; or "detail" and "value".
        total: How many they are.
        progress: Percent of the step under way.
    """

    __tablename__ = "selections"
    __table_args__ = (
        same_org("members", "chosen_by_id", ondelete="CASCADE"),
        Index("ix_selections_created", "org_id", "created_at"),
    )

    chosen_by_id: Mapped[uuid.UUID]
    action: Mapped[Action | None] = mapped_column(choice(Action))
    given: Mapped[dict[str, Any]] = mapped_column(default=dict)
    total: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[dt.datetime | None]
    cancelled_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    undo_asked_at: Mapped[dt.datetime | None]
    undone_at: Mapped[dt.datetime | None]

    @property
    def under_way(self) -> bool:
        """Whether it is being done or undone now."""
        doing = self.started_at and not self.finished_at
        return bool(doing or (self.undo_asked_at and not self.undone_at))


class Chosen(TenantScoped, Base):
    """One of the people chosen.

    Attributes:
        why: Why they were skipped or kept, in one sentence.
        before: What undoing needs to know.
    """

    __tablename__ = "chosen"
    __table_args__ = (
        same_org("selections", "selection_id", ondelete="CASCADE"),
        same_org("members", "member_id", ondelete="CASCADE"),
        UniqueConstraint("org_id", "selection_id", "member_id"),
        Index("ix_chosen_state", "org_id", "selection_id", "state", "id"),
    )

    selection_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID]
    state: Mapped[ChosenState] = mapped_column(choice(ChosenState), default=ChosenState.CHOSEN)
    why: Mapped[str] = mapped_column(default="")
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)

    member: Mapped[Member] = to_one("Chosen", "Member", "member_id")
