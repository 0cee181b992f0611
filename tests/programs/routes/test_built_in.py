"""One click back to the built-in text, and another that undoes it."""

import pytest

from saas.programs import queries, services
from saas.programs.services.catalogues import furnish_catalogues
from saas.scope import Role
from tests import factories
from tests.programs.routes.test_catalogues import BASE, LISTS, MAKERS


@pytest.fixture(params=sorted(LISTS))
def many(request):
    return request.param


@pytest.fixture
def row(acme, tenant, many):
    """A built-in row that says “Ours” by now."""
    with tenant(acme) as scope:
        furnish_catalogues(scope)
        row = queries.listed(scope, LISTS[many])[0]
        services.change_listed(scope, LISTS[many], row.id, title="Ours")
    return row


@pytest.fixture
def titles(acme, tenant, many):
    def read():
        with tenant(acme) as scope:
            return [row.title for row in queries.listed(scope, LISTS[many])]

    return read


def button(page, row):
    return page.select_one(f"form[action$='/{row.id}/as-built-in']")


def test_one_click_goes_back_to_the_built_in_text_and_another_undoes_that(alice, many, row, titles):
    form = button(alice.get(f"{BASE}/{many}").page, row)
    assert form.get_text(" ", strip=True) == "As built in “Ours”"

    response = alice.post(form["action"])

    assert response.headers["Location"].endswith(f"/{many}#row-{row.id}")
    page = alice.get(f"{BASE}/{many}").page
    assert "says what is built in" in page.select_one("#notices [data-text]").get_text()
    assert "Ours" not in titles()
    assert button(page, row) is None

    alice.post(page.select_one("#notices form")["action"])

    page = alice.get(f"{BASE}/{many}").page
    assert "in your own words again" in page.select_one("#notices [data-text]").get_text()
    assert titles()[0] == "Ours"


def test_the_form_of_a_row_has_the_button_too(alice, many, row, titles):
    alice.post(button(alice.get(f"{BASE}/{many}/{row.id}").page, row)["action"])

    assert "Ours" not in titles()
    assert button(alice.get(f"{BASE}/{many}/{row.id}").page, row) is None


def test_an_undo_that_came_too_late_is_refused_with_a_sentence(alice, acme, tenant, many, row):
    alice.post(f"{BASE}/{many}/{row.id}/as-built-in")
    undo = alice.get(f"{BASE}/{many}").page.select_one("#notices form")["action"]
    with tenant(acme) as scope:
        services.change_listed(scope, LISTS[many], row.id, title="Since")

    refused = alice.post(undo, expect=409)

    assert "Its words were decided on again since then" in refused.page.get_text()
    with tenant(acme) as scope:
        assert queries.listed_row(scope, LISTS[many], row.id).title == "Since"


def test_where_nothing_was_given_up_no_undo_is_offered(alice, many, row):
    for _ in range(2):
        alice.post(f"{BASE}/{many}/{row.id}/as-built-in")
        page = alice.get(f"{BASE}/{many}").page

    assert "says what is built in" in page.select_one("#notices [data-text]").get_text()
    assert page.select_one("#notices form") is None


def test_an_own_entry_has_no_button_and_is_told_so(alice, acme, tenant, many):
    with tenant(acme):
        own = MAKERS[many](title="Only ours")

    assert button(alice.get(f"{BASE}/{many}").page, own) is None
    assert button(alice.get(f"{BASE}/{many}/{own.id}").page, own) is None
    refused = alice.post(f"{BASE}/{many}/{own.id}/as-built-in", expect=409)
    assert "so there is no built-in text" in refused.page.get_text()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PROGRAM_ADMIN, Role.MEMBER])
def test_only_admins_go_back(acme, member, sign_in, many, row, titles, role):
    somebody = sign_in(member(acme, role, "Sam"))

    for step in ("as-built-in", "own-again"):
        somebody.post(f"{BASE}/{many}/{row.id}/{step}", expect=403)

    assert titles()[0] == "Ours"


def test_rows_of_another_organization_and_of_a_program_do_not_exist(
    alice, globex, acme, tenant, many
):
    with tenant(globex) as scope:
        furnish_catalogues(scope)
        theirs = queries.listed(scope, LISTS[many])[0].id
    with tenant(acme):
        of_program = MAKERS[many](program_id=factories.program().id).id
    for row_id in (theirs, of_program):
        for step in ("as-built-in", "own-again"):
            alice.post(f"{BASE}/{many}/{row_id}/{step}", expect=404)
