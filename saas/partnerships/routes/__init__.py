"""Pages of partnerships."""

from saas.partnerships import following
from saas.partnerships.routes import (
    advice,
    agreements,
    cohort_panel,
    goals,
    meetings,
    partnerships,
    thanks,
)
from saas.partnerships.routes.blueprint import blueprint

__all__ = [
    "advice",
    "agreements",
    "blueprint",
    "cohort_panel",
    "following",
    "goals",
    "meetings",
    "partnerships",
    "thanks",
]
