"""What pages say of titles that two would have."""

import pytest

from saas.programs import queries, services
from saas.programs.models import Goal
from tests import factories
from tests.programs.routes.importing import BASE, HEADER, rows_of, sent

TAKEN = "Another one in this list has this title; choose another title."
LEAD = {"title": "lead", "explanation": "Mine", "progress_rule": "rated"}


@pytest.fixture
def program(acme, tenant):
    with tenant(acme) as scope:
        row = factories.program("Career")
        services.ensure_version(scope, row)
        return f"/o/acme/programs/{row.id}"


def test_whoever_writes_a_title_that_is_taken_is_told_at_its_field(alice, acme, tenant, program):
    with tenant(acme):
        factories.goal(title="Lead")
        other = factories.goal(title="Speak").id

    for address in (f"{BASE}/new", f"{BASE}/{other}", f"{program}/goals/new",
                    f"{program}/goals/{other}"):  # fmt: skip
        page = alice.post(address, LEAD, expect=422).page
        assert TAKEN in page.select_one("#title-error").get_text(), address
        assert page.select_one("#explanation").get_text().strip() == "Mine"


def test_whoever_restores_one_whose_title_is_taken_is_told(alice, acme, tenant, goals):
    with tenant(acme) as scope:
        old = factories.goal(title="Lead").id
        services.retire_listed(scope, Goal, old)
        factories.goal(title="Lead")

    page = alice.post(f"{BASE}/{old}/restore", expect=409)

    assert "Another one in this list has the title “Lead”" in page.text
    assert goals() == [("Lead", "")]


def test_two_of_one_title_stand_in_the_way_of_publishing(alice, acme, tenant, program):
    with tenant(acme):
        factories.goal(title="Lead")
        factories.goal(title="Lead")
    said = "Two goals have the title “Lead”; reword or leave out one of them."

    page = alice.get(f"{program}/versions/publish").page
    assert said in page.select_one("main .banner.warn").get_text()
    assert page.select_one("main .banner.warn a")["href"] == f"{program}/goals"
    assert not page.select("main form")

    page = alice.get("/o/acme/versions").page
    assert said in page.select_one("main .banner.warn").get_text()
    assert not page.select("main input[name=draft]")


def test_a_file_does_not_mean_one_of_two_that_have_its_title(alice, acme, tenant, goals):
    with tenant(acme):
        factories.goal(title="Lead", explanation="One")
        factories.goal(title="Lead", explanation="Other")
    exported = alice.get(f"{BASE}/export/json").get_json()
    assert [row["explanation"] for row in exported] == ["One", "Other"]

    page = alice.post(f"{BASE}/import", sent(f"{HEADER}\nlead,New,,,,"), expect=200)

    [[_number, _title, fate, said]] = rows_of(page)
    assert fate == "Left out"
    assert "Two in this list have this title; give one of them another title first." in said


def test_a_file_means_what_has_its_title_but_for_space(alice, acme, tenant):
    with tenant(acme):
        factories.goal(title="Lead  a team", explanation="Old")

    text = "title,explanation\nlead a team,New\nLEAD A TEAM,"
    page = alice.post(f"{BASE}/import", sent(text), expect=200)

    assert [row[2] for row in rows_of(page)] == ["Changes what is there", "Left out"]


def test_a_copy_has_a_number_where_its_title_is_taken(alice, acme, tenant, goals, program):
    with tenant(acme):
        row_id = factories.goal(title="Lead").id

    for base in (BASE, BASE, f"{program}/goals"):
        alice.post(f"{base}/{row_id}/duplicate")

    assert [title for title, _why in goals()] == ["Lead", "Lead (copy 2)", "Lead (copy)"]
    with tenant(acme) as scope:
        [row] = queries.programs(scope)
        [*_rest, last] = queries.entries_of(scope, row, Goal)
        assert last.title == "Lead (copy 3)"
