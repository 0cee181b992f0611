"""Pages of partnerships."""

from saas.partnerships import following
from saas.partnerships.routes import (
    acceptances,
    advice,
    agreements,
    cohort_panel,
    goals,
    groups,
    meetings,
    partnerships,
    records,
    reviews,
    thanks,
)
from saas.partnerships.routes.blueprint import blueprint

__all__ = [
    "acceptances",
    "advice",
    "agreements",
    "blueprint",
    "cohort_panel",
    "following",
    "goals",
    "groups",
    "meetings",
    "partnerships",
    "records",
    "reviews",
    "thanks",
]
