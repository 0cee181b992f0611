import pytest
import time_machine

from saas import clock
from saas.errors import ConflictError, InvalidError
from saas.intake.services.decisions import approve_applications
from saas.matching.services.runs import start_run
from saas.partnerships import services as partnerships
from saas.partnerships.models import EndReason
from saas.partnerships.services.ending import SECOND_THOUGHTS
from saas.programs import queries, services
from saas.scope import Role
from tests import factories


@pytest.fixture
def winding(acme, tenant, partners, alice):
    """The program of Ada and Grace, which began to wind down."""
    alice.post(f"/o/acme/programs/{partners.program_id}/wind-down", {"typed": "Wind down"})
    return partners


def program_of(scope, partners):
    return queries.program(scope, partners.program_id)


def test_winding_down_has_to_be_confirmed(acme, tenant, partners, alice):
    path = f"/o/acme/programs/{partners.program_id}/wind-down"
    assert "archived by itself" in alice.get(path).text

    page = alice.post(path, {"typed": "yes"}, expect=422).page

    assert page.select_one("#typed-error")
    with tenant(acme) as scope:
        assert program_of(scope, partners).winding_down_at is None


def test_the_partners_are_told_once_and_theirs_goes_on(acme, tenant, winding, alice, mails):
    alice.post(f"/o/acme/programs/{winding.program_id}/wind-down", {"typed": "wind down"})

    told = [mail["To"].addresses[0].addr_spec for mail in mails() if "winding" in mail["Subject"]]
    assert sorted(told) == sorted((winding.mentee.email, winding.mentor.email))
    with tenant(acme) as scope:
        noted = partnerships.Noted(clock.today())
        partnerships.log_meeting(winding.mentee.scope, winding.id, noted)
        assert program_of(scope, winding).archived_at is None


def test_nobody_is_taken_in_or_matched_any_more(acme, tenant, winding, alice):
    with tenant(acme) as scope:
        cohort = queries.cohort(scope, winding.cohort_id)
        application = factories.application(cohort)

        assert not cohort.takes_applications
        for act in (
            lambda: services.open_intake(scope, cohort.id),
            lambda: start_run(scope, cohort.id),
            lambda: approve_applications(scope, cohort.id, [application.id]),
        ):
            with pytest.raises(ConflictError, match="winding down"):
                act()
    page = alice.get(f"/o/acme/programs/{winding.program_id}").page
    assert "winding down since" in page.text
    assert not page.select("a[href$='/cohorts/new']")


def test_the_program_is_archived_when_its_last_partnership_has_ended(acme, tenant, winding, work):
    with tenant(acme):
        partnerships.end_partnership(winding.mentee.scope, winding.id, EndReason.GOALS_REACHED)
    work()
    with tenant(acme) as scope:
        assert program_of(scope, winding).archived_at is None  # It can still be taken back.

    with time_machine.travel(clock.now() + SECOND_THOUGHTS, tick=False):
        work()

    with tenant(acme) as scope:
        assert program_of(scope, winding).archived_at is not None


def test_a_program_of_which_nothing_goes_on_is_archived_at_once(acme, tenant):
    with tenant(acme) as scope:
        program = factories.program()

        services.wind_down_program(scope, program.id, "wind down")

        assert program.archived_at is not None


def test_it_can_be_taken_up_again(acme, tenant, winding, alice):
    alice.post(f"/o/acme/programs/{winding.program_id}/take-up", {})

    with tenant(acme) as scope:
        assert program_of(scope, winding).is_running
        services.open_intake(scope, winding.cohort_id)


def test_only_who_runs_a_program_winds_it_down(acme, tenant, partners, member, sign_in):
    viewer = sign_in(member(acme, Role.VIEWER))

    viewer.get(f"/o/acme/programs/{partners.program_id}/wind-down", expect=403)
    with tenant(acme) as scope, pytest.raises(InvalidError):
        services.wind_down_program(scope, partners.program_id, "")
