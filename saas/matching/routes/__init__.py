"""Pages of matching; importing them adds them to the blueprints."""

from saas.matching.routes import (
    answers,
    board,
    cohort_requests,
    compare,
    decisions,
    finding,
    panels,
    publishing,
    request_links,
    requests,
    rules,
    runs,
    shortcuts,
    why,
)
from saas.matching.routes.blueprints import blueprint, public

__all__ = [
    "answers",
    "blueprint",
    "board",
    "cohort_requests",
    "compare",
    "decisions",
    "finding",
    "panels",
    "public",
    "publishing",
    "request_links",
    "requests",
    "rules",
    "runs",
    "shortcuts",
    "why",
]
