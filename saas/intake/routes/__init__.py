"""Pages of intake: forms, applying, deciding, the public link."""

from saas.intake import first_steps
from saas.intake.routes import (
    applications,
    decisions,
    door,
    drafts,
    form_versions,
    forms,
    places,
    questions,
    undoing,
    why,
)
from saas.intake.routes.blueprints import blueprint, public
from saas.intake.services import made_of, standard

__all__ = [
    "applications",
    "blueprint",
    "decisions",
    "door",
    "drafts",
    "first_steps",
    "form_versions",
    "forms",
    "made_of",
    "places",
    "public",
    "questions",
    "standard",
    "undoing",
    "why",
]
