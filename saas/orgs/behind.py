"""What was published in an organization's earlier words, and waits to be published again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from saas.scope import Scope


@dataclass(frozen=True, slots=True)
class Behind:
    """Something that keeps the words it was published in, and the page that publishes it."""

    name: str
    href: str


Finder = Callable[[Scope], Iterable[Behind]]
_finders: list[Finder] = []


def keeps_words(finder: Finder) -> Finder:
    """Register what finds such things; it must cost a constant number of queries."""
    _finders.append(finder)
    return finder


def behind(scope: Scope) -> list[Behind]:
    """Return all that is published in other words than the organization uses now."""
    return [each for finder in _finders for each in finder(scope)]
