import re
import uuid

import pytest

from saas.matching.models import Proposal, ProposalState
from tests.matching.conftest import tenant_rows


@pytest.fixture
def sent(mentor, mentee, amara, wei, matched, published):
    mentor(person=wei), mentee(person=amara)
    return published(matched())[0]


@pytest.fixture
def links(sent, mails):
    """The address of each side's link, by e-mail address."""
    return {
        mail["To"].addresses[0].addr_spec: re.search(
            r"http://127\.0\.0\.1:8000(/proposals/\S+)", mail.get_body(("plain",)).get_content()
        )[1]
        for mail in mails()
    }


@pytest.fixture
def state(acme, tenant, sent):
    def read():
        with tenant(acme) as scope:
            return tenant_rows(Proposal, scope, Proposal.id == sent.id).one().state

    return read


def test_a_link_shows_who_and_why_and_answers_nothing(stranger, links, amara, state):
    page = stranger.get(links[amara.email]).page

    assert "Wei" in page.text
    assert "Works in the aspired field, Law" in page.text
    assert state() is ProposalState.PUBLISHED


def test_both_accept_by_link(stranger, links, state):
    for link in links.values():
        stranger.post(link, {"answer": "accepted"})
        stranger.post(link, {"answer": "accepted"})

    assert state() is ProposalState.ACCEPTED
    assert "you are partners" in stranger.get(link).page.text


def test_declining_by_link_closes_it_for_the_other_side_without_a_reason(
    stranger, links, amara, wei
):
    stranger.post(links[amara.email], {"answer": "declined", "reason": "Too far away"})

    page = stranger.get(links[wei.email]).page
    assert "This proposal is closed" in page.text
    assert "You declined. The people" in stranger.get(links[amara.email]).page.text
    assert "Too far away" not in page.text
    stranger.post(links[wei.email], {"answer": "accepted"}, expect=409)


def test_an_answer_that_is_none_is_refused(stranger, links, amara, state):
    stranger.post(links[amara.email], {"answer": "maybe"}, expect=422)

    assert state() is ProposalState.PUBLISHED


def test_a_reason_that_is_too_long_is_refused(stranger, links, amara, state):
    page = stranger.post(
        links[amara.email], {"answer": "declined", "reason": "x" * 1001}, expect=422
    ).page

    assert "Shorten this" in page.text
    assert state() is ProposalState.PUBLISHED


def test_a_made_up_link_finds_nothing(stranger):
    stranger.get("/proposals/1.nothing", expect=404)


def test_the_portal_lists_what_waits_and_takes_the_answer(sign_in, amara, sent, state):
    browser = sign_in(amara)
    assert "Waits for you" in browser.get("/o/acme/proposals").page.text

    browser.post(f"/o/acme/proposals/{sent.id}/answer", {"answer": "accepted"})

    assert "You accepted" in browser.get("/o/acme/proposals").page.text
    assert state() is ProposalState.PUBLISHED


def test_nobody_answers_for_others(bob, sent, state):
    bob.post(f"/o/acme/proposals/{sent.id}/answer", {"answer": "declined"}, expect=404)
    bob.post(f"/o/acme/proposals/{uuid.uuid4()}/answer", {"answer": "declined"}, expect=404)

    assert state() is ProposalState.PUBLISHED


def test_without_proposals_the_page_says_what_will_be_here(bob):
    assert "No proposals yet" in bob.get("/o/acme/proposals").page.text


def test_the_reason_of_a_decline_is_for_admins_only(stranger, sign_in, ada, links, amara, sent):
    stranger.post(links[amara.email], {"answer": "declined", "reason": "Too far away"})

    page = sign_in(ada).get(f"/o/acme/runs/{sent.run_id}?selected={sent.id}").page

    assert "Too far away" in page.select_one("#detail").text
