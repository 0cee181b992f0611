"""What single programs say otherwise than the organization."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from saas.db import Base, TenantScoped, same_org
from saas.programs.models.catalogues import Clause, Decided, Goal, Guideline, Inherited


class Override(Decided, TenantScoped):
    """Mixin of what one program says otherwise of a row that it inherits.

    A program gives its own texts up for the inherited ones.

    Attributes:
        overrides: The table of the rows.
        texts: The columns that the program words otherwise; none: all as inherited.
        left_out_at: Since when the program leaves the row out; None: it does not.
    """

    __tablename__: str
    overrides: ClassVar[str]

    program_id: Mapped[uuid.UUID]
    row_id: Mapped[uuid.UUID]
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    left_out_at: Mapped[dt.datetime | None]

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        """A program has one say about a row."""
        return (
            UniqueConstraint("org_id", "program_id", "row_id"),
            same_org("programs", "program_id", ondelete="CASCADE"),
            same_org(cls.overrides, "row_id", ondelete="CASCADE"),
        )


class GuidelineOverride(Override, Base):
    """What a program says otherwise of a guideline."""

    __tablename__ = "guideline_overrides"
    overrides = "guidelines"


class GoalOverride(Override, Base):
    """What a program says otherwise of a goal."""

    __tablename__ = "goal_overrides"
    overrides = "goals"


class ClauseOverride(Override, Base):
    """What a program says otherwise of a clause."""

    __tablename__ = "clause_overrides"
    overrides = "clauses"


OVERRIDES: dict[type[Inherited], type[Override]] = {
    Guideline: GuidelineOverride,
    Goal: GoalOverride,
    Clause: ClauseOverride,
}
"""What programs inherit, and where each keeps what it says otherwise."""
