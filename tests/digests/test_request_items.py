"""What a digest and the overview say about requests."""

import datetime as dt

import pytest

from saas import clock
from saas.digests.contents import contents
from saas.matching.models import Request
from saas.matching.services import requests
from saas.matching.services.requests import Reply, Say
from saas.matching.services.requests.asking import Wanted
from saas.programs.models import MatchedBy
from saas.scope import Role
from tests import factories


@pytest.fixture
def amara(acme, member):
    return member(acme, name="Amara")


@pytest.fixture
def wei(acme, member):
    return member(acme, name="Wei")


@pytest.fixture
def places(acme, tenant, amara, wei):
    with tenant(acme):
        program = factories.program("Open door", matched_by=MatchedBy.REQUEST)
        cohort = factories.cohort(program, name="Spring")
        return factories.mentee(cohort, person=amara), factories.mentor(cohort, person=wei)


@pytest.fixture
def titles(acme, tenant):
    def read(person):
        with tenant(acme):
            return [item.title for item in contents(person.scope)]

    return read


def test_a_mentee_who_asks_nobody_is_led_to_the_mentors_until_they_ask(
    acme, tenant, titles, amara, wei, places
):
    assert titles(amara) == ["Find a mentor in Open door"]
    assert titles(wei) == []

    with tenant(acme):
        requests.ask_mentor(amara.scope, Wanted(*(each.id for each in places), "Please"))

    assert titles(amara) == []
    assert titles(wei) == ["Amara asks you to be their mentor"]


def test_it_is_open_for_whoever_has_to_say_something(acme, tenant, titles, amara, wei, places):
    with tenant(acme):
        row = requests.ask_mentor(amara.scope, Wanted(*(each.id for each in places), "Please"))
        requests.answer_request(wei.scope, row.id, Reply(Say.MORE, "Why?"))

    assert titles(wei) == []
    assert titles(amara) == ["Wei would like to know more before they decide"]


def test_staff_hear_of_what_runs_out_unanswered(acme, tenant, titles, member, amara, places):
    ada = member(acme, Role.ADMIN, "Ada")
    with tenant(acme):
        row = requests.ask_mentor(amara.scope, Wanted(*(each.id for each in places), "Please"))
        assert isinstance(row, Request)
        row.expires_at = clock.now() + dt.timedelta(days=1)
        row.reminded_at = clock.now()

    assert "1 request runs out soon in Spring" in titles(ada)
