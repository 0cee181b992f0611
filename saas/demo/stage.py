"""The sample's people, and the days on which they do things."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from saas import clock
from saas.db import db
from saas.demo.cast import OWNER, STAFF
from saas.scope import Role, Scope

Act = Callable[[], object]
#: Nothing of the sample happens in the future, whatever the clock does meanwhile.
MARGIN = dt.timedelta(hours=1)


@dataclass(slots=True)
class Stage:
    """Who takes part, and what they do when.

    Attributes:
        org_id: The sample organization.
        members: Ids of members by name.
    """

    org_id: int
    members: dict[str, uuid.UUID] = field(default_factory=dict)
    _entries: dict[int, list[Act]] = field(default_factory=dict)

    def scope(self, name: str = OWNER.name) -> Scope:
        """Return the scope in which somebody acts."""
        roles = {each.name: each.role for each in STAFF}
        return Scope(self.org_id, self.members[name], roles.get(name, Role.MEMBER))

    def on(self, days_ago: int, act: Act) -> None:
        """Have something done so many days ago, after what was noted for that day before."""
        self._entries.setdefault(days_ago, []).append(act)

    def play(self) -> None:
        """Do everything in its order, each thing at its time. It may note more, for later."""
        start = clock.now() - MARGIN
        while self._entries:
            days_ago = max(self._entries)
            day = start - dt.timedelta(days=days_ago)
            for second, act in enumerate(self._entries.pop(days_ago)):
                with clock.held_at(day + dt.timedelta(seconds=second)):
                    act()
                    db.session.flush()
