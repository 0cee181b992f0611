"""Pages of matching; importing them adds them to the blueprints."""

from saas.matching.routes import (
    answers,
    board,
    decisions,
    panels,
    publishing,
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
    "decisions",
    "panels",
    "public",
    "publishing",
    "rules",
    "runs",
    "shortcuts",
    "why",
]
