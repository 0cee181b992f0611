"""What becomes of a member who leaves: each feature says what it lets go of, or refuses it."""

from collections.abc import Callable

from saas.orgs.models import Member
from saas.scope import Scope

Parting = Callable[[Scope, Member], None]
_partings: list[Parting] = []


def on_leaving(parting: Parting) -> Parting:
    """Register what a feature does before a member is removed; a ConflictError keeps them."""
    _partings.append(parting)
    return parting


def part(scope: Scope, member: Member) -> None:
    """Let every feature do what it does before a member is removed.

    Raises:
        ConflictError: They are needed where they are.
    """
    for parting in _partings:
        parting(scope, member)
