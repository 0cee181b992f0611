"""Pages of programs: what they say, their terms, cohorts and participants."""

from saas.programs import first_steps
from saas.programs.routes import (
    agreements,
    catalogues,
    cohorts,
    exchange,
    gallery,
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
    "gallery",
    "participants",
    "previews",
    "program_catalogues",
    "programs",
    "publishing",
    "versions",
]
