"""Pages of orientation: taking it, who took it, scenarios, resources."""

from saas.orientation.routes import cohorts, resources, scenarios, taking
from saas.orientation.routes.blueprint import blueprint

__all__ = ["blueprint", "cohorts", "resources", "scenarios", "taking"]
