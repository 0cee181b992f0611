"""Programs that an organization keeps to begin others from."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from saas.db import Base, TenantScoped, same_org


class ProgramTemplate(TenantScoped, Base):
    """What a program was made of when it was kept as a template; nobody is in it.

    Attributes:
        contents: By part, as `saas.programs.parts` takes them.
        removed_at: Since when it is not offered any more.
    """

    __tablename__ = "program_templates"
    __table_args__ = (
        Index(
            "uq_program_templates_name",
            "org_id",
            "name",
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
        same_org("members", "saved_by_id"),
    )

    name: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    contents: Mapped[dict[str, Any]]
    saved_by_id: Mapped[uuid.UUID | None]
    removed_at: Mapped[dt.datetime | None]
