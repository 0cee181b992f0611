"""Every kind of page of the sample, as its people see it: axe, width, size, no errors."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import check_widths

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

#: Nodes of a page; a browser on an old phone stays quick below it.
MOST_NODES = 1500
#: Where most is too wide, and least is drawn.
PHONE = {"width": 390, "height": 900}
#: Which of the five, and the scheme of their colors; every component is seen in both schemes
#: (test_behavior), every pair of colors too (test_palette).
PEOPLE = {"Owner": (0, "light"), "Mentor": (3, "light"), "Mentee": (4, "dark")}


def endpoint_of(app, path):
    return app.url_map.bind("").match(path, return_rule=True)[0].endpoint


def looks(app, page, home):
    """Visit one page of each kind that can be reached from the start, and look at it."""
    seen, waiting = set(), [home]
    while waiting:
        url = waiting.pop(0)
        kind = endpoint_of(app, urlsplit(url).path)
        if kind not in seen:
            seen.add(kind)
            answer = page.goto(url)
            assert answer.status == 200, (url, answer.status)
            look = check_widths(page)
            waiting += [link for link in look.links if link.startswith(home)]
            yield kind, look


@pytest.mark.parametrize("person", PEOPLE)
def test_every_kind_of_page_is_accessible_and_small(app, sign_ins, running, chromium, person):
    number, scheme = PEOPLE[person]
    address, password = sign_ins[number]
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce", color_scheme=scheme)
    page = context.new_page()
    page.goto(running.url + "/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/o/"))

    nodes = {kind: look.nodes for kind, look in looks(app, page, page.url)}
    context.close()

    assert {kind: many for kind, many in nodes.items() if many > MOST_NODES} == {}
    assert len(nodes) > 5
