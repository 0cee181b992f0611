"""What static/js/app.js and htmx do together, in a real browser on a page of our own."""

import threading

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from tests.browser.conftest import AXE, FINDINGS, RULES
from tests.browser.pages import Pages

pytestmark = [pytest.mark.browser, pytest.mark.timeout(280)]


@pytest.fixture(scope="module")
def served():
    """The pages and their address, for all tests."""
    pages = Pages()
    server = make_server("127.0.0.1", 0, pages.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield pages, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def pages(served):
    """The pages, of which nothing has been asked yet."""
    served[0].begin()
    return served[0]


@pytest.fixture
def open_page(chromium, pages, served):
    """Open the list in a browser of its own."""
    contexts = []

    def open_one(width=1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(served[1])
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def context(chromium):
    """A browser that keeps files from one test to the next."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context, pages, served):
    """The list in a tab of its own, to somebody who has not been here."""
    context.clear_cookies()
    page = context.new_page()
    page.goto(served[1])
    yield page
    page.close()


def press(page, row, name):
    page.locator(f"#row-{row}").get_by_role("button", name=name).click()


def findings(page):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    return page.evaluate(FINDINGS, RULES)


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


def test_no_connection_is_said(open_page):
    page = open_page()
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


def test_a_row_to_fill_in_is_added_until_there_are_enough(page):
    add = page.get_by_role("button", name="Add a person")
    add.click()

    expect(page.get_by_label("Person, row 2")).to_be_focused()
    expect(page.get_by_label("Person, row 2")).to_have_value("")
    expect(page.get_by_label("Person, row 1")).to_have_value("Ada")
    expect(page.get_by_text("There are more each time you save.")).to_have_count(0)

    add.click()
    expect(page.get_by_label("Person, row 3")).to_be_focused()
    expect(add).to_have_count(0)


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
