"""Applications that wait in a program that winds down."""

import pytest
import time_machine

from saas import clock
from saas.errors import ConflictError
from saas.intake.services import applications, decisions
from saas.intake.services.winding import SECOND_THOUGHTS
from saas.programs import queries, services


@pytest.fixture
def winding(apply, acme, tenant, cohort, ben):
    """The id of Ben's application, which waits in a program that winds down."""
    application_id = apply(ben)
    with tenant(acme) as scope:
        services.wind_down_program(scope, cohort.program_id, "wind down")
    return application_id


@pytest.fixture
def archived_at(acme, tenant, cohort):
    def read():
        with tenant(acme) as scope:
            return queries.program(scope, cohort.program_id).archived_at

    return read


@pytest.fixture
def later(work):
    """Let the worker do what is due once nobody has second thoughts any more."""

    def run():
        work()
        with time_machine.travel(clock.now() + SECOND_THOUGHTS, tick=False):
            work()

    return run


def test_its_page_says_that_they_wait_and_where_to_decide(winding, alice, cohort, archived_at):
    page = alice.get(f"/o/acme/programs/{cohort.program_id}").page

    assert archived_at() is None
    assert "Applications wait for a decision" in page.text
    assert not page.select("form[action$='/archive']")


def test_it_cannot_be_archived_before_they_are_decided(winding, acme, tenant, cohort):
    with tenant(acme) as scope, pytest.raises(ConflictError, match="decide on them") as refused:
        services.archive_program(scope, cohort.program_id)

    assert "wind it down" not in str(refused.value)


def test_it_is_archived_by_itself_once_the_last_one_is_declined(
    winding, acme, tenant, cohort, archived_at, work, later
):
    with tenant(acme) as scope:
        decisions.decline_applications(scope, cohort.id, [winding], "We end, sorry.")
    work()
    assert archived_at() is None  # It can still be taken back.

    later()

    assert archived_at()


def test_a_decision_taken_back_keeps_it_open(winding, acme, tenant, cohort, archived_at, later):
    with tenant(acme) as scope:
        decisions.decline_applications(scope, cohort.id, [winding], "We end, sorry.")
        decisions.undo_decisions(scope, cohort.id, [winding])

    later()

    assert archived_at() is None


def test_it_is_archived_by_itself_once_the_last_one_is_withdrawn(
    winding, acme, tenant, ben, archived_at, later
):
    with tenant(acme):
        applications.withdraw_application(ben.scope, winding)

    later()

    assert archived_at()
