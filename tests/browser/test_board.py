"""An admin decides on a board with the keyboard: compares, swaps, tries, undoes; all real."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import check_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(280)]

ADMIN = 1


@pytest.fixture
def page(running, sign_ins, chromium):
    """The board of the sample's second cohort, as its admin sees it."""
    address, password = sign_ins[ADMIN]
    context = chromium.new_context(
        viewport={"width": 1280, "height": 1800}, reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", lambda each: each.status >= 500 and faults.append(each.url))
    page.goto(running.url + "/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/o/"))
    page.get_by_role("link", name="Programs").first.click()
    page.get_by_role("link", name="Career partners").first.click()
    page.get_by_role("link", name="Second cohort").first.click()
    page.locator("main").get_by_role("link", name=re.compile("Matching|review")).first.click()
    page.locator("main tbody a").first.click()
    expect(page.get_by_role("heading", name="Review proposals")).to_be_visible()
    yield page
    context.close()
    assert faults == []


def proposed(page):
    return int(page.locator("#stats dd").first.inner_text().split()[0])


def test_a_board_is_decided_on_with_the_keyboard_alone(page):
    before = proposed(page)
    row = page.locator(".review:has([data-key=a])").first
    name = row.locator(".names").inner_text()

    row.locator("[data-open]").focus()
    page.keyboard.press("a")
    expect(page.locator("#ready")).to_contain_text("2")
    expect(page.locator("#notices")).to_contain_text("Approved")
    page.keyboard.press("z")
    expect(page.locator("#notices")).to_contain_text("Taken back")
    assert proposed(page) == before

    page.keyboard.press("j")
    expect(page.locator(".review[aria-current=true]")).not_to_contain_text(name.split(" with ")[0])
    page.keyboard.press("k")
    expect(page.locator(".review[aria-current=true]")).to_contain_text(name.split(" with ")[0])
    page.keyboard.press("r")
    expect(page.locator("#notices")).to_contain_text("Rejected")
    page.keyboard.press("z")
    expect(page.locator("#notices")).to_contain_text("Taken back")

    page.keyboard.press("/")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("#name").blur()
    page.keyboard.press("?")
    expect(page.locator("#keys ul")).to_be_visible()
    check_page(page)


def compare_somebody_who_can_change(page):
    """Open the comparison of each mentee in turn, with the keyboard, until one has a choice."""
    for at in range(page.locator(".review:has([data-key=a])").count()):
        row = page.locator(".review:has([data-key=a])").nth(at)
        name = row.locator(".names").inner_text().split(" with ")[0].strip()
        row.locator("[data-open]").click()
        expect(page.locator("#detail-title")).to_contain_text(name)
        row.locator("[data-open]").focus()
        page.keyboard.press("c")
        expect(page.get_by_role("heading", name=f"Mentors for {name}")).to_be_visible()
        if page.locator(".beside form").count():
            return name
        page.go_back()
    raise AssertionError("nobody on this board has a choice")


def test_mentors_are_compared_swapped_and_swapped_back(page):
    name = compare_somebody_who_can_change(page)
    check_page(page)

    button = page.locator(".beside").get_by_role("button", name=re.compile("^Choose")).first
    mentor = button.inner_text().removeprefix("Choose ")
    button.click()

    expect(page.locator("#notices")).to_contain_text(f"Put {name} with {mentor}")
    expect(page.locator(".reviews")).to_contain_text(f"{name} with {mentor}")
    page.keyboard.press("z")
    expect(page.locator("#notices")).to_contain_text("Taken back")
    expect(page.locator(".reviews")).not_to_contain_text(f"{name} with {mentor}")


def test_other_rules_are_tried_kept_and_taken_back(page):
    board = page.url
    page.get_by_role("link", name="What if?").click()
    check_page(page)
    page.get_by_label("Goals the mentor helps with").fill("0")
    page.get_by_label("Years ahead", exact=True).fill("90")
    page.get_by_role("button", name="Try it").click()

    expect(page.get_by_role("heading", name="What it gives")).to_be_visible(timeout=30_000)
    expect(page.locator("#changes")).to_contain_text("Years ahead")
    expect(page.locator("#aims tbody tr")).to_have_count(page.locator("#aims tbody tr").count())
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 3000})
        check_page(page)
    page.set_viewport_size({"width": 1280, "height": 1800})

    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("heading", name="Review proposals")).to_be_visible()
    expect(page.locator("#notices")).to_contain_text("replaces the one before")
    page.locator("#notices [data-undo]").click()
    expect(page.get_by_role("heading", name="What it gives")).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("heading", name="Review proposals")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("A newer run replaced this board")
    assert page.url.split("?")[0] == board.split("?")[0]
