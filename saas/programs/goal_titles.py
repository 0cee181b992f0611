"""What the goals of a program are called today, and were called before.

Answers and conditions name goals by their titles. A goal that was reworded is still the same
goal: the versions of a program keep the id of each beside its title.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from saas.characters import text_key


@dataclass(frozen=True, slots=True)
class GoalTitles:
    """The titles of a program's goals.

    Attributes:
        offered: Those of today, in order.
        goals: By the key of each title, all titles of the goal that it means by now, the newest
            first.
    """

    offered: tuple[str, ...] = ()
    goals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def today(self, title: str) -> str:
        """Return what the goal is called today; of a retired one, what it was called last."""
        return self.alike(title)[0]

    def alike(self, title: str) -> tuple[str, ...]:
        """Return every title of the same goal; what is no goal of the program stays itself."""
        return self.goals.get(text_key(title), (title,))

    def all_today(self, titles: Iterable[str]) -> list[str]:
        """Return what goals are called today, each once."""
        return list(dict.fromkeys(map(self.today, titles)))

    @property
    def known(self) -> frozenset[str]:
        """Every title, of today or before, of a goal that is offered today."""
        return frozenset(each for title in self.offered for each in self.alike(title))


AS_WRITTEN = GoalTitles()


def titles_of(versions: Sequence[Sequence[Mapping[str, Any]]]) -> GoalTitles:
    """Return the titles of the goals that were published.

    A title that several goals had means the one that had it last.

    Args:
        versions: The goals of each version, the oldest first.
    """
    holder: dict[str, str] = {}
    written: dict[str, dict[str, None]] = defaultdict(dict)
    for goals in versions:
        for goal in goals:
            title = str(goal["title"])
            holder[text_key(title)] = goal["id"]
            # Taken out first, so that a title that came back is the newest again.
            written[goal["id"]].pop(title, None)
            written[goal["id"]][title] = None
    alike = {
        goal: tuple(each for each in reversed(titles) if holder[text_key(each)] == goal)
        for goal, titles in written.items()
    }
    offered = tuple(str(goal["title"]) for goal in versions[-1]) if versions else ()
    return GoalTitles(offered, {title: alike[goal] for title, goal in holder.items()})
