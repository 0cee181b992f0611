"""Pages of intake: questions, applying, deciding, the public link."""

from saas.intake import first_steps
from saas.intake.routes import applications, decisions, door, questions
from saas.intake.routes.blueprints import blueprint, public
from saas.intake.services import made_of

__all__ = [
    "applications",
    "blueprint",
    "decisions",
    "door",
    "first_steps",
    "made_of",
    "public",
    "questions",
]
