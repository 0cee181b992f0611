"""Who can see what, in words made of the declarations that the pages enforce.

A feature says which pages show a kind of data (`declares`). Who sees and who changes it is read
off the views themselves: `requires` notes the role on each. So the words change when the
rule does, and tests/tenancy holds them against what pages really answer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from werkzeug.routing import Rule

from saas.scope import Reach, Role, Scope

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
INSIDE = "org."


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of data; its texts are lazily translated.

    Attributes:
        title: What it is called.
        holds: What it is, in a sentence.
        own: Who sees it without any role, as those it is about; "" where nobody does.
        pages: First words of the addresses that show and change it, after the organization's.
        views: Endpoints that belong here although their address begins otherwise.
        by_program: Whether a program admin sees only that of the programs they are named for.
        sees, changes: The least roles, where no view says them: what a service asks for.
        private: Columns ("table.column") that no role opens, whatever it is.
    """

    title: Any
    holds: Any
    own: Any = ""
    pages: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    by_program: bool = False
    sees: Role | None = None
    changes: Role | None = None
    private: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """The least role that sees a kind of data, and the least that changes it; None: no role."""

    kind: Kind
    sees: Role | None
    changes: Role | None

    def seen_by(self, role: Role) -> Reach:
        """Return how much of it a role sees, beyond what is one's own."""
        return self._reach(role, self.sees)

    def changed_by(self, role: Role) -> Reach:
        """Return how much of it a role changes, beyond what is one's own."""
        return self._reach(role, self.changes)

    def _reach(self, role: Role, least: Role | None) -> Reach:
        if least is None or not role.covers(least):
            return Reach.NONE
        return role.reach if self.kind.by_program else Reach.ALL


Named = tuple[Any, Sequence[str]]
Teller = Callable[[Scope], Sequence[Named]]
_kinds: list[Kind] = []
_tellers: list[Teller] = []


def declares(*kinds: Kind) -> None:
    """Register kinds of data, in the order of the page."""
    _kinds.extend(kinds)


def tells_who(teller: Teller) -> Teller:
    """Register what names people with a right: pairs of the right, in words, and their names."""
    _tellers.append(teller)
    return teller


def named(scope: Scope) -> list[Named]:
    """Return who has which right by name."""
    return [each for teller in _tellers for each in teller(scope)]


def accesses() -> list[Access]:
    """Return who sees and changes each kind of data, as the views say."""
    roles = {kind: _Roles() for kind in _kinds}
    for rule, kind in staff_rules():
        found = roles[kind]
        changes = (rule.methods or set()) - SAFE
        (found.changing if changes else found.seeing).append(role_of(rule))
    return [_access(kind, found) for kind, found in roles.items()]


def staff_rules() -> Iterator[tuple[Rule, Kind]]:
    """Yield every page that needs more than membership, with the kind of data it belongs to."""
    for rule in _beyond_membership():
        kind = _kind_of(rule)
        if kind is not None:
            yield rule, kind


def unexplained() -> list[str]:
    """Return the endpoints that belong to no kind of data; a test says that there is none."""
    return [rule.endpoint for rule in _beyond_membership() if _kind_of(rule) is None]


def role_of(rule: Rule) -> Role:
    """Return the least role that a view lets in."""
    view = current_app.view_functions[rule.endpoint]
    role: Role = getattr(view, "required_role", Role.MEMBER)
    return role


def private_columns() -> list[str]:
    """Return every column that no role opens."""
    return [column for kind in _kinds for column in kind.private]


@dataclass(frozen=True, slots=True)
class _Roles:
    """The roles that the views of a kind need."""

    seeing: list[Role] = field(default_factory=list)
    changing: list[Role] = field(default_factory=list)


def _beyond_membership() -> Iterator[Rule]:
    for rule in current_app.url_map.iter_rules():
        if rule.endpoint.startswith(INSIDE) and role_of(rule) is not Role.MEMBER:
            yield rule


def _kind_of(rule: Rule) -> Kind | None:
    segment = rule.rule.split("/")[3]
    named = next((kind for kind in _kinds if rule.endpoint in kind.views), None)
    return named or next((kind for kind in _kinds if segment in kind.pages), None)


def _access(kind: Kind, roles: _Roles) -> Access:
    changes = kind.changes or _least(roles.changing)
    return Access(kind, kind.sees or _least(roles.seeing) or changes, changes)


def _least(roles: Sequence[Role]) -> Role | None:
    return min(roles, key=lambda role: role.rank, default=None)
