"""A preview and a test of a message about peers say what the mail itself would say."""

import re

import pytest

from saas import clock
from saas.orgs.speech import change_words
from saas.programs.models import Kind, Side
from saas.words import Term, Words
from tests import factories
from tests.orgs.test_message_pages import form_of

OWN = Words(Term("a", "coach", "coaches"), Term("an", "explorer", "explorers"))
SIDED = re.compile(r"\b(mentor|mentee|coach|explorer)(s|es)?\b", re.IGNORECASE)
MESSAGES = (
    "application_received",
    "application_approved",
    "invited_to_apply",
    "proposal_to_mentee",
    "proposal_to_mentor",
    "both_accepted",
    "run_finished",
    "did_you_meet",
    "program_winding_down",
)


@pytest.fixture
def pool(tenant, acme, member):
    """An application, a proposal and partners in a program of peers, in own words."""
    with tenant(acme) as scope:
        change_words(scope, OWN)
        program = factories.program("Pool", kind=Kind.PEER)
        program.winding_down_at = clock.now()
        cohort = factories.cohort(program)
        state = {"state": "approved", "submitted_at": clock.now()}
        factories.application(cohort, Side.MENTOR, person=member(acme, name="Ada"), **state)
        run = factories.run(cohort, finished_at=clock.now())
        two = factories.mentor(cohort, name="Grace"), factories.mentee(cohort, name="Kim")
        factories.proposal(run, *two)
        factories.partnership(cohort, *two)


def preview(alice, name):
    page = alice.get(f"/o/acme/messages/{name}/preview?look=text").page
    return " ".join(page.body.get_text(" ").split())


@pytest.mark.parametrize("name", MESSAGES)
def test_a_preview_of_what_peers_get_is_in_words_for_peers(alice, pool, name):
    shown = preview(alice, name)

    assert not SIDED.search(shown), shown


def test_a_preview_of_a_later_case_elsewhere_is_in_the_organizations_words(
    alice, pool, tenant, acme
):
    with tenant(acme):
        factories.application(factories.cohort(), Side.MENTEE)

    assert "as an explorer" in preview(alice, "application_received")


def test_a_test_says_the_same_and_the_page_stays_in_the_organizations_words(alice, pool, mails):
    path = "/o/acme/messages/application_received"
    form = form_of(alice.get(path).page)
    assert "explorer" in alice.get(path).page.get_text() + str(form)

    page = alice.post(f"{path}/test", form, expect=200).page

    (mail,) = mails()
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert not SIDED.search(text)
    assert "What you call a coach" in page.get_text(" ", strip=True)


def test_words_of_the_admins_stay_as_they_typed_them(alice, pool):
    path = "/o/acme/messages/application_received"
    form = form_of(alice.get(path).page) | {"subject": "A coach, a {mentor_word}"}

    page = alice.post(f"{path}/preview?look=text", form, expect=200).page

    assert "A coach, a peer" in page.get_text()
