"""Whose data, and on whose behalf: the value every service takes first."""

import enum
import uuid
from dataclasses import dataclass


class Reach(enum.Enum):
    """Of which programs a role sees what there is: none, those one is named for, or all."""

    NONE = enum.auto()
    NAMED = enum.auto()
    ALL = enum.auto()


class Role(enum.StrEnum):
    """What a member may do, from least to most. A higher role may do all a lower one may."""

    MEMBER = "member"
    VIEWER = "viewer"
    PROGRAM_ADMIN = "program_admin"
    ADMIN = "admin"
    OWNER = "owner"

    @property
    def rank(self) -> int:
        """Place among the roles, from 0."""
        return _RANKS.index(self)

    def covers(self, other: "Role") -> bool:
        """Whether this role may do what `other` may."""
        return self.rank >= other.rank

    @property
    def reach(self) -> Reach:
        """Of which programs the role sees what there is, beyond what is the member's own."""
        if self is Role.PROGRAM_ADMIN:
            return Reach.NAMED
        return Reach.ALL if self.covers(SEES) else Reach.NONE


_RANKS = tuple(Role)
#: The least role that sees programs, and the least that runs them.
SEES = Role.VIEWER
RUNS = Role.PROGRAM_ADMIN


@dataclass(frozen=True, slots=True)
class Scope:
    """One actor, acting inside one organization.

    Built only at the edge: `saas.orgs.tenancy` for a request or a link, `saas.jobs`
    for a job, `tests.factories` for a test.

    Attributes:
        org_id: The tenant. Every row read or written belongs to it.
        actor_id: The member acting, or None when the clock or an unverified visitor acts.
        role: The actor's role in this organization.
    """

    org_id: int
    actor_id: uuid.UUID | None
    role: Role
