"""Pages of health."""

from saas.health import schedule
from saas.health.routes import check_ins, cohort_panel, contacts, dashboard, links, panel
from saas.health.routes.blueprints import blueprint, public

__all__ = [
    "blueprint",
    "check_ins",
    "cohort_panel",
    "contacts",
    "dashboard",
    "links",
    "panel",
    "public",
    "schedule",
]
