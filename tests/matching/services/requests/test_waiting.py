import datetime as dt

import pytest

from saas import clock
from saas.errors import ConflictError, NotFoundError
from saas.matching.models import ClosedBecause, Exclusion, Request, RequestState
from saas.matching.services import requests
from saas.matching.services.requests import Reply, Say
from saas.partnerships.services import Start, start_partnership
from saas.programs.models import Participant
from saas.scope import Role
from tests.matching.conftest import tenant_rows


@pytest.fixture
def asked(ask, amara, places):
    return ask(amara, *places)


@pytest.fixture
def hours_pass(acme, tenant, hour):
    """Let every request expire in `left`, and an hour come round twice."""

    def act(left):
        with tenant(acme) as scope:
            for row in tenant_rows(Request, scope):
                row.expires_at = clock.now() + left
        hour()
        hour()

    return act


def written(mails, words):
    return [mail["To"].addresses[0].addr_spec for mail in mails() if words in str(mail["Subject"])]


def test_what_was_not_answered_expires_and_both_are_told_once(
    acme, tenant, asked, hours_pass, reread, amara, wei, mails
):
    hours_pass(dt.timedelta(0))

    assert reread(asked).state is RequestState.EXPIRED
    assert sorted(written(mails, "The request between")) == sorted([amara.email, wei.email])
    with tenant(acme) as scope:
        assert tenant_rows(Exclusion, scope).count() == 0


def test_who_was_not_answered_may_ask_again(asked, hours_pass, ask, amara, places):
    hours_pass(dt.timedelta(0))

    assert ask(amara, *places).id != asked.id


def test_whoever_it_waits_for_is_reminded_once_a_turn(
    acme, tenant, asked, hours_pass, amara, wei, mails
):
    hours_pass(dt.timedelta(days=1))
    with tenant(acme):
        requests.answer_request(wei.scope, asked.id, Reply(Say.MORE, "Why?"))
    hours_pass(dt.timedelta(days=1))

    assert written(mails, "Please answer Amara") == [wei.email]
    assert written(mails, "Please answer Wei") == [amara.email]


def test_who_has_two_days_is_not_reminded(asked, by_request, hours_pass, mails):
    by_request(request_days=2)

    hours_pass(dt.timedelta(days=1))

    assert written(mails, "Please answer") == []


def test_a_request_whose_mentor_left_is_closed_and_the_mentee_told(
    acme, tenant, asked, places, hours_pass, reread, amara, mails
):
    with tenant(acme) as scope:
        row = tenant_rows(Participant, scope, Participant.id == places[1].id).one()
        row.withdrawn_at = clock.now()

    hours_pass(dt.timedelta(days=5))

    assert reread(asked).closed_because is ClosedBecause.LEFT
    assert written(mails, "The request between") == [amara.email]


def test_a_request_is_closed_when_the_place_went_to_partners_brought_in_otherwise(
    acme, tenant, asked, places, mentee, hours_pass, reread
):
    ben = mentee("Ben")
    with tenant(acme) as scope:
        start_partnership(scope, Start(ben.cohort_id, ben.id, places[1].id))

    hours_pass(dt.timedelta(days=5))

    assert reread(asked).closed_because is ClosedBecause.MENTOR_FULL


def test_staff_nudge_at_most_once_a_day(acme, tenant, ada, asked, wei, mails):
    with tenant(acme):
        requests.nudge_request(ada.scope, asked.cohort_id, asked.id)
    with tenant(acme), pytest.raises(ConflictError, match="less than a day ago"):
        requests.nudge_request(ada.scope, asked.cohort_id, asked.id)

    assert written(mails, "Please answer Amara") == [wei.email]


def test_staff_close_a_request_and_both_are_told_once(
    acme, tenant, ada, asked, reread, amara, wei, mails
):
    for _time in range(2):
        with tenant(acme):
            requests.cancel_request(ada.scope, asked.cohort_id, asked.id)

    assert reread(asked).closed_because is ClosedBecause.CANCELLED
    assert sorted(written(mails, "The request between")) == sorted([amara.email, wei.email])
    with tenant(acme), pytest.raises(ConflictError, match="waits for nobody"):
        requests.nudge_request(ada.scope, asked.cohort_id, asked.id)


def test_who_does_not_run_the_program_touches_no_request(acme, tenant, member, asked):
    other = member(acme, Role.PROGRAM_ADMIN, "Runs another")
    for act in (requests.nudge_request, requests.cancel_request):
        with tenant(acme), pytest.raises(NotFoundError):
            act(other.scope, asked.cohort_id, asked.id)
