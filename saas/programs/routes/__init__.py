"""Pages of programs: what is kept in lists, programs, cohorts, participants."""

from saas.programs import first_steps
from saas.programs.routes import catalogues, cohorts, participants, programs
from saas.programs.routes.blueprint import blueprint

__all__ = ["blueprint", "catalogues", "cohorts", "first_steps", "participants", "programs"]
