"""A small application with the look and the edge, and nothing else."""

import pathlib

from flask import Flask, render_template_string
from flask_wtf import CSRFProtect
from jinja2 import (
    ChoiceLoader,
    DictLoader,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
)

from saas.web import (
    assets,
    components,
    format,
    htmx,
    layout,
    markdown,
    notices,
    pace,
    palette,
    security_headers,
)
from tests import cluster

TEMPLATES = pathlib.Path(__file__).parents[2] / "templates"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
WHOLE = {"HX-Request": "true", "HX-Request-Type": "full"}


def build_app(templates=None, find=layout.Layout, **config):
    """Return an application that also knows `templates`, text by name."""
    app = Flask("pages", static_folder=None)
    app.config.update(SECRET_KEY="secret", TESTING=True, WTF_CSRF_ENABLED=False, **config)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.loader = ChoiceLoader([DictLoader(templates or {}), FileSystemLoader(TEMPLATES)])
    compiled = cluster.current().home / "pages"
    compiled.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    CSRFProtect(app)
    for each in (assets, components, format, htmx, markdown, notices, pace, palette):
        each.init_app(app)
    security_headers.init_app(app)
    layout.init_app(app, find)
    return app


def fill(app, source, **values):
    """Return what a template with this source makes of `values`."""
    with app.test_request_context():
        return render_template_string(source, **values)
