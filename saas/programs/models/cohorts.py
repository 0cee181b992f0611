"""Cohorts of programs, and who takes part in them."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from saas import clock
from saas.db import Base, TenantScoped, choice, same_org, to_one
from saas.orgs.models import Member, MemberState
from saas.programs.models.programs import Program
from saas.programs.models.sides import Audience, Side


class Cohort(TenantScoped, Base):
    """One intake of a program: the people who are matched with each other.

    Attributes:
        intake_open: Whether people can apply now.
        apply_token: The secret part of the public intake link; None when there is no link.
        open_to: Which sides may apply.
        ends_on: The last day; None for the standing cohort of a program that is always on.
        closes_at: When the intake closes by itself; None: when somebody closes it.
        time_zone: In whose clock that was said (IANA); None: the organization's.
    """

    __tablename__ = "cohorts"
    __table_args__ = (
        UniqueConstraint("org_id", "program_id", "name"),
        UniqueConstraint("org_id", "apply_token"),
        same_org("programs", "program_id", ondelete="CASCADE"),
        CheckConstraint("ends_on > starts_on", name="ends_after_start"),
    )

    program_id: Mapped[uuid.UUID]
    name: Mapped[str]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    intake_open: Mapped[bool] = mapped_column(default=False)
    apply_token: Mapped[str | None]
    open_to: Mapped[Audience] = mapped_column(choice(Audience), default=Audience.BOTH)
    closes_at: Mapped[dt.datetime | None]
    time_zone: Mapped[str | None]

    program: Mapped[Program] = to_one("Cohort", "Program", "program_id")

    @property
    def takes_applications(self) -> bool:
        """Whether people can apply now; only a running program takes people. Reads the program."""
        return self.intake_open and not self.has_closed and self.program.is_running

    @property
    def has_closed(self) -> bool:
        """Whether the intake has closed by itself."""
        return self.closes_at is not None and self.closes_at <= clock.now()


class Participant(TenantScoped, Base):
    """A member's place in one cohort, as mentor or as mentee.

    Attributes:
        capacity: Partnerships this person will have at once.
        answers: Canonical answers that matching uses (saas.intake.answers), as JSON.
        waited: Earlier runs that left this person without a partner.
        withdrawn_at: Since when they no longer take part.
        requests_paused_at: Since when a mentor does not want to be asked; None when they may be.
    """

    __tablename__ = "participants"
    __table_args__ = (
        UniqueConstraint("org_id", "cohort_id", "member_id", "side"),
        same_org("cohorts", "cohort_id", ondelete="CASCADE"),
        same_org("members", "member_id"),
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        Index("ix_participants_member", "org_id", "member_id"),
    )

    cohort_id: Mapped[uuid.UUID]
    member_id: Mapped[uuid.UUID]
    side: Mapped[Side] = mapped_column(choice(Side))
    capacity: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    waited: Mapped[int] = mapped_column(default=0)
    withdrawn_at: Mapped[dt.datetime | None]
    requests_paused_at: Mapped[dt.datetime | None]

    cohort: Mapped[Cohort] = to_one("Participant", "Cohort", "cohort_id")
    member: Mapped[Member] = to_one("Participant", "Member", "member_id")

    @property
    def takes_part(self) -> bool:
        """Whether they have not withdrawn, and were not removed. Reads the member."""
        return self.withdrawn_at is None and self.member.state is not MemberState.REMOVED
