"""What a partnership's page shows of concerns: to each of the two their own, to nobody else any."""

from saas.concerns import queries
from saas.partnerships.panels import Panel, shows_panel
from saas.partnerships.queries import View
from saas.scope import Scope


@shows_panel
def panel_of(scope: Scope, view: View) -> Panel | None:
    """Show one of the two the way to raise a concern, and what they raised."""
    if view.side is None:
        return None
    context = {
        "partnership_id": view.partnership.id,
        "readers": [each.name for each in queries.readers_of(scope, view.partnership)],
        "raised": queries.raised_in(scope, view.partnership.id),
    }
    return Panel("concerns/_panel.html", context, aside=True)
