"""Who has to hear that a program published: features above register."""

from collections.abc import Callable

from saas.programs.models import ProgramVersion
from saas.scope import Scope

Hook = Callable[[Scope, ProgramVersion], None]
_hooks: list[Hook] = []


def on_published(hook: Hook) -> Hook:
    """Register what happens, in the same transaction, when a version is published."""
    _hooks.append(hook)
    return hook


def tell_published(scope: Scope, version: ProgramVersion) -> None:
    """Tell every feature that registered."""
    for hook in _hooks:
        hook(scope, version)
