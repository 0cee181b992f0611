"""Pages of programs: what they say, their terms, cohorts and participants."""

from saas.programs import first_steps
from saas.programs.routes import (
    agreements,
    catalogues,
    cohorts,
    exchange,
    participants,
    previews,
    program_catalogues,
    programs,
    publishing,
    versions,
)
from saas.programs.routes.blueprint import blueprint

__all__ = [
    "agreements",
    "blueprint",
    "catalogues",
    "cohorts",
    "exchange",
    "first_steps",
    "participants",
    "previews",
    "program_catalogues",
    "programs",
    "publishing",
    "versions",
]
