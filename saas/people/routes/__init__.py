"""Pages of people: imports, the directory, and what is done with many at once."""

from saas.people import panels
from saas.people.routes import directory, import_rows, imports, selections
from saas.people.routes.blueprint import blueprint

__all__ = ["blueprint", "directory", "import_rows", "imports", "panels", "selections"]
