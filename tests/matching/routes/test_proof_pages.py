"""What prices say: that a run is proved best, and what another choice would cost."""

import pytest


@pytest.fixture
def admin(ada, sign_in):
    return sign_in(ada)


def test_the_proof_is_checked_by_a_button(admin, matched, mentor, mentee, work):
    mentor(capacity=2), mentor(), mentee(), mentee(), mentee()
    proof = f"/o/acme/runs/{matched().id}/proof"
    assert "Nobody has checked it" in admin.get(proof).page.text

    where = admin.post(proof).location

    part = admin.get(where, htmx=True).page
    assert part.select_one("#proof")["hx-trigger"]
    work()
    assert "Proved best, checked: each of the 6" in admin.get(where).page.select_one("#proof").text


def test_why_not_says_what_it_would_cost_and_finds_people_by_name(
    admin, matched, mentor, mentee, proposals
):
    mentor("Law Mentor"), mentor("Art Mentor", field="Art"), mentee("Art Fan", aspired_field="Art")
    amara = mentee("Amara")
    run = matched()
    [other] = [each.mentor_id for each in proposals(run) if each.mentee_id != amara.id]
    why = f"/o/acme/runs/{run.id}/why"

    page = admin.get(f"{why}?mentee={amara.id}&mentor={other}&mentor_name=law").page

    assert "would cost at least" in page.select_one("#why").text
    listed = [each.text for each in page.select("#mentor option")]
    assert listed == ["Choose", "Art Mentor", "Law Mentor"]
    assert "Nobody is called that" in admin.get(f"{why}?mentee_name=Zoe").page.text
