"""Every kind of page of the sample, as its people see it: axe, width, size, no errors."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import check_page, check_width

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

#: Nodes of a page; a browser on an old phone stays quick below it.
MOST_NODES = 1500
#: Each page is looked at closely in one width, the next page in the other; it fits both.
WIDTHS = (1280, 390)
#: Which of the five, and the scheme of their colors; every component is seen in both schemes
#: (test_behavior), every pair of colors too (test_palette).
PEOPLE = {"Owner": (0, "light"), "Mentor": (3, "light"), "Mentee": (4, "dark")}


def endpoint_of(app, path):
    return app.url_map.bind("").match(path, return_rule=True)[0].endpoint


def links_on(page, home):
    shown = "#side a:not([download]), main a:not([download]), .tabs a"
    found = page.eval_on_selector_all(shown, "all => all.map(a => a.href)")
    return [url for url in found if url.startswith(home)]


def kinds_of_page(app, page, home):
    """Visit one page of each kind that can be reached from the start."""
    seen, waiting = set(), [home]
    while waiting:
        url = waiting.pop(0)
        kind = endpoint_of(app, urlsplit(url).path)
        if kind not in seen:
            seen.add(kind)
            answer = page.goto(url)
            assert answer.status == 200, (url, answer.status)
            waiting += links_on(page, home)
            yield kind


def show_in(page, width):
    page.set_viewport_size({"width": width, "height": 900})


@pytest.mark.parametrize("person", PEOPLE)
def test_every_kind_of_page_is_accessible_and_small(app, sign_ins, running, chromium, person):
    number, scheme = PEOPLE[person]
    address, password = sign_ins[number]
    context = chromium.new_context(reduced_motion="reduce", color_scheme=scheme)
    page = context.new_page()
    page.goto(running.url + "/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/o/"))

    widths = WIDTHS
    show_in(page, widths[0])
    large, kinds = {}, 0
    for kind in kinds_of_page(app, page, page.url):
        kinds += 1
        nodes = page.evaluate("document.querySelectorAll('main *').length")
        if nodes > MOST_NODES:
            large[kind] = nodes
        check_page(page)
        widths = widths[::-1]  # The next page is loaded in the other width; this one fits it.
        show_in(page, widths[0])
        check_width(page)
    context.close()

    assert large == {}
    assert kinds > 5
