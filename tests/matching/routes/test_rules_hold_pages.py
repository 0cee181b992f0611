"""What admins see of rules that came to forbid what a board proposes, and what people see."""

import datetime as dt

import pytest

from saas.matching.models import Answer, Proposal, ProposalState
from saas.matching.services.answers import Reply, answer_proposal
from saas.orgs.links import new_link
from saas.programs.models import Participant
from saas.scope import Role
from tests.matching.conftest import tenant_rows

PRIVATE = ("conflict", "Declared", "rule")


@pytest.fixture
def admin(ada, sign_in):
    return sign_in(ada)


@pytest.fixture
def places(mentor, mentee, amara, wei):
    return mentor(person=wei), mentee(person=amara)


@pytest.fixture
def forbid(acme, tenant, places):
    """Let Wei declare that Amara is a friend."""

    def act():
        with tenant(acme) as scope:
            row = tenant_rows(Participant, scope, Participant.id == places[0].id).one()
            row.answers = {**row.answers, "conflicts": ["Amara"]}

    return act


def publish(admin, run):
    page = admin.get(f"/o/acme/runs/{run.id}/publish").page
    data = {field["name"]: field.get("value", "") for field in page.select("main form input")}
    return {**data, "typed": "publish"}, page


def test_a_board_marks_what_a_rule_forbids_by_now(admin, places, matched, forbid):
    run = matched()
    assert "Breaks a rule now" not in admin.get(f"/o/acme/runs/{run.id}").page.text

    forbid()

    [row] = admin.get(f"/o/acme/runs/{run.id}").page.select(".review")
    assert "Breaks a rule now: Amara and Wei have a declared conflict of interest." in row.text
    assert len(row.select("*")) <= 20


def test_a_row_that_was_decided_on_keeps_its_mark(admin, places, matched, proposals, forbid):
    run = matched()
    [row] = proposals(run)
    forbid()
    path = f"/o/acme/runs/{run.id}/proposals/{row.id}/decide"

    where = admin.post(path, {"decision": "approve", "seen": "proposed"}, htmx=True).location

    assert "Breaks a rule now" in admin.get(where, htmx=True).page.select_one(".review").text


def test_who_stand_on_a_board_twice_are_marked_whatever_else_of_it_is_shown(
    admin, places, mentor, mentee, amara, wei, matched, proposals, decided
):
    mentor(person=amara), mentee(person=wei)
    run = matched()

    def marked(where=""):
        rows = admin.get(f"/o/acme/runs/{run.id}{where}", htmx="row" in where).page.select(
            ".review"
        )
        return [row["id"] for row in rows if "stand here twice" in row.text]

    [one] = [row for row in proposals(run) if f"proposal-{row.id}" in marked()]
    [other] = [row for row in proposals(run) if row.id != one.id]
    decided(other)

    assert marked("?show=approved") == []
    assert marked("?show=proposed") == [f"proposal-{one.id}"]
    assert marked(f"/proposals/{one.id}/row") == [f"proposal-{one.id}"]


def test_publishing_names_what_a_rule_forbids_by_now_and_sends_nothing(
    admin, places, matched, proposals, decided, forbid, mails
):
    run = matched()
    [row] = proposals(run)
    decided(row)
    data, page = publish(admin, run)
    assert page.select_one("#broken") is None
    forbid()

    sent = admin.post(f"/o/acme/runs/{run.id}/publish", data, expect=409).page

    assert "Nothing is sent: Amara and Wei have a declared conflict of interest." in sent.text
    assert "Reject Amara with Wei" in sent.text
    assert "Amara with Wei" in publish(admin, run)[1].select_one("#broken").text
    assert proposals(run)[0].state is ProposalState.APPROVED
    assert mails() == []


def test_who_accepts_what_a_rule_forbids_by_now_reads_no_more_than_that_it_is_over(
    places, matched, published, forbid, sign_in, amara, reread
):
    [row] = published(matched())
    forbid()
    browser = sign_in(amara)

    browser.post(f"/o/acme/proposals/{row.id}/answer", {"answer": "accepted"})

    page = browser.get("/o/acme/proposals").page
    assert "This proposal does not go ahead any more" in page.select_one(".notice").text
    assert "This proposal is closed." in page.text
    assert not any(word in page.text for word in PRIVATE)
    assert reread(row).state is ProposalState.WITHDRAWN


def test_by_its_link_an_answer_to_what_a_rule_forbids_says_the_same(
    acme, tenant, places, matched, published, forbid, stranger, wei, reread
):
    [row] = published(matched())
    forbid()
    with tenant(acme) as scope:
        link = {"subject_id": row.id, "member_id": wei.member_id, "lasting": dt.timedelta(1)}
        token = new_link(scope, "proposal", **link)

    where = stranger.post(f"/proposals/{token}", {"answer": "accepted"}).location

    page = stranger.get(where).page
    assert "This proposal does not go ahead any more" in page.text
    assert not any(word in page.text for word in PRIVATE)
    assert reread(row).state is ProposalState.WITHDRAWN


def test_admins_see_which_rule_stopped_a_proposal_and_viewers_do_not(
    acme, tenant, member, admin, places, matched, published, forbid, sign_in, amara
):
    run = matched()
    [row] = published(run)
    forbid()
    with tenant(acme) as scope:
        answer_proposal(amara.scope, row.id, Reply(Answer.ACCEPTED))
        assert tenant_rows(Proposal, scope).one().state is ProposalState.WITHDRAWN

    page = admin.get(f"/o/acme/runs/{run.id}?show=sent").page

    assert "Stopped" in page.select_one(".review").text
    rule = "Stopped: Amara and Wei have a declared conflict of interest."
    assert rule in page.select_one("#detail").text
    viewer = sign_in(member(acme, Role.VIEWER))
    assert rule not in viewer.get(f"/o/acme/runs/{run.id}?show=sent").page.text
