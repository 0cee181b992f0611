"""Pages of people: imports."""

from saas.people.routes import import_rows, imports
from saas.people.routes.blueprint import blueprint

__all__ = ["blueprint", "import_rows", "imports"]
