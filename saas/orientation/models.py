"""Scenarios, resources, and how far participants are with their orientation."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from saas.db import Base, TenantScoped, choice, same_org, to_one
from saas.programs.models import Audience, Listed, Participant


class Scenario(Listed, Base):
    """A short situation with answers to choose from; what one thinks of each is said after.

    Attributes:
        answers: What one could do, in order.
        feedback: What we think of each answer, in the same order.
        best: The place of the answer that fits best, from 0.
    """

    __tablename__ = "scenarios"

    title: Mapped[str]
    situation: Mapped[str]
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    answers: Mapped[list[str]]
    feedback: Mapped[list[str]]
    best: Mapped[int]


class ResourceStage(enum.StrEnum):
    """When in a partnership a resource is of use."""

    BEFORE_MATCHING = "before_matching"
    STARTING = "starting"
    UNDER_WAY = "under_way"
    CLOSING = "closing"


class Resource(Listed, Base):
    """Something to read: a link, or a document that is kept here.

    Attributes:
        topic: A word that resources are grouped by; may be empty.
        url: Where the link leads; None for a document.
        filename, mimetype, size: Of the document, its size in bytes; None for a link.
        content: The document; read only when somebody asks for it.
    """

    __tablename__ = "resources"
    __table_args__ = (
        UniqueConstraint("org_id", "builtin_key"),
        CheckConstraint("(url IS NULL) <> (filename IS NULL)", name="link_or_document"),
    )

    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    topic: Mapped[str] = mapped_column(default="")
    stage: Mapped[ResourceStage] = mapped_column(choice(ResourceStage))
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    url: Mapped[str | None]
    filename: Mapped[str | None]
    mimetype: Mapped[str | None]
    size: Mapped[int | None]
    content: Mapped[bytes | None] = mapped_column(deferred=True)


class Orientation(TenantScoped, Base):
    """How far a participant is with the orientation of their side.

    Attributes:
        taken: The keys of the steps they took (saas.orientation.steps), in order.
        chosen: The answer they chose as it read then, by the id of the scenario; a built-in one in
            the standard words.
        program_version_id: The version of the program that the last step showed.
        completed_at: When they took the last step that there was; it stays when steps change
            later. None where the last that was left went away: nothing is left to take.
        reminded_at: When they were last reminded by mail.
    """

    __tablename__ = "orientations"
    __table_args__ = (
        UniqueConstraint("org_id", "participant_id"),
        same_org("participants", "participant_id", ondelete="CASCADE"),
        same_org("program_versions", "program_version_id"),
    )

    participant_id: Mapped[uuid.UUID]
    taken: Mapped[list[str]] = mapped_column(default=list)
    chosen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    program_version_id: Mapped[uuid.UUID | None]
    completed_at: Mapped[dt.datetime | None]
    reminded_at: Mapped[dt.datetime | None]

    participant: Mapped[Participant] = to_one("Orientation", "Participant", "participant_id")
