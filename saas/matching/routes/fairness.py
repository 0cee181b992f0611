"""How evenly a board treats people."""

import uuid

from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from saas.matching.bars import columns
from saas.matching.engine import Rules
from saas.matching.evenness import BINS, evenness
from saas.matching.queries import runs
from saas.matching.routes.blueprints import blueprint
from saas.orgs.tenancy import current_scope, requires
from saas.scope import Role
from saas.web.htmx import render

GROUPS = {
    "unit": _l("By unit"),
    "site": _l("By site"),
    "level": _l("By level"),
    "field": _l("By field"),
    "aspired_field": _l("By the field aspired to"),
}


@blueprint.get("/runs/<uuid:run_id>/fairness")
@requires(Role.VIEWER)
def show_fairness(run_id: uuid.UUID) -> Response:
    """Show the spread of fit, groups of five or more, and who is badly off."""
    run = runs.managed_run(current_scope(), run_id)
    found = evenness(current_scope(), run)
    counts = found.bins if found else ()
    step = 100 // BINS
    edges = [(at * step, 100 if at == BINS - 1 else (at + 1) * step - 1) for at in range(BINS)]
    floors = Rules.from_dict(run.rules).floors
    limit = floors[0] if floors else None
    short = [(str(low), count) for (low, _high), count in zip(edges, counts, strict=False)]
    long = [(f"{low}–{high}", count) for (low, high), count in zip(edges, counts, strict=False)]
    return render(
        "matching/show_fairness.html",
        run=run,
        found=found,
        figures=run.figures,
        wide=columns(long, 720, 200, limit),
        narrow=columns(short, 340, 180, limit),
        bins=long,
        group_names=GROUPS,
    )
