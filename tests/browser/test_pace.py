"""Work under way is looked at until it is done, by htmx in a real browser."""

import re
import threading

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from saas.web.htmx import render
from tests.web.pages import build_app

pytestmark = pytest.mark.browser

TEMPLATES = {
    "work.html": """
{% extends "layouts/plain.html" %}
{% block title %}Work{% endblock title %}
{% block main %}{% include "_work.html" %}{% endblock main %}""",
    "_work.html": """
<p id="work" {% if percent < 100 %}{{ look_again("/") | xmlattr }}{% endif %}>{{ percent }}%</p>""",
}


@pytest.fixture
def address():
    """Serve a page whose work goes on by a quarter each time it is looked at."""
    percents = iter((0, 25, 50, 75, 100))
    app = build_app(TEMPLATES)

    @app.get("/")
    def show():
        return render("work.html", partial="_work.html", percent=next(percents))

    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_work_under_way_is_looked_at_until_it_is_done(chromium, address):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(address)

    expect(page.locator("#work")).to_have_text("100%", timeout=20_000)
    expect(page.locator("#work")).not_to_have_attribute("hx-get", re.compile("."))
    context.close()
