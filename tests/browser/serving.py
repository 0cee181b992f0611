"""What gunicorn serves to the browser: files as they are deployed, templates compiled once."""

from jinja2 import FileSystemBytecodeCache

from saas.app import create_app
from saas.web import assets
from tests import cluster

home = cluster.current().home
assets.DIST = home / "dist"
app = create_app()
app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(home / "templates"))
