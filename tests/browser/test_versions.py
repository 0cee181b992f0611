"""An admin rewords a guideline for one program and publishes it; a mentee accepts; all real."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import check_page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(280)]

ADMIN, MENTEE = 1, 4
SIZES = {"wide": 1280, "phone": 390}


@pytest.fixture
def signed_in(running, chromium, sign_ins):
    """Open a page as one of the sample's people, at a width."""
    opened = []

    def open_one(who, width):
        context = chromium.new_context(
            viewport={"width": width, "height": 1000}, reduced_motion="reduce", bypass_csp=True
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        address, password = sign_ins[who]
        page.goto(running.url + "/sign-in")
        page.get_by_label("E-mail address").fill(address)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(re.compile("/o/"))
        return page

    yield open_one
    for context in opened:
        context.close()


def main_of(page):
    return page.locator("main")


def test_a_reworded_guideline_is_published_read_and_accepted(signed_in):
    admin = signed_in(ADMIN, SIZES["wide"])
    admin.goto(admin.url.rstrip("/") + "/programs")
    main_of(admin).get_by_role("link", name="Career partners").first.click()
    main_of(admin).get_by_role("link", name="Guidelines").click()
    first = admin.locator("#guidelines ol > li").first
    expect(first).to_contain_text("From the organization")

    first.locator("h2 a").click()
    admin.get_by_label("Explanation").fill("Answer within a day, and come on time.")
    check_page(admin)
    admin.get_by_role("button", name="Save in the draft").click()
    expect(first).to_contain_text("Changed for this program")
    title = first.locator("h2").inner_text()

    first.get_by_role("button", name=re.compile("down")).focus()
    admin.keyboard.press("Enter")
    expect(admin.locator("#guidelines ol > li").nth(1)).to_contain_text(title)
    expect(admin.locator("#notices")).to_contain_text("is number 2 of 10 now")
    check_page(admin)

    of_program = admin.get_by_role("navigation", name="What this program says")
    of_program.get_by_role("link", name="Versions").click()
    admin.get_by_role("link", name="Look at them, and publish").click()
    expect(admin.locator("#changes ins").first).to_contain_text("within a day")
    check_page(admin)
    admin.get_by_label("What changed, and why").fill("Plainer words.")
    admin.get_by_role("button", name="Publish").click()
    expect(admin.locator("#published li").first).to_contain_text("Version 2")
    check_page(admin)

    mentee = signed_in(MENTEE, SIZES["phone"])
    mentee.goto(mentee.url.rstrip("/") + "/partnerships")
    main_of(mentee).locator("tbody tr", has_text="Career partners").locator("th a").first.click()
    check_page(mentee)
    mentee.get_by_role("link", name="See what changed").click()
    expect(mentee.locator("#differences")).to_contain_text("within a day")
    check_page(mentee)
    mentee.get_by_role("button", name="Accept version 2").click()
    expect(mentee.locator("#notices")).to_contain_text("you have accepted it")
    expect(mentee.get_by_role("link", name="See what changed")).to_have_count(0)

    admin.get_by_role("link", name="Who accepted what").click()
    row = admin.locator("tbody tr", has_text="Mateo")
    expect(row).to_contain_text("Version 2, Mateo")
    check_page(admin)
