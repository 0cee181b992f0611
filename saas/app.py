"""The composition root: the only module that knows every feature."""

from flask import Flask, current_app, request, url_for
from flask_compress import Compress
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from rq import Queue
from sqlalchemy import text
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

import saas.concerns.first_steps
import saas.concerns.rights
import saas.concerns.routes
import saas.digests.jobs
import saas.health.jobs
import saas.health.routes
import saas.identity.routes
import saas.intake.jobs
import saas.intake.routes
import saas.mail.folder
import saas.mail.routes
import saas.matching.jobs
import saas.matching.routes
import saas.orgs.rights
import saas.orgs.routes
import saas.orientation.jobs
import saas.orientation.routes
import saas.partnerships.jobs
import saas.partnerships.routes
import saas.people.jobs
import saas.people.routes
import saas.programs.rights
import saas.programs.routes
import saas.reports.routes
from saas import db as database
from saas import logs, navigation
from saas.config import Config
from saas.identity.session import load
from saas.orgs.speech import words_at_work
from saas.orgs.tenancy import org_blueprint
from saas.queue import queue_of
from saas.web import (
    assets,
    components,
    errors,
    format,
    htmx,
    layout,
    limits,
    markdown,
    notices,
    pace,
    palette,
    security_headers,
    speaking,
    transaction,
    unreadable,
)

#: Pages inside an organization, under /o/<org_slug>/.
INSIDE = (
    saas.orgs.routes,
    saas.programs.routes,
    saas.orientation.routes,
    saas.intake.routes,
    saas.matching.routes,
    saas.partnerships.routes,
    saas.health.routes,
    saas.people.routes,
    saas.reports.routes,
    saas.concerns.routes,
)
#: Pages outside: signing in, links in mail, the public intake page.
OUTSIDE = (
    saas.orgs.routes,
    saas.mail.routes,
    saas.intake.routes,
    saas.matching.routes,
    saas.health.routes,
)

#: What mail programs may post to without having visited us: no cookie, no CSRF token.
CROSS_SITE = frozenset({"mail_public.unsubscribe_one_click"})

for _feature in INSIDE:
    org_blueprint.register_blueprint(_feature.blueprint)

csrf = CSRFProtect()


def create_app(config: object | None = None) -> Flask:
    """Build the application.

    Args:
        config: Settings as attributes; read from the environment when omitted.
    """
    app = Flask("saas", template_folder="../templates", static_folder=None)
    app.config.from_object(config or Config())
    app.jinja_env.undefined = StrictUndefined
    app.config["CROSS_SITE_ENDPOINTS"] = CROSS_SITE
    app.extensions["queue"] = queue_of(app.config["REDIS_URL"])
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=app.config.get("PROXIES", 0))  # type: ignore[method-assign]
    Compress(app)
    csrf.init_app(app)
    _sign_in(app)
    for module in (database, errors, transaction, limits, htmx, notices, components, format):
        module.init_app(app)
    for module in (markdown, pace, palette, assets, security_headers, unreadable):
        module.init_app(app)
    saas.mail.folder.init_app(app)
    layout.init_app(app, navigation.find_layout)
    speaking.init_app(app, words_at_work)
    _register(app)
    return app


def _register(app: Flask) -> None:
    app.register_blueprint(org_blueprint)
    app.register_blueprint(saas.identity.routes.blueprint)
    for feature in OUTSIDE:
        app.register_blueprint(feature.public)
    csrf.exempt("saas.mail.routes.unsubscribe_one_click")
    app.add_url_rule("/healthz", "healthz", _healthz)


def _sign_in(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # Sessions are rows; ending a row ends the session.
    manager.user_loader(load)

    @manager.unauthorized_handler
    def _sign_in_first() -> Response:
        here = request.full_path if request.method == "GET" and not htmx.is_htmx() else "/"
        return htmx.sign_in_first(url_for("identity.sign_in", next=here.rstrip("?")))


def _healthz() -> str:
    """Answer when the database and the queue do."""
    database.db.session.execute(text("SELECT 1"))
    database.directory.execute(text("SELECT 1"))
    queue: Queue = current_app.extensions["queue"]
    queue.connection.ping()
    return "ok"


logs.set_up()
