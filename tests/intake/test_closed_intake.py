"""What an applicant can still do once the intake has closed, and what is not offered any more."""

import pytest

from saas.intake.models import ApplicationState
from saas.programs import queries as programs
from saas.programs.models import Audience, Side
from tests import factories

BASE = "/o/acme"
CLOSED = "Applications are closed at the moment."
NO_MENTEES = "This cohort takes no applications of mentees."


@pytest.fixture
def close(acme, tenant, cohort):
    """Close the intake, or close it for mentees alone."""

    def change(says=CLOSED):
        with tenant(acme) as scope:
            row = programs.cohort(scope, cohort.id)
            if says == CLOSED:
                row.intake_open = False
            else:
                row.open_to = Audience.MENTOR

    return change


def buttons(page):
    return [each.get_text(strip=True) for each in page.select("main button:not([hidden])")]


@pytest.mark.parametrize("says", [CLOSED, NO_MENTEES])
def test_a_draft_can_be_saved_and_is_not_sent(browser, cohort, close, fields, kept, says):
    path = browser.post(f"{BASE}/cohorts/{cohort.id}/apply", {"side": "mentee"}).location
    assert "Send the application" in buttons(browser.get(path).page)
    close(says)

    page = browser.get(path).page
    assert f"{says} Your draft is kept." in page.get_text()
    assert "Send the application" not in buttons(page)
    assert "Save the draft" in buttons(page)

    # Who had the page open sends it all the same: what they wrote is kept.
    browser.post(path, fields(), expect=303)

    assert f"{says} Your draft is kept." in browser.get(path).page.get_text()
    assert kept().state is ApplicationState.DRAFT
    assert kept().answers


@pytest.mark.parametrize("says", [CLOSED, NO_MENTEES])
def test_what_is_withdrawn_after_it_closed_cannot_be_taken_up_and_says_so_before(
    apply, ben, browser, close, says
):
    path = f"{BASE}/applications/{apply(ben)}"
    assert "cannot be sent again" not in browser.get(path).text
    close(says)

    assert (
        f"{says} What you withdraw now cannot be sent again until that changes."
        in browser.get(path).page.get_text()
    )
    browser.post(f"{path}/withdraw")
    page = browser.get(path).page

    assert page.select("[data-undo]") == []
    assert "Take it up again" not in buttons(page)
    assert says in page.get_text()
    browser.post(f"{path}/resume", expect=409)


def test_whoever_takes_part_by_now_has_nothing_to_send(acme, tenant, browser, ben, cohort):
    path = browser.post(f"{BASE}/cohorts/{cohort.id}/apply", {"side": "mentee"}).location
    with tenant(acme):
        factories.mentee(cohort, person=ben)

    page = browser.get(path).page

    assert "You already take part in this cohort as a mentee." in page.get_text()
    assert "Send the application" not in buttons(page)


def test_nothing_is_said_while_it_is_open(apply, ben, browser):
    path = f"{BASE}/applications/{apply(ben, Side.MENTOR)}"
    browser.post(f"{path}/withdraw")

    page = browser.get(path).page

    assert page.select("[data-undo]")
    assert "Take it up again" in buttons(page)
