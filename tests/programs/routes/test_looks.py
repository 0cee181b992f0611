"""What one sees of a long list stays before one's eyes: the page, and the words looked for."""

import pytest

from saas.programs import services
from saas.programs.models import Goal
from tests import factories

BASE = "/o/acme/goals"


@pytest.fixture
def ids(acme, tenant):
    """So many goals that they come in two pages: 52, the last of them retired."""
    with tenant(acme) as scope:
        rows = [factories.goal(title=f"Goal {number}", position=number) for number in range(52)]
        services.retire_listed(scope, Goal, rows[-1].id)
        return [row.id for row in rows]


def action(page, row_id, ends):
    return page.select_one(f"#goals form[action*='{row_id}/{ends}']")["action"]


def landed(browser, address, **options):
    """Return where a button leads, without the place on the page."""
    return browser.post(address, **options).location.partition("#")[0]


@pytest.mark.parametrize("button", ["duplicate", "retire"])
@pytest.mark.parametrize("look", ["?page=2", "?q=Goal+50", "?q=Goal&page=2"])
def test_a_button_leads_back_to_what_was_seen(alice, ids, button, look):
    page = alice.get(f"{BASE}{look}").page

    assert landed(alice, action(page, ids[50], button)) == f"{BASE}{look}"


def test_what_is_retired_and_restored_leads_back_too(alice, ids):
    page = alice.get(f"{BASE}?page=2").page
    assert landed(alice, action(page, ids[51], "restore")) == f"{BASE}?page=2"

    alice.post(action(page, ids[50], "retire"))
    undo = alice.get(f"{BASE}?page=2").page.select_one("#notices form")["action"]
    assert landed(alice, undo) == f"{BASE}?page=2"


def test_htmx_swaps_the_page_that_was_seen(alice, ids):
    page = alice.get(f"{BASE}?page=2").page

    answer = alice.post(action(page, ids[50], "duplicate"), htmx=True)

    shown = alice.get(answer.location, htmx=True).page
    assert [each.get_text() for each in shown.select("#goals h2")] == ["Goal 50", "Goal 50 (copy)"]


def test_where_the_last_row_of_a_page_goes_the_page_before_is_shown(alice, ids):
    page = alice.get(f"{BASE}?page=2").page
    answer = alice.post(action(page, ids[50], "retire"))

    assert len(alice.get(answer.location).page.select("#goals ol > li")) == 50


def test_a_row_that_leaves_the_page_is_followed(alice, ids):
    page = alice.get(BASE).page
    assert landed(alice, action(page, ids[49], "down")) == f"{BASE}?page=2"
    page = alice.get(f"{BASE}?page=2").page
    assert landed(alice, action(page, ids[49], "up")) == BASE

    assert landed(alice, f"{BASE}/new", data={"title": "New", "progress_rule": "rated"}) == (
        f"{BASE}?page=2"
    )


@pytest.mark.parametrize("look", ["?page=2", "?q=Goal+50"])
def test_whoever_rewords_or_cancels_comes_back_to_what_was_seen(alice, ids, look):
    link = alice.get(f"{BASE}{look}").page.select_one("#goals h2 a")["href"]
    page = alice.get(link).page
    assert page.select_one(".form-actions a")["href"] == f"{BASE}{look}"

    form = {"title": "Goal 50 anew", "progress_rule": "rated"}
    assert landed(alice, page.select_one("main form")["action"], data=form) == f"{BASE}{look}"


def test_nothing_else_is_carried_along(alice, ids):
    address = f"{BASE}/{ids[0]}/retire?page=x&next=//evil.example&q=" + "y" * 200

    assert landed(alice, address) == f"{BASE}?q=" + "y" * 100


def test_the_words_looked_for_stay_in_a_program(alice, acme, tenant, ids):
    with tenant(acme):
        base = f"/o/acme/programs/{factories.program().id}/goals"
    look = f"{base}?q=Goal+4"
    page = alice.get(look).page
    link = page.select_one("#goals h2 a")["href"]

    assert landed(alice, action(page, ids[4], "duplicate")) == look
    assert landed(alice, action(page, ids[4], "leave-out")) == look
    undo = alice.get(look).page.select_one("#notices form")["action"]
    assert landed(alice, undo) == look
    page = alice.get(link).page
    assert page.select_one(".form-actions a")["href"] == look
    form = {"title": "Goal 4 anew", "progress_rule": "rated"}
    assert landed(alice, page.select_one("main form")["action"], data=form) == look


def test_a_program_s_list_comes_in_pages_too(alice, acme, tenant, ids):
    with tenant(acme):
        base = f"/o/acme/programs/{factories.program().id}/goals"
    page = alice.get(base).page
    assert len(page.select("#goals ol > li")) == 50
    assert landed(alice, action(page, ids[49], "down")) == f"{base}?page=2"

    second = f"{base}?page=2"
    page = alice.get(second).page
    assert [each.get_text() for each in page.select("#goals h2")] == ["Goal 49"]
    assert page.select_one(f"#down-{ids[49]}")["aria-disabled"] == "true"
    assert page.select_one(f"#up-{ids[49]}").get("aria-disabled") is None
    assert landed(alice, action(page, ids[49], "duplicate")) == second
    page = alice.get(second).page
    assert landed(alice, action(page, ids[49], "leave-out")) == second
    undo = alice.get(second).page.select_one("#notices form")["action"]
    assert landed(alice, undo) == second
    assert landed(alice, f"{base}/order/inherit") == base
