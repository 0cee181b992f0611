import uuid

import pytest

from saas.matching.models import Proposal
from tests.matching.conftest import tenant_rows


@pytest.fixture
def admin(ada, sign_in):
    return sign_in(ada)


@pytest.fixture
def run(matched, mentor, mentee):
    for number in range(3):
        mentor(f"Mentor {number}"), mentee(f"Mentee {number}")
    return matched()


@pytest.fixture
def board(run):
    return f"/o/acme/runs/{run.id}"


def decide(browser, row, decision="approve", seen="proposed", **options):
    path = f"/o/acme/runs/{row.run_id}/proposals/{row.id}/decide"
    return browser.post(path, {"decision": decision, "seen": seen}, **options)


def test_what_needs_a_decision_stands_first(admin, acme, tenant, board, run, proposals):
    low = proposals(run)[-1]
    with tenant(acme) as scope:
        tenant_rows(Proposal, scope, Proposal.id == low.id).one().warnings = ["Look closer"]

    assert admin.get(board).page.select_one(".review")["id"] == f"proposal-{low.id}"


def test_the_board_is_narrowed_by_name_answer_and_fit_and_the_address_keeps_it(
    admin, board, mentor, mentee, run, proposals
):
    def names(query):
        return [row.text for row in admin.get(f"{board}?{query}").page.select(".names")]

    assert [name.split()[1] for name in names("name=mentee 1")] == ["1"]
    assert len(names("trait=field:Law")) == 3
    assert names("trait=field:Art") == []
    assert names("least=101&most=0") == []
    assert len(names(f"least={round(proposals(run)[0].fit / 100)}")) >= 1
    page = admin.get(f"{board}?name=mentee&sort=lowest").page
    assert page.select_one('#narrow [name="name"]')["value"] == "mentee"
    assert "name=mentee" in page.select_one(".seg a:not([aria-current])")["href"]


@pytest.mark.parametrize("query", ["name=%25", "trait=secret:1", "least=-1&most=many", "show=x"])
def test_what_makes_no_sense_is_left_out(admin, board, run, query):
    admin.get(f"{board}?{query}")


def test_what_is_shown_is_approved_in_one_step_and_undone_in_one(admin, board, run, proposals):
    page = admin.get(f"{board}?name=Mentee 1").page
    form = page.select_one("#bulk form")
    data = {field["name"]: field["value"] for field in form.select("input")}

    where = admin.post(form["action"], {**data, "decision": "approve"}).location

    states = [row.state.value for row in proposals(run)]
    assert sorted(states) == ["approved", "proposed", "proposed"]
    assert "name=Mentee" in where
    admin.post(admin.get(where).page.select_one("[data-undo]").find_parent("form")["action"])
    assert {row.state.value for row in proposals(run)} == {"proposed"}


def test_many_are_not_decided_on_a_board_that_was_changed(admin, board, run, proposals):
    page = admin.get(board).page
    decide(admin, proposals(run)[0])
    data = {"decision": "reject", "revision": page.select_one("#bulk [name=revision]")["value"]}

    page = admin.post(f"{board}/decide-all?show=proposed", data, expect=409).page

    assert "changed meanwhile" in page.text
    assert "rejected" not in {row.state.value for row in proposals(run)}


def test_who_was_rejected_waits_with_a_place_in_line(admin, board, run, proposals):
    row = proposals(run)[0]
    decide(admin, row, "reject")

    page = admin.get(f"{board}/unplaced").page

    assert "was rejected on the board" in page.text
    assert "Place 1 of 1 in line" in page.text


def test_the_keys_are_switched_off_and_on(admin, board, run):
    assert admin.get(board).page.select_one("[data-keys]")

    admin.post(f"{board}/keys", {"keys": "off"})
    assert not admin.get(board).page.select_one("[data-keys]")

    admin.post(f"{board}/keys", {"keys": "on"})
    assert admin.get(board).page.select_one("[data-keys]")


def test_the_keys_of_a_board_that_is_none_are_not_switched(admin):
    answer = admin.post(f"/o/acme/runs/{uuid.uuid4()}/keys", {"keys": "off"}, expect=404)

    assert "board_keys" not in answer.headers.get("Set-Cookie", "")
