"""Pages of intake: questions, applying, deciding, importing, the public link."""

from saas.intake import first_steps
from saas.intake.routes import applications, decisions, door, imports, questions
from saas.intake.routes.blueprints import blueprint, public

__all__ = [
    "applications",
    "blueprint",
    "decisions",
    "door",
    "first_steps",
    "imports",
    "public",
    "questions",
]
