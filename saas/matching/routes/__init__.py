"""Pages of matching; importing them adds them to the blueprints."""

from saas.matching import needs
from saas.matching.routes import (
    answers,
    apart,
    board,
    cohort_requests,
    compare,
    decisions,
    fairness,
    finding,
    history,
    panels,
    proof,
    publishing,
    request_links,
    requests,
    rules,
    runs,
    shortcuts,
    what_if,
    why,
)
from saas.matching.routes.blueprints import blueprint, public
from saas.matching.services import made_of

__all__ = [
    "answers",
    "apart",
    "blueprint",
    "board",
    "cohort_requests",
    "compare",
    "decisions",
    "fairness",
    "finding",
    "history",
    "made_of",
    "needs",
    "panels",
    "proof",
    "public",
    "publishing",
    "request_links",
    "requests",
    "rules",
    "runs",
    "shortcuts",
    "what_if",
    "why",
]
