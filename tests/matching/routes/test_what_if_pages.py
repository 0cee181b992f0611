import uuid

import pytest

from saas.matching.models import Run
from saas.programs.services import archive_program
from saas.scope import Role
from tests.matching.conftest import tenant_rows


@pytest.fixture
def admin(ada, sign_in):
    return sign_in(ada)


@pytest.fixture
def run(matched, mentor, mentee):
    mentor("Wei", field="Law", goals=["network"]), mentor("Ann", field="Art", goals=["ideas"])
    mentee("Amara", aspired_field="Art", goals=["network"])
    mentee("Ben", aspired_field="Law", goals=["ideas"])
    for number in range(5):
        mentor(f"Mentor {number}", unit="Sales"), mentee(f"Mentee {number}", unit="Sales")
    return matched()


@pytest.fixture
def board(run):
    return f"/o/acme/runs/{run.id}"


@pytest.fixture
def tried(admin, board, work):
    """Try rules in the browser and return where the trial is: `tried(minimum="20")`."""

    def act(**changed):
        page = admin.get(f"{board}/what-if").page
        data = {
            field["name"]: field.get("value", "")
            for field in page.select("main form input")
            if field["type"] not in ("radio", "checkbox") or field.has_attr("checked")
        }
        where = admin.post(f"{board}/what-if", {**data, **changed}).location
        work()
        return where

    return act


def runs_in(acme, tenant):
    with tenant(acme) as scope:
        return [row.id for row in tenant_rows(Run, scope)]


def test_a_trial_shows_what_changed_who_changes_and_the_numbers(admin, tried):
    where = tried(weight_goals="0", weight_field="90")

    page = admin.get(where).page

    assert "Goals the mentor helps with: 20, now 0" in " ".join(
        page.select_one("#changes").text.split()
    )
    assert len(page.select("#aims tbody tr")) >= 3
    assert "Mentees with a mentor" in page.select_one("#gives").text
    assert {"Amara", "Ben"} <= {row.text for row in page.select("#movers tbody strong")}


def test_a_trial_is_kept_and_taken_back(admin, cohort, board, tried):
    where = tried(weight_goals="0", weight_field="90")

    page = admin.get(admin.post(f"{where}/keep").location).page

    assert "Review proposals" in page.text
    assert "A newer run replaced this board" in admin.get(board).page.text
    rules = admin.get(f"/o/acme/programs/{cohort.program_id}/matching").page
    assert rules.select_one('[name="weight_field"]')["value"] == "90"
    admin.post(page.select_one("#notices [data-undo]").find_parent("form")["action"])
    assert "A newer run replaced" not in admin.get(board).page.text
    rules = admin.get(f"/o/acme/programs/{cohort.program_id}/matching").page
    assert rules.select_one('[name="weight_field"]')["value"] == "18"


def test_a_trial_is_discarded_without_a_trace(admin, acme, tenant, run, tried):
    where = tried(minimum="20")

    page = admin.get(admin.post(f"{where}/discard").location).page

    assert "Discarded" in page.select_one("#notices").text
    assert runs_in(acme, tenant) == [run.id]
    admin.get(where, expect=404)


def test_of_an_archived_program_nothing_is_tried_kept_or_decided(
    admin, acme, tenant, ada, cohort, board, tried
):
    where = tried(minimum="20")
    offered = "main form[method=post], main a[href*=what-if]"
    assert admin.get(where).page.select(offered)
    assert admin.get(board).page.select(offered)
    with tenant(acme):
        archive_program(ada.scope, cohort.program_id)

    for path in (where, board):
        page = admin.get(path).page
        assert not page.select(offered)
        assert "archived: it can only be read" in page.select_one(".banner").text
    assert "archived" in admin.post(f"{where}/keep", expect=409).text


def test_rules_that_cannot_be_tried_are_told_and_nothing_runs(admin, acme, tenant, run, board):
    page = admin.post(f"{board}/what-if", {"minimum": "101"}, expect=422).page

    assert page.select_one(".error-summary")
    assert runs_in(acme, tenant) == [run.id]


def test_another_aim_is_one_click_away(admin, board, tried):
    where = tried()
    page = admin.get(where).page

    href = page.select_one("#aims a.btn")["href"]

    assert admin.get(href).page.select_one('[name="objective"][checked], option[selected]')


def test_viewers_try_nothing(acme, member, sign_in, board, tried):
    where = tried()
    viewer = sign_in(member(acme, Role.VIEWER))

    assert not viewer.get(where).page.select(".bottombar form")
    viewer.get(f"{board}/what-if", expect=403)
    viewer.post(f"{where}/keep", expect=403)
    viewer.post(f"{where}/discard", expect=403)


def test_a_board_is_not_kept_or_discarded_as_if_it_were_tried(admin, board, run, acme, tenant):
    admin.post(f"{board}/keep", expect=409)
    admin.post(f"{board}/discard", expect=409)

    assert runs_in(acme, tenant) == [run.id]


def test_fairness_shows_the_spread_with_a_table_and_groups_of_five(admin, board):
    page = admin.get(f"{board}/fairness").page

    assert len(page.select("svg.chart.wide .col")) == 10
    assert sum(int(cell.text) for cell in page.select("#spread td.num")) == 7
    groups = page.select_one("#group-field") or page.select_one("#group-unit")
    assert groups is None or "Sales" in groups.text
    assert "rather have each other" in page.text


def test_a_group_of_fewer_than_five_is_never_shown(admin, matched, mentor, mentee):
    for number in range(10):
        unit = "Tiny" if number < 3 else "Large"
        mentor(f"M {number}"), mentee(f"N {number}", unit=unit)

    page = admin.get(f"/o/acme/runs/{matched().id}/fairness").page

    assert "Tiny" not in page.text


def test_an_empty_board_has_no_spread(admin, matched, mentor, mentee):
    mentor(languages=["English"]), mentee(languages=["German"])

    assert "Nothing stands" in admin.get(f"/o/acme/runs/{matched().id}/fairness").page.text


def test_two_runs_are_compared_by_rule_and_by_person(
    admin, cohort, run, matched, mentor, proposals, decided
):
    mentor("Zoe", years_experience=11, capacity=3)
    admin.post(
        f"/o/acme/runs/{run.id}/proposals/{proposals(run)[0].id}/decide",
        {"decision": "reject", "seen": "proposed"},
    )
    path = f"/o/acme/programs/{cohort.program_id}/matching"
    page = admin.get(path).page
    data = {
        field["name"]: field.get("value", "")
        for field in page.select("main form input")
        if field["type"] not in ("radio", "checkbox") or field.has_attr("checked")
    }
    admin.post(path, {**data, "minimum": "5"})
    later = matched()

    page = admin.get(f"/o/acme/cohorts/{cohort.id}/runs/changes").page

    assert "Lowest fit that is proposed: 0, then 5" in " ".join(
        page.select_one("#rules").text.split()
    )
    counts = [int(each.text) for each in page.select(".seg .n")]
    assert sum(counts) == 7
    assert later.id != run.id
    kept = admin.get(f"/o/acme/cohorts/{cohort.id}/runs/changes?kind=kept").page
    assert len(kept.select("tbody tr")) == counts[-1]


def test_one_run_has_nothing_to_be_compared_with(admin, board, cohort, run):
    page = admin.get(f"/o/acme/cohorts/{cohort.id}/runs/changes").page

    assert "One run is not enough" in page.text
    assert "since the run before" not in admin.get(board).page.text


def test_a_later_board_leads_to_what_changed(admin, board, run, matched):
    later = matched()

    link = admin.get(f"/o/acme/runs/{later.id}").page.find(
        "a", string="What changed since the run before"
    )

    assert f"after={later.id}&before={run.id}" in link["href"]
    assert "since the run before" not in admin.get(board).page.text


def test_runs_of_others_are_not_compared(admin, cohort, run, charlie):
    path = f"/o/acme/cohorts/{cohort.id}/runs/changes"

    admin.get(f"{path}?before={uuid.uuid4()}&after={run.id}", expect=404)
    admin.get(f"{path}?before=nonsense", expect=404)
    charlie.get(f"/o/globex/cohorts/{cohort.id}/runs/changes", expect=404)


def test_long_pages_cost_no_more_queries(
    admin, board, cohort, run, matched, mentor, mentee, count_queries
):
    paths = ("/fairness", "/unplaced", "")
    changes = f"/o/acme/cohorts/{cohort.id}/runs/changes"
    admin.get(board), matched()

    def counted(where):
        found = []
        for path in (*(where + each for each in paths), changes):
            with count_queries() as queries:
                admin.get(path)
            found.append(len(queries))
        return found

    few = counted(board)
    for _number in range(15):
        mentor(), mentee()
    more = matched()

    assert counted(f"/o/acme/runs/{more.id}")[:2] == few[:2]
    assert counted(f"/o/acme/runs/{more.id}")[3] == few[3]
