"""An orientation that is needed since keeps two from becoming partners before both took it."""

import pytest

from saas.errors import ConflictError
from saas.matching.models import Answer, Proposal, ProposalState, RequestState
from saas.matching.services import publishing, requests
from saas.matching.services.answers import Reply
from tests.matching.conftest import tenant_rows
from tests.orientation.conftest import take_all

NOBODY = "Amara and Wei have not taken the orientation, which is needed first; remind them."
ONE = "Wei has not taken the orientation, which is needed first; remind them."


@pytest.fixture
def pair(mentor, mentee, amara, wei):
    """The places of Amara and of Wei, who mentors."""
    return mentee(person=amara), mentor(person=wei, capacity=2)


@pytest.fixture
def take(acme, tenant):
    """Let somebody take the orientation: `take(amara, place)`."""

    def act(person, place):
        with tenant(acme):
            take_all(person, place)

    return act


@pytest.fixture
def accept(acme, tenant, wei):
    def act(row):
        with tenant(acme):
            return requests.answer_request(wei.scope, row.id, requests.Reply(requests.Say.ACCEPT))

    return act


def test_what_was_approved_is_sent_once_both_have_taken_it(
    approved, pair, orientation_needed, publish, take, reread, amara, wei, mails
):
    orientation_needed()
    with pytest.raises(ConflictError, match=rf"Nothing is sent: {NOBODY}"):
        publish(approved)
    take(amara, pair[0])
    with pytest.raises(ConflictError, match=rf"Nothing is sent: {ONE}"):
        publish(approved)
    assert reread(approved).state is ProposalState.APPROVED
    assert mails() == []

    take(wei, pair[1])
    publish(approved)

    assert reread(approved).state is ProposalState.PUBLISHED


def test_the_pages_say_who_has_not_taken_it(approved, orientation_needed, ada, sign_in):
    orientation_needed()
    browser, board = sign_in(ada), f"/o/acme/runs/{approved.run_id}"

    page = browser.get(f"{board}/publish").page

    assert NOBODY in page.select_one("#broken").text
    assert page.select_one("main a[href$='/orientation?state=open']")
    assert NOBODY in browser.get(board).page.select_one(f"#proposal-{approved.id} .why").text


def test_what_was_sent_before_can_be_accepted(
    approved, orientation_needed, publish, answer, amara, wei
):
    publish(approved)
    orientation_needed()

    answer(amara, approved)

    assert answer(wei, approved).state is ProposalState.ACCEPTED


def test_who_is_next_in_line_is_not_asked_before(
    acme, tenant, ada, approved, orientation_needed, publish, answer, mentor, wei, work, reread
):
    mentor("Noor")
    publish(approved)
    answer(wei, approved, Reply(Answer.DECLINED))
    work()
    with tenant(acme) as scope:
        row = tenant_rows(Proposal, scope, Proposal.drafted_from_id == approved.id).one()
    orientation_needed()

    with tenant(acme), pytest.raises(ConflictError, match="have not taken the orientation"):
        publishing.send_next(ada.scope, row.run_id, row.id)

    assert reread(row).state is ProposalState.PROPOSED


def test_a_request_is_accepted_once_both_have_taken_it(
    pair, by_request, ask, orientation_needed, take, accept, reread, amara, wei
):
    by_request()
    row = ask(amara, *pair)
    orientation_needed()
    take(wei, pair[1])

    # The mentor does not learn who of the two it is.
    with pytest.raises(ConflictError, match="accept once you both have"):
        accept(row)
    assert reread(row).state is RequestState.WITH_MENTOR

    take(amara, pair[0])
    assert accept(row).state is RequestState.ACCEPTED
