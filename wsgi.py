"""What the web server serves."""

from saas.app import create_app

app = create_app()
