"""What static/js/app.js and htmx do together, in a real browser on a page of our own."""

import threading

import pytest
from flask import abort, request
from flask_wtf import FlaskForm
from playwright.sync_api import expect
from werkzeug.serving import make_server
from wtforms import StringField
from wtforms.validators import InputRequired

from saas.web.htmx import render, see_other
from saas.web.layout import Layout, NavItem, NavSection, Person, Workspace
from saas.web.notices import notify
from tests.browser.conftest import AXE, RULES
from tests.web.pages import build_app

pytestmark = [pytest.mark.browser, pytest.mark.timeout(280)]

NAMES = ("Ada", "Grace", "Alan")

TEMPLATES = {
    "list.html": """
{% extends "layouts/app.html" %}
{% from "components/page.html" import head, table %}
{% from "components/forms.html" import confirm_dialog %}
{% block title %}List{% endblock title %}
{% block main %}
  <div class="stack">
    {{ head("List", "Three people.") }}
    <ol class="reviews" role="list" data-keys>
      {% for number in range(3) %}{% include "_row.html" %}{% endfor %}
    </ol>
    {% include "_form.html" %}
    <form class="form" data-saved="#saved" hx-post="/note" hx-trigger="input changed delay:50ms"
          hx-target="#saved" hx-swap="textContent" hx-sync="this:replace">
      <label for="note">Note</label><input class="input" id="note" name="note">
      <p class="saved" id="saved" role="status"></p>
    </form>
    <form method="post" action="/leave"><button class="btn" id="leave">Leave</button></form>
    <div class="bottombar">
      {{ confirm_dialog("gone", "Delete", "Delete?", "Gone.", "/leave", "acme") }}
    </div>
  </div>
{% endblock main %}""",
    "_row.html": """
{% from "components/forms.html" import post_button %}
{% set here, name = "#row-%d" | format(number), names[number] %}
<li class="review {{ 'approved' if number in approved }}" id="row-{{ number }}" data-row>
  <span class="ring"></span>
  <a class="names" href="#row-{{ number }}" data-open data-focus>{{ names[number] }}</a>
  <div class="actions">
    {% if number in approved %}
      {{ post_button("Undo", "/undo/%d" | format(number), "quiet", about=name, target=here) }}
    {% else %}
      {{ post_button("Approve", "/approve/%d" | format(number), "good", about=name, target=here,
                     attrs={"data-key": "a"}) }}
      {{ post_button("Break", "/break", about=name, target=here) }}
      {{ post_button("Proxy", "/proxy", about=name, target=here) }}
    {% endif %}
  </div>
</li>""",
    "_form.html": """
{% from "components/forms.html" import csrf, field, form_errors, submit %}
<div id="name-form">
  {{ form_errors(form) }}
  <form class="form" method="post" action="/name" novalidate hx-post="/name" hx-target="#name-form"
        hx-swap="outerMorph" hx-sync="this:drop">
    {{ csrf() }}{{ field(form.name) }}{{ submit("Save") }}
  </form>
</div>""",
    "progress.html": """
{% extends "layouts/app.html" %}
{% block title %}Progress{% endblock title %}
{% block main %}{% include "_progress.html" %}{% endblock main %}""",
    "_progress.html": """
<div id="work" {% if percent < 100 %}{{ look_again("/progress") | xmlattr }}{% endif %}>
  {% from "components/ui.html" import progress %}{{ progress(percent, "Working", "Step by step") }}
</div>""",
    "_results.html": """
{% for name in names %}
  <a role="option" id="result-{{ loop.index }}" href="/?found={{ name }}"
     aria-selected="{{ 'true' if loop.first else 'false' }}">{{ name }}</a>
{% endfor %}""",
}


class NameForm(FlaskForm):
    name = StringField("Name", [InputRequired("Enter a name.")])


class Pages:
    """A list whose rows are approved, broken and undone, and what was asked of it."""

    def __init__(self):
        self.approved = set()
        self.posts = []
        self.looks = 0
        self.app = build_app(TEMPLATES, find_layout)
        for path, view in {
            "/approve/<int:number>": self.approve,
            "/undo/<int:number>": self.undo,
            "/break": self.fail,
            "/proxy": lambda: ("<h1>Bad gateway</h1>", 502),
            "/name": self.name,
            "/note": self.note,
            "/leave": lambda: see_other("/"),
        }.items():
            self.app.add_url_rule(path, path, view, methods=["POST"])
        self.app.get("/")(self.show)
        self.app.get("/row/<int:number>")(self.show_row)
        self.app.get("/progress")(self.progress)
        self.app.get("/search")(lambda: render("_results.html", names=NAMES))
        self.app.before_request(self.remember)

    def remember(self):
        if request.method == "POST":
            self.posts.append(request.path)

    def show(self):
        return render("list.html", **self.values())

    def show_row(self, number):
        return render("list.html", partial="_row.html", number=number, **self.values())

    def progress(self):
        """Come along at every second look."""
        self.looks += 1
        percent = min(100, self.looks // 2 * 50)
        return render("progress.html", partial="_progress.html", percent=percent)

    def approve(self, number):
        self.approved.add(number)
        notify(
            f"Approved {NAMES[number]}.", undo_url=f"/undo/{number}", undo_target=f"#row-{number}"
        )
        return see_other(f"/row/{number}")

    def undo(self, number):
        self.approved.discard(number)
        return see_other(f"/row/{number}")

    def fail(self):
        sentence = "Somebody was faster."
        return render("_none.html", partial="errors/_notice.html", status=404, message=sentence)

    def name(self):
        form = NameForm()
        form.validate()
        status = 422 if form.errors else 200
        return render("list.html", partial="_form.html", status=status, **self.values(form))

    def note(self):
        if request.form["note"] == "break":
            abort(500)
        return "Saved 14:02"

    def values(self, form=None):
        return {"approved": self.approved, "names": NAMES, "form": form or NameForm()}


def find_layout():
    return Layout(
        workspace=Workspace("Acme", "/"),
        person=Person("Alice Liddell", "alice@acme.test", "Admin"),
        nav=(NavSection((NavItem("List", "users", "/", current=True),)),),
        search_url="/search",
        sign_out_url="/leave",
    )


@pytest.fixture
def pages():
    return Pages()


@pytest.fixture
def address(pages):
    server = make_server("127.0.0.1", 0, pages.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_page(chromium, address):
    contexts = []

    def open_one(width=1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page):
    return open_page()


def press(page, row, name):
    page.locator(f"#row-{row}").get_by_role("button", name=name).click()


def findings(page):
    page.evaluate(AXE.read_text())
    result = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [(each["id"], each["nodes"][0]["html"]) for each in result["violations"]]


def test_a_change_swaps_its_row_tells_and_keeps_the_focus_there(page):
    page.locator("#row-0 [data-key=a]").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#row-0.approved")).to_be_visible()
    expect(page.locator("#notices")).to_contain_text("Approved Ada.")
    expect(page.locator("#row-0").get_by_role("button", name="Undo Ada")).to_be_focused()


def test_the_notice_takes_the_change_back(page):
    press(page, 1, "Approve")

    page.locator("#notices").get_by_role("button", name="Undo").click()

    expect(page.locator("#row-1.approved")).to_have_count(0)


def test_a_double_click_posts_once(page, pages):
    page.evaluate("b = document.querySelector('#row-0 [data-key=a]'); b.click(); b.click()")

    expect(page.locator("#row-0.approved")).to_be_visible()
    assert pages.posts == ["/approve/0"]


def test_a_double_click_on_a_form_that_leaves_posts_once(page, pages):
    with page.expect_navigation():
        page.evaluate("b = document.querySelector('#leave'); b.click(); b.click()")

    assert pages.posts == ["/leave"]


def test_an_error_shows_its_sentence_and_leaves_the_page_as_it_is(page):
    press(page, 0, "Break")

    expect(page.get_by_role("alert")).to_contain_text("Somebody was faster.")
    expect(page.locator("#row-0")).to_contain_text("Ada")


def test_an_error_from_elsewhere_becomes_a_sentence_of_ours(page):
    press(page, 0, "Proxy")

    expect(page.get_by_role("alert")).to_contain_text("Something went wrong on our side.")
    assert "Bad gateway" not in page.content()


def test_no_connection_is_said(page):
    page.context.set_offline(True)

    press(page, 0, "Approve")

    expect(page.get_by_role("alert")).to_contain_text("We could not reach the server.")


def test_a_notice_can_be_closed(page):
    press(page, 0, "Break")

    page.get_by_role("button", name="Close this message").click()

    expect(page.locator(".notice")).to_have_count(0)


def test_a_wrong_form_puts_the_focus_on_its_summary(page):
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".error-summary")).to_be_focused()

    page.locator(".error-summary a").click()

    expect(page.locator("#name")).to_be_focused()


def test_autosave_says_when_it_has_saved_and_when_it_could_not(page):
    page.locator("#note").press_sequentially("hello")
    expect(page.locator("#saved")).to_have_text("Saved 14:02")

    page.locator("#note").fill("break")

    expect(page.locator("#saved")).to_contain_text("Not saved.")


def test_letters_move_through_the_list_and_decide(page):
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator("#row-1.approved")).to_be_visible()

    page.keyboard.press("z")

    expect(page.locator("#row-1.approved")).to_have_count(0)


def test_letters_are_only_letters_while_typing(page, pages):
    page.locator("#name").press_sequentially("jaaz")

    expect(page.locator("#name")).to_have_value("jaaz")
    assert pages.posts == []


def test_the_palette_finds_with_the_keyboard_alone(page):
    page.keyboard.press("Control+k")
    expect(page.locator("#palette [role=option]")).to_have_count(3)

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url("**/?found=Grace")


def test_progress_is_shown_until_the_work_is_done_and_then_asked_for_no_more(page, pages):
    page.goto(page.url + "progress")

    expect(page.locator("#work")).to_contain_text("100%")
    page.wait_for_timeout(2500)

    assert pages.looks == 4


def test_escape_closes_a_menu_and_returns_the_focus(page):
    page.locator(".side .menu summary").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator(".menu[open]")).to_have_count(0)
    expect(page.locator(".side .menu summary")).to_be_focused()


def test_without_scripts_everything_is_posted_and_shown(open_page):
    page = open_page(java_script_enabled=False)

    press(page, 2, "Approve")

    expect(page.locator("#row-2.approved")).to_be_visible()
    expect(page.locator("#notices")).to_contain_text("Approved Alan.")


def test_a_phone_opens_the_sidebar_without_scripts(open_page):
    page = open_page(width=390, java_script_enabled=False)
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()

    page.get_by_role("button", name="Menu").click()

    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def test_the_policy_forbids_nothing_the_page_does(page):
    refused = []
    page.on("console", lambda message: refused.append(message.text))

    page.reload()
    press(page, 0, "Approve")
    expect(page.locator("#row-0.approved")).to_be_visible()

    assert refused == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_any_state(open_page, scheme, width):
    page = open_page(width=width, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    assert findings(page) == []

    page.get_by_role("button", name="Save").click()
    press(page, 0, "Approve")
    expect(page.locator(".notice")).to_be_visible()
    assert findings(page) == []

    page.get_by_role("button", name="Delete").click()
    assert findings(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_screen(open_page, width):
    page = open_page(width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
