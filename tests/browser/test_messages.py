"""An admin calls mentors coaches, rewords a message, looks at it, tries it, and goes back."""

import pytest
from playwright.sync_api import expect

from saas.scope import Role
from tests import factories
from tests.browser.conftest import check_page
from tests.browser.person import Person
from tests.browser.test_requests import _cookie

pytestmark = [pytest.mark.browser, pytest.mark.timeout(280)]


@pytest.fixture(scope="module")
def adam(running, chromium):
    """Adam administers pier."""
    with running.app() as app:
        with app.app_context():
            org = factories.organization("pier", name="Pier")
        with app.app_context():
            member = factories.member(org, Role.ADMIN, "Adam")
            cookie = {"name": "rapport", "value": _cookie(app, member), "url": running.url}
    person = Person(chromium, running, "Adam")
    person.email = member.email
    person.context.add_cookies([cookie])
    yield person
    person.context.close()


def test_words_and_messages_become_the_organizations_own(adam, running):
    page = adam.page
    page.goto(running.url + "/o/pier/settings/words")
    check_page(page)
    page.locator("[name=mentor]").fill("a coach")
    page.locator("[name=mentor_many]").fill("coaches")
    expect(page.locator("#words-preview")).to_contain_text("A coach gives advice")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#notices")).to_contain_text("The words are saved")

    page.get_by_role("link", name="Messages").first.click()
    check_page(page)
    page.get_by_role("link", name="Proposal to a mentee").click()
    check_page(page)
    preview = page.frame_locator("iframe[name=preview-frame]")
    expect(preview.locator("body")).to_contain_text("as your coach")

    page.get_by_label("Subject").fill("Meet {nobody}")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#subject-error")).to_contain_text("There is no placeholder {nobody}")
    check_page(page)

    page.get_by_label("Subject").fill("Meet ")
    page.get_by_role("button", name="Insert {other}", exact=True).click()
    expect(page.get_by_label("Subject")).to_have_value("Meet {other}")
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Show what I wrote").click()
    expect(preview.locator("body")).to_contain_text("Meet Grace Weber")

    page.get_by_role("button", name="Send me a test").click()
    expect(page.locator("#notices")).to_contain_text("A test is on its way")
    mail = running.post.wait_for(adam.email, "[Test] Meet Grace Weber")
    assert "as your coach" in mail.get_body(("plain",)).get_content()

    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Your own words")
    page.get_by_role("button", name="Use the built-in words").click()
    expect(page.get_by_label("Subject")).to_have_value("A coach for you: {other}")
