import pytest
from bs4 import BeautifulSoup

from saas.web.htmx import leave_for, render, see_other, sign_in_first
from saas.web.notices import notify
from tests.web.pages import PARTIAL, WHOLE, build_app

TEMPLATES = {
    "thing.html": (
        '{% extends "layouts/plain.html" %}{% block title %}Thing{% endblock title %}'
        '{% block main %}<h1>Page</h1>{% include "_thing.html" %}{% endblock main %}'
    ),
    "_thing.html": '<p id="thing">{{ words }}</p>',
}


def show():
    return render("thing.html", partial="_thing.html", words="Hello")


def page_only():
    return render("thing.html", words="Hello")


def change():
    notify("Approved <Ada>.", undo_url="/undo", undo_target="#thing")
    return see_other("/thing")


def refuse():
    return render("thing.html", partial="_thing.html", status=422, words="No")


def fail():
    notify("Kept for later.")
    return render(
        "errors/error.html",
        partial="errors/_notice.html",
        status=409,
        heading="No",
        message="Somebody <b>was</b> faster.",
        back=None,
    )


@pytest.fixture
def client():
    app = build_app(TEMPLATES)
    app.get("/thing")(show)
    app.get("/page")(page_only)
    app.post("/thing")(change)
    app.post("/wrong")(refuse)
    app.get("/broken")(fail)
    app.add_url_rule("/leave", "leave", lambda: leave_for("/thing"))
    app.add_url_rule("/private", "private", lambda: sign_in_first("/sign-in"))
    return app.test_client()


def test_a_browser_gets_the_page_with_its_part(client):
    answer = client.get("/thing").text

    assert "<h1>Page</h1>" in answer
    assert '<p id="thing">Hello</p>' in answer


def test_htmx_gets_the_part_alone(client):
    assert client.get("/thing", headers=PARTIAL).text == '<p id="thing">Hello</p>'


def test_htmx_gets_the_page_when_it_replaces_the_body(client):
    assert "<h1>Page</h1>" in client.get("/thing", headers=WHOLE).text


def test_a_page_without_parts_is_the_answer_to_everybody(client):
    assert "<h1>Page</h1>" in client.get("/page", headers=PARTIAL).text


def test_no_cache_mixes_up_a_page_and_its_part(client):
    vary = client.get("/thing").vary

    assert "HX-Request" in vary
    assert "HX-Request-Type" in vary


def test_a_change_leads_to_the_part_and_brings_a_notice(client):
    answer = client.post("/thing", headers=PARTIAL, follow_redirects=True)

    soup = BeautifulSoup(answer.text, "html.parser")
    notices = soup.select_one("hx-partial[hx-target='#notices']")
    assert soup.select_one("#thing")
    assert notices.select_one("[data-text]").text == "Approved <Ada>."
    assert notices.select_one("form")["hx-target"] == "#thing"


def test_a_change_without_htmx_shows_the_notice_on_the_page(client):
    answer = client.post("/thing", follow_redirects=True)

    soup = BeautifulSoup(answer.text, "html.parser")
    assert soup.select_one("#notices [data-text]").text == "Approved <Ada>."
    assert soup.select_one("#notices form")["action"] == "/undo"


def test_a_change_answers_with_303(client):
    assert client.post("/thing").status_code == 303


def test_a_notice_is_told_once(client):
    client.post("/thing", follow_redirects=True)

    soup = BeautifulSoup(client.get("/thing").text, "html.parser")

    assert soup.select_one("#notices").text == ""


def test_a_form_with_errors_answers_422(client):
    answer = client.post("/wrong", headers=PARTIAL)

    assert (answer.status_code, answer.text) == (422, '<p id="thing">No</p>')


def test_leaving_the_page_is_a_redirect_in_a_browser_and_a_header_in_htmx(client):
    assert client.get("/leave").status_code == 303
    assert client.get("/leave", headers=PARTIAL).headers["HX-Redirect"] == "/thing"


def test_htmx_without_a_session_leaves_for_the_sign_in_page(client):
    answer = client.get("/private", headers=PARTIAL)

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in")


def test_a_browser_without_a_session_is_redirected_to_the_sign_in_page(client):
    assert client.get("/private").headers["Location"] == "/sign-in"


def test_an_error_brings_its_sentence_alone_and_swaps_nothing(client):
    answer = client.get("/broken", headers=PARTIAL)

    soup = BeautifulSoup(answer.text, "html.parser")
    assert [part["hx-target"] for part in soup.find_all(recursive=False)] == ["#notices"]
    assert soup.select_one("[role=alert] [data-text]").text == "Somebody <b>was</b> faster."


def test_an_error_is_a_page_without_htmx(client):
    answer = client.get("/broken")

    assert answer.status_code == 409
    assert "Somebody &lt;b&gt;was&lt;/b&gt; faster." in answer.text
