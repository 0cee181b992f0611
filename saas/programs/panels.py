"""What the page of a cohort shows of the features above: each adds its panels."""

from collections.abc import Callable
from dataclasses import dataclass

from saas.programs.models import Cohort
from saas.scope import Scope


@dataclass(frozen=True, slots=True)
class Panel:
    """A tile of a cohort's page.

    Attributes:
        title: What it is about, e.g. "Applications".
        value: The number or word that stands out.
        text: What it means, in a few words.
        href: Where it leads; None when there is nothing more to see.
        order: Place among the panels; smaller comes first.
    """

    title: str
    value: str | int
    text: str = ""
    href: str | None = None
    order: int = 100


PanelMaker = Callable[[Scope, Cohort], Panel | None]
_makers: list[PanelMaker] = []


def shows_panel(maker: PanelMaker) -> PanelMaker:
    """Register what makes a panel of a cohort (with its program loaded); None shows nothing.

    It is called for everybody who sees the cohort, viewers too, and must cost a constant
    number of queries.
    """
    _makers.append(maker)
    return maker


def panels(scope: Scope, cohort: Cohort) -> list[Panel]:
    """Return the panels of a cohort, in order."""
    made = (maker(scope, cohort) for maker in _makers)
    return sorted((panel for panel in made if panel), key=lambda panel: panel.order)
