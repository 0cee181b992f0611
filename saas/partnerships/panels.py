"""What the page of a partnership shows of the features above: each adds its panels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from saas.partnerships.queries import View
from saas.scope import Scope


@dataclass(frozen=True, slots=True)
class Panel:
    """A card of a partnership's page.

    Attributes:
        template: A partial; it finds the panel under the name `panel`.
        context: What the partial needs, as `panel.context`.
        order: Place among the panels; smaller comes first.
        aside: Whether it stands at the end, beside the rest, and not on top.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 100
    aside: bool = False


PanelMaker = Callable[[Scope, View], Panel | None]
_makers: list[PanelMaker] = []


def shows_panel(maker: PanelMaker) -> PanelMaker:
    """Register what makes a panel of a partnership; None shows nothing.

    It is called for each of the two and for staff: `View.side` says who looks. It must show
    no side what the other said in confidence, and cost a constant number of queries.
    """
    _makers.append(maker)
    return maker


def panels(scope: Scope, view: View) -> list[Panel]:
    """Return the panels of a partnership for whoever looks, in order."""
    made = (maker(scope, view) for maker in _makers)
    return sorted((panel for panel in made if panel), key=lambda panel: panel.order)
