import datetime as dt

import pytest
import time_machine

from saas import clock
from saas.digests.contents import contents
from saas.matching.models import Proposal, Run
from saas.matching.services import arrivals
from saas.programs.models import MatchedBy, Side
from saas.programs.services import add_participant
from tests import factories
from tests.matching.conftest import MENTEE, MENTOR, tenant_rows

SOON = dt.timedelta(minutes=arrivals.TOGETHER)


@pytest.fixture
def standing(acme, tenant):
    """The standing cohort of a program that is always on."""
    with tenant(acme):
        program = factories.program("Buddies", always_on=True)
        cohort = factories.cohort(program, ends_on=None)
        assert cohort.program is program
        return cohort


def come(scope, cohort, name, side=Side.MENTEE):
    answers = MENTEE if side is Side.MENTEE else MENTOR
    member = factories.listed_member(name)
    return add_participant(scope, cohort, member, side=side, capacity=3, answers=answers)


def proposed(scope):
    rows = tenant_rows(Proposal, scope).order_by(Proposal.created_at).all()
    return {(each.mentee.member.name, each.run_id) for each in rows}


def test_proposals_are_drafted_as_people_come_together_for_all_who_come_soon(
    acme, tenant, standing, work, ada
):
    with tenant(acme) as scope:
        come(scope, standing, "Wei", Side.MENTOR)
        come(scope, standing, "Amara")
        come(scope, standing, "Nia")
    work()
    with tenant(acme) as scope:
        assert tenant_rows(Run, scope).count() == 0

    with time_machine.travel(clock.now() + SOON, tick=False):
        work()
        with tenant(acme) as scope:
            [run] = tenant_rows(Run, scope).all()
            assert proposed(scope) == {("Amara", run.id), ("Nia", run.id)}
            come(scope, standing, "Zoe")
            titles = [item.title for item in contents(ada.scope)]
    assert titles == ["2 proposals wait for your review in Buddies"]

    with time_machine.travel(clock.now() + 2 * SOON, tick=False):
        work()
        with tenant(acme) as scope:
            assert tenant_rows(Run, scope).count() == 2


def test_nothing_is_drafted_where_nobody_could_be_matched(acme, tenant, standing, work):
    with tenant(acme) as scope:
        come(scope, standing, "Amara")

        assert arrivals.match_arrivals(scope, standing.id) is False
        assert tenant_rows(Run, scope).count() == 0


@pytest.mark.parametrize(
    ("always_on", "matched_by"), [(False, MatchedBy.ADMIN), (True, MatchedBy.REQUEST)]
)
def test_other_programs_wait_for_their_admin(acme, tenant, work, always_on, matched_by):
    with tenant(acme) as scope:
        program = factories.program(always_on=always_on, matched_by=matched_by)
        cohort = factories.cohort(program)
        come(scope, cohort, "Wei", Side.MENTOR)
        come(scope, cohort, "Amara")

    with time_machine.travel(clock.now() + SOON, tick=False):
        work()
        with tenant(acme) as scope:
            assert tenant_rows(Run, scope).count() == 0
