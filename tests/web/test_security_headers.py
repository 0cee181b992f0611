import pytest
from flask import make_response

from saas.web.security_headers import POLICY
from tests.web.pages import build_app


def client_of(**config):
    app = build_app(CROSS_SITE_ENDPOINTS=frozenset({"unsubscribe"}), **config)

    @app.route("/form", methods=["GET", "POST"])
    def form():
        return "done"

    @app.post("/unsubscribe")
    def unsubscribe():
        return "done"

    @app.get("/public")
    def public():
        answer = make_response("calendar")
        answer.headers["Cache-Control"] = "public, max-age=60"
        return answer

    return app.test_client()


@pytest.fixture
def client():
    return client_of()


def test_a_page_may_load_only_what_is_ours(client):
    policy = client.get("/form").headers["Content-Security-Policy"]

    assert policy == POLICY
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_an_error_has_the_headers_too(client):
    answer = client.get("/nowhere")

    assert answer.status_code == 404
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_no_cache_keeps_a_page_unless_it_says_so(client):
    assert client.get("/form").headers["Cache-Control"] == "no-store"
    assert client.get("/public").headers["Cache-Control"] == "public, max-age=60"


def test_https_is_remembered_only_where_it_is_used():
    plain = client_of(BASE_URL="http://127.0.0.1:8000").get("/form")
    secure = client_of(BASE_URL="https://rapport.test").get("/form")

    assert "Strict-Transport-Security" not in plain.headers
    assert secure.headers["Strict-Transport-Security"].startswith("max-age=63072000")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_post(client, site):
    assert client.post("/form", headers={"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {}])
def test_our_own_pages_and_clients_without_the_header_can_post(client, headers):
    assert client.post("/form", headers=headers).status_code == 200


def test_another_site_can_link_here(client):
    assert client.get("/form", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_an_endpoint_named_in_the_settings_takes_posts_from_anywhere(client):
    assert client.post("/unsubscribe", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
