import uuid

import pytest

from saas import clock
from saas.db import db
from saas.matching import comparing
from saas.matching.models import BoardStep, Exclusion, Proposal, ProposalState, Run
from saas.matching.queries import board as board_queries
from saas.matching.services.board import Decision
from saas.matching.services.runs import start_run
from saas.scope import Role
from tests import factories
from tests.matching.conftest import tenant_rows

NOBODY = uuid.uuid4()


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


def state_of(acme, tenant, row):
    with tenant(acme) as scope:
        return tenant_rows(Proposal, scope, Proposal.id == row.id).one().state


@pytest.mark.parametrize("htmx", [False, True])
def test_an_undo_that_is_refused_changes_nothing(
    acme, tenant, admin, cohort, matched, mentor, mentee, proposals, decided, htmx
):
    wei = mentor("Wei")
    mentee("Amara")
    run = matched()
    [row] = proposals(run)
    step = decided(row, Decision.EXCLUDE)
    with tenant(acme):
        factories.partnership(cohort, wei)

    def everything():
        with tenant(acme) as scope:
            return [
                [each.get(column.key) for column in kind.__table__.columns]
                for kind in (Run, Proposal, Exclusion, BoardStep)
                for each in map(vars, tenant_rows(kind, scope))
            ]

    before = everything()
    path = f"/o/acme/runs/{run.id}/steps/{step.id}/undo"
    admin.post(path, htmx=htmx, expect=303 if htmx else 409)

    assert everything() == before


def test_an_empty_cohort_page_says_what_a_run_does(admin, cohort):
    page = admin.get(f"/o/acme/cohorts/{cohort.id}/runs").page

    assert "Not run yet" in page.text
    assert "nobody is told anything until you publish" in page.text


def test_starting_a_run_leads_to_its_progress_and_then_to_the_board(
    admin, cohort, mentor, mentee, work
):
    mentor("Wei"), mentee("Amara")

    where = admin.post(f"/o/acme/cohorts/{cohort.id}/runs").location

    part = admin.get(where, htmx=True).page
    assert part.select_one("#run")["hx-trigger"] == "load delay:1s"
    work()
    assert "Amara with Wei" in admin.get(where).page.select_one("#detail-title").text
    assert "hx-trigger" not in admin.get(f"/o/acme/cohorts/{cohort.id}/runs").text


def test_a_second_run_at_once_is_refused_in_one_sentence(admin, cohort, mentor, mentee):
    mentor(), mentee()
    admin.post(f"/o/acme/cohorts/{cohort.id}/runs")

    page = admin.post(f"/o/acme/cohorts/{cohort.id}/runs", expect=409).page

    assert "A run of this cohort is under way" in page.text


def test_a_run_is_cancelled(admin, acme, tenant, ada, cohort, mentor, mentee):
    mentor(), mentee()
    with tenant(acme):
        run = start_run(ada.scope, cohort.id)

    admin.post(f"/o/acme/runs/{run.id}/cancel")

    assert "was cancelled" in admin.get(f"/o/acme/runs/{run.id}").page.text


def test_the_board_shows_fit_names_reasons_and_the_proof(admin, board):
    page = admin.get(board).page

    rows = page.select(".review")
    assert len(rows) == 3
    assert all(row.select_one(".ring") and row.select(".why li") for row in rows)
    assert "Proved best" in page.text
    assert page.select_one("[data-keys]")
    assert len(page.select("#detail .bars li")) == 3


def test_fifty_rows_leave_a_page_within_its_nodes(admin, board):
    rows = admin.get(board).page.select(".review")

    assert max(len(row.select("*")) for row in rows) <= 20


def test_a_decision_counts_in_the_lists_of_the_board_as_it_is_narrowed(
    admin, board, run, proposals
):
    row = proposals(run)[0]
    mentee = admin.get(board).page.select_one(f"#proposal-{row.id} .names").text.split(" with ")[0]
    page = admin.get(f"{board}?show=proposed&name={mentee}").page
    path = page.select_one(f"#proposal-{row.id} form.actions")["action"]

    where = admin.post(path, {"decision": "approve"}, htmx=True).location

    part = admin.get(where, htmx=True).page
    assert f"name={mentee.replace(' ', '+')}" in part.select_one("#lists a")["href"]
    assert "Proposed 0" in " ".join(part.select_one("#lists").text.split())
    assert part.select_one("#bulk").has_attr("hidden")


def test_a_step_that_was_sent_offers_no_undo(admin, board, run, proposals, decided):
    rejected, *others = proposals(run)
    decided(rejected, Decision.REJECT)
    for row in others:
        decided(row)
    data = admin.get(f"{board}/publish").page.select("main form input")
    sent = {field["name"]: field.get("value", "") for field in data}

    admin.post(f"{board}/publish", {**sent, "typed": "publish"})

    steps = [step.text.split() for step in admin.get(board).page.select("#steps li")]
    assert [("Undo" in step, "sent" in step) for step in steps] == [
        (False, True),
        (False, True),
        (True, False),
    ]


def test_approving_swaps_the_row_and_the_numbers(admin, run, proposals, acme, tenant):
    row = proposals(run)[0]

    where = decide(admin, row, htmx=True).location

    part = admin.get(where, htmx=True).page
    assert "approved" in part.select_one(f"#proposal-{row.id}")["class"]
    assert part.select_one('hx-partial[hx-target="#stats"]')
    assert "Proposed 2" in " ".join(part.select_one("#lists").text.split())
    assert "Approve all 2 shown" in part.select_one("#bulk").text
    assert part.select_one("[data-undo]")
    assert state_of(acme, tenant, row) is ProposalState.APPROVED


def test_approving_works_without_scripts(admin, run, proposals):
    where = decide(admin, proposals(run)[0]).location

    assert "/runs/" in admin.get(where, expect=303).location


def test_who_was_slower_sees_one_sentence(admin, run, proposals, acme, tenant):
    row = proposals(run)[0]
    decide(admin, row)

    page = decide(admin, row, "reject", expect=409).page

    assert "Somebody else changed this proposal meanwhile" in page.text
    assert state_of(acme, tenant, row) is ProposalState.APPROVED


def test_who_was_slower_gets_the_row_as_it_is_with_htmx(admin, run, proposals):
    row = proposals(run)[0]
    decide(admin, row)

    where = decide(admin, row, "reject", htmx=True).location

    part = admin.get(where, htmx=True).page
    assert "approved" in part.select_one(f"#proposal-{row.id}")["class"]
    assert "Somebody else" in part.select_one(".notice.bad").text


def test_steps_that_were_taken_back_make_room_for_those_that_can_be(acme, tenant, run):
    at = clock.now()
    with tenant(acme) as scope:
        db.session.add_all(
            BoardStep(run_id=run.id, words=f"Step {number}", before={}, revision=number,
                      undone_at=at if number > 2 else None)
            for number in range(1, 13)
        )  # fmt: skip
        db.session.flush()

        listed = [step.words for step, _sent in board_queries.steps(scope, run.id)]

    assert listed == [f"Step {number}" for number in (*range(12, 4, -1), 2, 1)]


def test_undo_takes_back_what_was_decided(admin, run, proposals, acme, tenant):
    row = proposals(run)[0]
    part = admin.get(decide(admin, row, htmx=True).location, htmx=True).page

    admin.post(part.select_one(".notice form")["action"], htmx=True)

    assert state_of(acme, tenant, row) is ProposalState.PROPOSED


def test_an_unknown_decision_is_refused(admin, run, proposals, acme, tenant):
    row = proposals(run)[0]

    decide(admin, row, "marry", expect=422)

    assert state_of(acme, tenant, row) is ProposalState.PROPOSED


def above(page, percent="10"):
    """Return what the form that approves from a fit on carries."""
    [seen] = page.select("#approve-above [name=revision]")
    assert page.select_one("form#approve-above #percent")
    return {"percent": percent, "revision": seen["value"]}


def test_all_above_a_fit_are_approved(admin, board, run, proposals):
    admin.post(f"{board}/approve-above", above(admin.get(board).page))

    assert {row.state for row in proposals(run)} == {ProposalState.APPROVED}


def test_all_above_a_fit_are_approved_on_the_board_as_it_was_seen(admin, board, run, proposals):
    seen, first = above(admin.get(board).page), proposals(run)[0]
    swapped = admin.get(decide(admin, first, "pin", htmx=True).location, htmx=True).page

    page = admin.post(f"{board}/approve-above", seen, expect=409).page

    assert "The board was changed meanwhile" in page.text
    assert {row.state for row in proposals(run)} == {ProposalState.PROPOSED}
    [newer] = swapped.select("#approve-above [name=revision]")
    admin.post(f"{board}/approve-above", {**seen, "revision": newer["value"]})
    assert {row.state for row in proposals(run)} == {ProposalState.APPROVED}


@pytest.mark.parametrize("typed", ["", "-1", "101", "many"])
def test_a_fit_that_is_no_fit_approves_nothing(admin, board, run, proposals, typed):
    admin.post(f"{board}/approve-above", {"percent": typed}, expect=422)

    assert {row.state for row in proposals(run)} == {ProposalState.PROPOSED}


def test_filters_and_sorting_narrow_the_board(admin, board, run, proposals):
    decide(admin, proposals(run)[0])

    assert len(admin.get(f"{board}?show=approved").page.select(".review")) == 1
    assert "Nothing here" in admin.get(f"{board}?show=rejected").page.text
    names = [row.text for row in admin.get(f"{board}?sort=mentee").page.select(".names")]
    assert [name.split()[1] for name in names] == ["0", "1", "2"]


def test_the_panel_names_other_mentors_unless_there_are_very_many(
    admin, board, run, proposals, monkeypatch
):
    row = proposals(run)[0]

    part = admin.get(f"{board}/proposals/{row.id}", htmx=True).page

    assert part.select_one("article#detail")
    assert len(part.select("tbody tr")) == 2
    monkeypatch.setattr(comparing, "MOST_COMPARED", 2)
    assert "very many mentors" in admin.get(f"{board}/proposals/{row.id}", htmx=True).page.text


def test_why_not_says_who_has_the_place(admin, board, run, proposals):
    one, other = proposals(run)[:2]

    page = admin.get(f"{board}/why?mentee={one.mentee_id}&mentor={other.mentor_id}").page

    assert "has no place left" in page.select_one("#why").text


def test_why_not_of_a_stranger_is_not_found(admin, board, run, proposals):
    admin.get(f"{board}/why?mentee={NOBODY}&mentor={proposals(run)[0].mentor_id}", expect=404)
    admin.get(f"{board}/why?mentee=nonsense", expect=404)


def test_whoever_waits_is_listed_with_a_reason(admin, matched, mentor, mentee):
    mentor(languages=["English"]), mentee("Amara", languages=["German"])
    run = matched()

    page = admin.get(f"/o/acme/runs/{run.id}/unplaced").page

    assert "Amara" in page.text
    assert "no language in common" in page.text


def test_publishing_names_what_it_sends_and_wants_the_word(admin, board, run, proposals):
    for row in proposals(run):
        decide(admin, row)
    page = admin.get(f"{board}/publish").page
    assert "3 proposals by e-mail, to 6 people" in page.text
    data = {field["name"]: field.get("value", "") for field in page.select("main form input")}

    assert "Type publish" in admin.post(f"{board}/publish", data, expect=422).page.text
    admin.post(f"{board}/publish", {**data, "typed": "publish"})
    admin.post(f"{board}/publish", {**data, "typed": "publish"})

    assert {row.state for row in proposals(run)} == {ProposalState.PUBLISHED}


def test_publishing_nothing_is_refused(admin, board, run):
    assert "Nothing is approved" in admin.get(f"{board}/publish").page.text
    admin.post(f"{board}/publish", {"typed": "publish", "revision": "0", "key": "k"}, expect=409)


def test_viewers_read_and_change_nothing(acme, member, sign_in, board, run, proposals):
    viewer = sign_in(member(acme, Role.VIEWER))

    page = viewer.get(board).page

    assert page.select(".review")
    assert not page.select(".review form")
    decide(viewer, proposals(run)[0], expect=403)
    viewer.get(f"{board}/publish", expect=403)


def test_members_have_no_business_here(bob, board, cohort):
    for path in (board, f"{board}/why", f"/o/acme/cohorts/{cohort.id}/runs"):
        bob.get(path, expect=403)


def test_a_program_admin_of_another_program_finds_nothing(
    acme, member, sign_in, board, run, proposals
):
    stranger = sign_in(member(acme, Role.PROGRAM_ADMIN))

    stranger.get(board, expect=404)
    decide(stranger, proposals(run)[0], expect=404)


def test_another_organization_finds_nothing(globex, charlie, run, proposals):
    charlie.get(f"/o/globex/runs/{run.id}", expect=404)
    row = proposals(run)[0]
    charlie.post(f"/o/globex/runs/{run.id}/proposals/{row.id}/decide",
                 {"decision": "approve", "seen": "proposed"}, expect=404)  # fmt: skip


def test_unknown_proposals_are_not_found(admin, board):
    admin.get(f"{board}/proposals/{NOBODY}", expect=404)
    admin.get(f"/o/acme/runs/{NOBODY}", expect=404)


def test_a_longer_board_costs_no_more_queries(
    acme, tenant, admin, run, mentor, mentee, matched, count_queries
):
    path = f"/o/acme/runs/{run.id}"
    admin.get(path)
    with count_queries() as few:
        admin.get(path)
    for _number in range(20):
        mentor(), mentee()
    more = matched()

    with count_queries() as many:
        assert len(admin.get(f"/o/acme/runs/{more.id}").page.select(".review")) == 23

    assert len(many) == len(few)


def test_the_cohort_page_tells_how_far_the_matching_is(admin, cohort, run):
    page = admin.get(f"/o/acme/cohorts/{cohort.id}").page

    assert "to review, 0 approved, 0 sent" in page.text


def test_a_board_that_a_newer_run_replaced_is_only_read(admin, board, run, matched):
    matched()

    page = admin.get(board).page

    assert "A newer run replaced this board" in page.text
    assert not page.select(".review form")
