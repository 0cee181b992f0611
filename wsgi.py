"""What the web server serves, and the static files built for it."""

from saas.app import create_app
from saas.config import Config
from saas.web import assets

config = Config()
if not config.DEVELOPMENT:
    assets.build()
app = create_app(config)
