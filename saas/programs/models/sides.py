"""The two sides of a partnership, and whom something is for."""

import enum


class Side(enum.StrEnum):
    """The two sides of a partnership."""

    MENTEE = "mentee"
    MENTOR = "mentor"

    @property
    def other(self) -> "Side":
        """The side across."""
        return Side.MENTOR if self is Side.MENTEE else Side.MENTEE


class Audience(enum.StrEnum):
    """Whom a guideline or a question is for."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    BOTH = "both"

    def includes(self, side: Side) -> bool:
        """Whether it is for this side."""
        return self is Audience.BOTH or self.value == side.value

    def meets(self, other: "Audience") -> bool:
        """Whether somebody belongs to both."""
        return self is other or Audience.BOTH in (self, other)
