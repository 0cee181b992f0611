"""What a new workspace starts with: each feature says what it brings."""

from collections.abc import Callable

from saas.scope import Scope

Furnisher = Callable[[Scope], None]
_furnishers: list[Furnisher] = []


def furnishes(furnisher: Furnisher) -> Furnisher:
    """Register what a feature puts into a new workspace. It must be safe to call twice."""
    _furnishers.append(furnisher)
    return furnisher


def furnish(scope: Scope) -> None:
    """Put what every feature brings into the workspace. Safe to call twice."""
    for furnisher in _furnishers:
        furnisher(scope)
