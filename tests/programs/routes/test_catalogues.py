import uuid

import pytest

from saas.programs import queries, services
from saas.programs.models import Clause, Goal, Guideline
from saas.programs.services.catalogues import furnish_catalogues
from tests import factories

LISTS = {"guidelines": Guideline, "goals": Goal, "clauses": Clause}
TEXTS = {
    "guidelines": {
        "title": "Be kind",
        "explanation": "It helps.",
        "behavior": "Smiles.",
        "audience": "both",
        "signal": "",
    },
    "goals": {"title": "Learn to lead", "explanation": "", "progress_rule": "rated"},
    "clauses": {"title": "We are kind", "body": "Always."},
}
MAKERS = {
    "guidelines": factories.guideline,
    "goals": factories.goal,
    "clauses": factories.clause,
}
BASE = "/o/acme"


@pytest.fixture(params=sorted(LISTS))
def many(request):
    return request.param


@pytest.fixture
def titles(acme, tenant, many):
    def read(*, retired=False):
        with tenant(acme) as scope:
            return [row.title for row in queries.listed(scope, LISTS[many], retired=retired)]

    return read


@pytest.fixture
def rows(acme, tenant, many):
    """Three rows, A to C; their ids."""
    with tenant(acme):
        return [MAKERS[many](title=name, position=place).id for place, name in enumerate("ABC")]


def shown(response, many):
    return [heading.get_text(strip=True) for heading in response.page.select(f"#{many} h2")]


def test_the_list_shows_what_is_offered_in_order(alice, many, rows):
    response = alice.get(f"{BASE}/{many}")

    assert shown(response, many) == ["A", "B", "C"]


def test_an_empty_list_says_what_goes_here_and_has_one_button(alice, many):
    page = alice.get(f"{BASE}/{many}").page

    assert page.select_one(".empty h2").get_text() == "Nothing here yet"
    assert page.select_one(".empty a.btn")["href"] == f"{BASE}/{many}/new"


def test_htmx_gets_only_the_list(alice, many, rows):
    response = alice.get(f"{BASE}/{many}", htmx=True)

    assert response.page.find("main") is None
    assert shown(response, many) == ["A", "B", "C"]


def test_a_new_row_goes_to_the_end(alice, many, rows, titles):
    alice.post(f"{BASE}/{many}/new", TEXTS[many])

    assert titles() == ["A", "B", "C", TEXTS[many]["title"]]


def test_a_row_without_a_title_is_not_saved_and_keeps_the_rest(alice, many, titles):
    response = alice.post(f"{BASE}/{many}/new", {**TEXTS[many], "title": "  "}, expect=422)

    assert len(response.page.select(".error-summary li")) == 1
    assert response.page.select_one("#title")["aria-invalid"] == "true"
    other = "body" if many == "clauses" else "explanation"
    assert response.page.select_one(f"#{other}").get_text().strip() == TEXTS[many][other]
    assert titles() == []


def test_a_title_that_is_too_long_is_told_how_long_it_may_be(alice, many, titles):
    texts = {**TEXTS[many], "title": "x" * 201}

    response = alice.post(f"{BASE}/{many}/new", texts, expect=422)

    assert "at most 200 characters" in response.page.select_one("#title-error").get_text()
    assert titles() == []


def test_a_row_is_reworded(alice, many, rows, titles):
    alice.post(f"{BASE}/{many}/{rows[1]}", TEXTS[many])

    assert titles() == ["A", TEXTS[many]["title"], "C"]


def test_a_rewording_without_a_title_changes_nothing(alice, many, rows, titles):
    alice.post(f"{BASE}/{many}/{rows[1]}", {**TEXTS[many], "title": ""}, expect=422)

    assert titles() == ["A", "B", "C"]


def test_a_row_moves_by_its_buttons_and_the_list_comes_back(alice, many, rows, titles):
    response = alice.post(f"{BASE}/{many}/{rows[2]}/up", htmx=True)
    assert response.headers["Location"].endswith(f"/{many}#row-{rows[2]}")
    alice.post(f"{BASE}/{many}/{rows[0]}/down")

    assert titles() == ["C", "A", "B"]


def test_a_move_tells_the_new_place_also_when_nothing_moved(alice, many, rows):
    for _ in range(2):
        alice.post(f"{BASE}/{many}/{rows[1]}/up")
        notice = alice.get(f"{BASE}/{many}").page.select_one("#notices [data-text]")

        assert notice.get_text() == "“B” is number 1 of 3 now."


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_row_that_was_retired_in_another_tab_is_not_moved_and_the_page_says_why(
    alice, many, rows, titles, way
):
    alice.post(f"{BASE}/{many}/{rows[1]}/retire")

    refused = alice.post(f"{BASE}/{many}/{rows[1]}/{way}", expect=409)

    assert "This one is retired meanwhile; restore it to move it." in refused.page.get_text()
    alice.post(f"{BASE}/{many}/{rows[1]}/restore")
    assert titles() == ["A", "B", "C"]


def test_only_up_and_down_are_ways_to_move(alice, many, rows):
    alice.post(f"{BASE}/{many}/{rows[0]}/sideways", expect=404)


def test_a_retired_row_is_offered_for_restoring_and_can_be_undone(alice, many, rows, titles):
    alice.post(f"{BASE}/{many}/{rows[1]}/retire")
    assert (titles(), titles(retired=True)) == (["A", "C"], ["B"])

    page = alice.get(f"{BASE}/{many}").page
    undo = page.select_one("#notices form")["action"]
    assert page.select_one("details.more form")["action"] == undo

    alice.post(undo)
    assert titles() == ["A", "B", "C"]


def test_a_list_that_suits_asks_no_more(alice, many, rows):
    assert alice.get(f"{BASE}/{many}").page.select(".banner")

    alice.post(f"{BASE}/{many}/review")

    assert not alice.get(f"{BASE}/{many}").page.select(f"#{many} .banner")


def test_only_admins_keep_the_lists(bob, alice, many, rows, titles):
    for method, path in [
        ("get", ""),
        ("get", "/new"),
        ("post", "/new"),
        ("get", "/{row}"),
        ("post", "/{row}"),
        ("post", "/{row}/up"),
        ("post", "/{row}/retire"),
        ("post", "/{row}/restore"),
        ("post", "/review"),
    ]:
        getattr(bob, method)(f"{BASE}/{many}{path.format(row=rows[1])}", expect=403)

    assert titles() == ["A", "B", "C"]


def test_the_rows_of_another_organization_do_not_exist(alice, globex, tenant, many):
    with tenant(globex):
        theirs = MAKERS[many](title="Theirs").id
    for row_id in (theirs, uuid.uuid4()):
        address = f"{BASE}/{many}/{row_id}"
        alice.get(address, expect=404)
        for step in ("", "/up", "/retire", "/restore"):
            alice.post(address + step, expect=404)
    with tenant(globex) as scope:
        assert [row.title for row in queries.listed(scope, LISTS[many])] == ["Theirs"]


def test_a_list_costs_the_same_however_long_it_is(alice, acme, tenant, many, count_queries):
    with tenant(acme):
        MAKERS[many]()
    with count_queries() as few:
        alice.get(f"{BASE}/{many}")
    with tenant(acme):
        for _ in range(5):
            MAKERS[many]()
    with count_queries() as more:
        alice.get(f"{BASE}/{many}")

    assert len(more) == len(few) <= 8


def test_the_form_of_a_reworded_built_in_row_shows_the_built_in_text(alice, acme, tenant):
    with tenant(acme) as scope:
        furnish_catalogues(scope)
        row = queries.active_goals(scope)[0]
        services.change_listed(scope, Goal, row.id, title="Meet people")
    page = alice.get(f"{BASE}/goals/{row.id}").page
    assert page.select_one("#title")["value"] == "Meet people"
    beside = page.select_one("#builtin del").get_text()
    assert beside.strip() == "[removed:] Expand my professional network [end]"

    again = alice.get(page.select_one("#builtin a.btn")["href"]).page
    assert again.select_one("#title")["value"] == "Expand my professional network"

    with tenant(acme) as scope:
        assert queries.listed_row(scope, Goal, row.id).title == "Meet people"


def test_saving_the_built_in_text_takes_it_back(alice, acme, tenant):
    with tenant(acme) as scope:
        furnish_catalogues(scope)
        row = queries.active_goals(scope)[0]
        original = {**row.texts, "milestones": "\n".join(row.milestones)}
        services.change_listed(scope, Goal, row.id, title="Meet people")

    alice.post(f"{BASE}/goals/{row.id}?text=builtin", original)

    assert "Your own words" not in alice.get(f"{BASE}/goals").text


def test_an_own_row_has_no_built_in_text(alice, acme, tenant):
    with tenant(acme):
        row = factories.goal(title="Ours")

    page = alice.get(f"{BASE}/goals/{row.id}?text=builtin").page

    assert page.select_one("#title")["value"] == "Ours"
    assert page.select_one("#builtin") is None


def test_a_guideline_keeps_for_whom_it_is_and_what_it_feeds(alice, acme, tenant):
    texts = {**TEXTS["guidelines"], "audience": "mentor", "signal": "courtesy"}

    alice.post(f"{BASE}/guidelines/new", texts)

    with tenant(acme) as scope:
        row = queries.active_guidelines(scope)[0]
        assert (row.audience, row.signal) == ("mentor", "courtesy")
    page = alice.get(f"{BASE}/guidelines/{row.id}").page
    assert page.select_one("input[name=audience][checked]")["value"] == "mentor"
    assert page.select_one("#signal option[selected]")["value"] == "courtesy"


@pytest.mark.parametrize(("field", "value"), [("audience", "everyone"), ("signal", "luck")])
def test_a_word_that_was_not_offered_is_refused(alice, acme, tenant, field, value):
    response = alice.post(
        f"{BASE}/guidelines/new", {**TEXTS["guidelines"], field: value}, expect=422
    )

    assert response.page.select_one(f"#{field}-error").get_text() == "Choose one of these."
    with tenant(acme) as scope:
        assert queries.active_guidelines(scope) == []
