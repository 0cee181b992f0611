"""What the page of a member shows of the features above: each adds its panels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from saas.orgs.models import Member
from saas.scope import Scope


@dataclass(frozen=True, slots=True)
class MemberPanel:
    """A part of the page of a member.

    Attributes:
        template: Of the part.
        values: What it needs; given to it as `panel`.
    """

    template: str
    values: Mapping[str, Any]


PanelMaker = Callable[[Scope, Member], MemberPanel]
_makers: list[PanelMaker] = []


def shows_member_panel(maker: PanelMaker) -> PanelMaker:
    """Register what makes a panel of a member; it must cost a constant number of queries."""
    _makers.append(maker)
    return maker


def member_panels(scope: Scope, member: Member) -> list[MemberPanel]:
    """Return the panels of a member, in the order of the features."""
    return [maker(scope, member) for maker in _makers]
