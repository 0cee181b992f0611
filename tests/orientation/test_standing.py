import datetime as dt

import pytest
import time_machine

from saas import clock
from saas.matching.models import Proposal
from saas.matching.services.arrivals import TOGETHER
from saas.orgs import queries as orgs
from saas.orientation import queries, services
from saas.programs.models import OrientationRule, Side
from saas.programs.services import add_participant
from saas.scope import Role
from tests import factories
from tests.browsing import path_in
from tests.matching.conftest import MENTEE, MENTOR, tenant_rows
from tests.orientation.conftest import take_all
from tests.partnerships import making

SOON = dt.timedelta(minutes=TOGETHER)


@pytest.fixture
def standing(acme, tenant):
    """The standing cohort of a program that is always on and needs its orientation."""
    with tenant(acme) as scope:
        program = factories.program("Always", orientation=OrientationRule.REQUIRED, always_on=True)
        making.publish(scope, program.id)
        cohort = factories.cohort(program, ends_on=None)
        assert cohort.program is program
        return cohort


@pytest.fixture
def zoe(acme, tenant, member, standing):
    person = member(acme, Role.MEMBER, "Zoe")
    with tenant(acme):
        return person, factories.mentee(standing, person=person, **MENTEE)


@pytest.mark.parametrize("rule", [OrientationRule.OPTIONAL, OrientationRule.REQUIRED])
def test_it_is_offered_where_a_cohort_has_no_last_day(acme, tenant, standing, zoe, sign_in, rule):
    person, place = zoe
    with tenant(acme) as scope:
        services.change_orientation_rule(scope, standing.program_id, rule)

    browser = sign_in(person)

    assert "Always" in browser.get(f"/o/acme/orientation/{place.id}").page.find("main").text
    assert "Always" in browser.get("/o/acme/orientation").page.find("main").text
    assert "Take the orientation of Always" in browser.get("/o/acme/").text


def test_the_reminder_leads_to_it(acme, tenant, standing, zoe, sign_in, mails):
    person, _place = zoe
    with tenant(acme) as scope:
        services.ask_to_remind(scope, standing.id)

    (mail,) = mails()

    sign_in(person).get(path_in(mail, "/o/acme/orientation"))


def test_who_takes_it_is_matched_soon(acme, tenant, standing, zoe, member, work):
    wei = member(acme, Role.MEMBER, "Wei")
    with tenant(acme) as scope:
        row = orgs.member(scope, wei.member_id)
        place = add_participant(scope, standing, row, side=Side.MENTOR, capacity=1, answers=MENTOR)
    with time_machine.travel(clock.now() + SOON, tick=False):
        work()
        with tenant(acme) as scope:
            assert tenant_rows(Proposal, scope).count() == 0
            for who, where in (zoe, (wei, place)):
                take_all(who, where)
            assert queries.not_ready(scope, standing.id) == frozenset()

    with time_machine.travel(clock.now() + 2 * SOON, tick=False):
        work()
        with tenant(acme) as scope:
            [proposal] = tenant_rows(Proposal, scope).all()
            assert proposal.mentee.member.name == "Zoe"
