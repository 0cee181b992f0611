"""What people will read: as mentee and as mentor, and beside the built-in text."""

import pytest

from saas.orgs.speech import change_words
from saas.programs import queries, services
from saas.programs.models import Clause, Goal, Guideline, Kind
from saas.programs.services.catalogues import furnish_catalogues
from saas.scope import Role
from saas.words import Term, Words
from tests import factories

BASE = "/o/acme"
KINDS = {"guidelines": Guideline, "goals": Goal, "clauses": Clause}


@pytest.fixture
def program_id(acme, tenant):
    with tenant(acme):
        return factories.program("Careers").id


@pytest.fixture
def furnished(acme, tenant):
    """The built-in catalogues: the first row of each, by the name of the catalogue."""
    with tenant(acme) as scope:
        furnish_catalogues(scope)
        return {name: queries.listed(scope, kind)[0] for name, kind in KINDS.items()}


@pytest.fixture(params=["organization", "program"])
def root(request, program_id):
    return BASE if request.param == "organization" else f"{BASE}/programs/{program_id}"


def preview_of(root):
    return f"{root}/guidelines/preview" if root == BASE else f"{root}/preview"


def titles(page, part):
    return [each.get_text(strip=True) for each in page.select(f"{part} h3")]


def item(page, catalogue, title):
    rows = page.select(f"#{catalogue} li")
    return next(row for row in rows if row.h3 and row.h3.get_text(strip=True) == title)


def columns(row):
    return [each.get_text(" ", strip=True) for each in row.select(".split > div")]


def test_a_link_leads_to_each_side_where_they_stand_below_each_other(alice, root):
    page = alice.get(preview_of(root)).page

    links = page.select("nav.jumps a")
    assert [each.text for each in links] == ["What mentees read", "What mentors read"]
    assert all(page.select_one(f"section{each['href']}") for each in links)


def test_both_sides_are_read_beside_each_other(alice, acme, tenant, root):
    with tenant(acme):
        factories.guideline(title="For mentees", audience="mentee")
        factories.guideline(title="For mentors", audience="mentor", prompt="Listen first.")
        factories.guideline(title="For all", audience="both")
        factories.goal(title="Lead", milestones=["Ask once"])
        factories.clause(title="We are kind")

    page = alice.get(preview_of(root)).page

    assert titles(page, "#guidelines-mentee") == ["For mentees", "For all"]
    assert titles(page, "#guidelines-mentor") == ["For mentors", "For all"]
    for side in ("mentee", "mentor"):
        column = page.select_one(f".split > #{side}")
        assert column.h2.get_text() == f"What {side}s read"
        assert "Ask once" in column.select_one(f"#goals-{side}").get_text()
        assert titles(column, f"#clauses-{side}") == ["We are kind"]


def test_peers_read_in_one_column(alice, acme, tenant, furnished):
    with tenant(acme):
        program_id = factories.program("Peers", kind=Kind.PEER).id

    page = alice.get(f"{BASE}/programs/{program_id}/preview").page

    assert [each.h2.get_text() for each in page.select("main section[id=both]")] == [
        "What peers read"
    ]
    assert not page.select("#mentee, #mentor")
    assert "mentor" not in page.select_one("#both").get_text()


def test_an_entry_is_read_by_each_side(alice, acme, tenant, root):
    with tenant(acme):
        row = factories.guideline(title="Ask", audience="mentee", nudge="Ask again.")

    page = alice.get(f"{root}/guidelines/{row.id}/preview").page

    assert titles(page, "#read-mentee") == ["Ask"]
    assert "In the mail: Ask again." in page.select_one("#read-mentee").get_text()
    assert "Mentors do not read this one." in page.select_one("#read-mentor").get_text()
    assert "Nothing like it is built in." in page.select_one("#built-in").get_text()


@pytest.mark.parametrize("many", ["goals", "clauses"])
def test_what_both_read_stands_there_once(alice, furnished, root, many):
    page = alice.get(f"{root}/{many}/{furnished[many].id}/preview").page

    assert [each.get_text() for each in page.select("main .card h2")] == [
        "What mentees and mentors read",
        "Beside the built-in text",
    ]
    assert "The same, word for word." in page.select_one("#built-in").get_text()


def test_a_changed_entry_is_shown_beside_the_built_in_text(alice, acme, tenant, furnished, root):
    row = furnished["goals"]
    with tenant(acme) as scope:
        services.change_listed(scope, Goal, row.id, title="Know my professional network")

    page = alice.get(f"{preview_of(root)}/built-in").page
    changed = item(page, "goals", "Know my professional network")
    built_in, own = columns(changed)
    assert built_in == "Built in Goal Expand my professional network"
    assert "[removed:] Expand [end]" in own
    assert "[added:] Know [end]" in own
    assert "As built in" in item(page, "goals", "Clarify what I want to develop").get_text()

    whole = alice.get(changed.h3.a["href"]).page
    assert whole.select_one("#built-in del").get_text(strip=True).startswith("[removed:]")
    assert "In percent, as the two see it" in whole.select_one("#built-in").get_text()


def test_what_is_not_built_in_or_not_said_says_so(alice, acme, tenant, furnished, root):
    with tenant(acme) as scope:
        factories.goal(title="Ours", explanation="Because.")
        services.retire_listed(scope, Goal, furnished["goals"].id)

    page = alice.get(f"{preview_of(root)}/built-in").page

    own = item(page, "goals", "Ours")
    assert columns(own)[0] == "Built in Nothing like it is built in."
    assert "Because." in columns(own)[1]
    last = page.select("#goals li")[-1]
    assert last.h3.get_text(strip=True) == "Expand my professional network"
    assert "Retired" in last.select_one(".badge:last-of-type").get_text()
    entry = alice.get(last.h3.a["href"]).page
    assert "Nobody reads this one here." in entry.select_one("#read-both").get_text()


def test_a_program_shows_what_it_inherits_rewords_leaves_out_and_adds(
    alice, acme, tenant, furnished, program_id
):
    with tenant(acme) as scope:
        first, second, *_rest = queries.listed(scope, Goal)
        texts = {**first.texts, "title": "Know people"}
        services.reword_entry(scope, program_id, Goal, first.id, **texts)
        services.leave_out_entry(scope, program_id, Goal, second.id)
        services.add_entry(scope, program_id, Goal(title="Here", explanation="Only."))

    page = alice.get(f"{BASE}/programs/{program_id}/preview/built-in").page

    badges = {
        row.h3.get_text(strip=True): [each.get_text() for each in row.select(".badge")]
        for row in page.select("#goals > .body > ol > li")
    }
    assert badges["Know people"] == ["Changed for this program", "Other words than built in"]
    assert badges["Here"] == ["Only here", "Not built in"]
    assert badges["Clarify what I want to develop"][-1] == "Left out of this program"
    assert badges["Test ideas in a safe environment"] == ["From the organization", "As built in"]


@pytest.mark.parametrize("kind", [Kind.PEER, Kind.FLASH])
def test_what_a_kind_says_otherwise_is_built_in_there(alice, acme, tenant, furnished, kind):
    with tenant(acme):
        program_id = factories.program("Other", kind=kind).id

    page = alice.get(f"{BASE}/programs/{program_id}/preview/built-in").page

    assert {each.get_text() for each in page.select("#guidelines .badge")} == {
        "From the organization",
        "As built in",
    }


def test_the_built_in_text_is_in_the_organizations_words(alice, acme, tenant, furnished):
    with tenant(acme) as scope:
        change_words(scope, Words(mentor=Term("a", "coach", "coaches")))

    page = alice.get(f"{BASE}/guidelines/preview/built-in").page

    assert {each.get_text() for each in page.select("main .badge")} == {"As built in"}
    assert "mentor" not in page.main.get_text()
    assert "What coaches read" in alice.get(f"{BASE}/guidelines/preview").page.main.get_text()


def test_previews_cost_the_same_however_long_the_lists_are(
    alice, acme, tenant, furnished, root, count_queries
):
    addresses = [preview_of(root), f"{preview_of(root)}/built-in"]
    costs = []
    for _ in range(2):
        for address in addresses:
            with count_queries() as made:
                alice.get(address)
            costs.append(len(made))
        with tenant(acme):
            for make in (factories.guideline, factories.goal, factories.clause) * 3:
                make()

    assert costs[:2] == costs[2:]
    assert max(costs) <= 14


def test_whoever_sees_a_program_sees_its_previews_and_changes_nothing(
    acme, member, sign_in, furnished, program_id
):
    vera = sign_in(member(acme, Role.VIEWER, "Vera"))
    row = furnished["goals"]
    root = f"{BASE}/programs/{program_id}"

    for address in ("preview", "preview/built-in", f"goals/{row.id}/preview"):
        page = vera.get(f"{root}/{address}").page
        assert not page.select("main form, main a.btn")
    for address in ("guidelines/preview/built-in", f"goals/{row.id}/preview"):
        vera.get(f"{BASE}/{address}", expect=403)


def test_entries_of_another_organization_have_no_preview(alice, globex, tenant, program_id):
    with tenant(globex):
        theirs = factories.goal().id
        other = factories.program().id
    alice.get(f"{BASE}/goals/{theirs}/preview", expect=404)
    alice.get(f"{BASE}/programs/{program_id}/goals/{theirs}/preview", expect=404)
    alice.get(f"{BASE}/programs/{other}/preview/built-in", expect=404)
