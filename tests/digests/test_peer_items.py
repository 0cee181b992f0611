import datetime as dt

import pytest
import time_machine

from saas import clock
from saas.digests.contents import contents
from saas.digests.queries import USED_BY, open_in_partnerships
from saas.partnerships.models import AdviceAnswer
from saas.partnerships.services import answer_advice, record_advice, show_evidence
from saas.programs.models import Kind
from tests import factories
from tests.partnerships import making

DAY = dt.timedelta(days=1)


@pytest.fixture
def peers(acme, tenant, member):
    """Ada and Grace, two of one pool."""
    with tenant(acme):
        program = factories.program("Circle", kind=Kind.PEER)
    return making.partners(tenant, member, acme, program=program)


def advice_items(person):
    return [item.title for item in contents(person.scope) if "of advice" in item.title]


def test_each_peer_is_told_of_the_advice_they_got_and_not_of_the_other_s(acme, tenant, peers):
    with tenant(acme):
        mine = record_advice(peers.mentee.scope, peers.id, "Go on.")
        assert advice_items(peers.mentee) == ["1 piece of advice from Grace Lee to answer"]
        assert advice_items(peers.mentor) == []

        record_advice(peers.mentor.scope, peers.id, "Stop.")
        record_advice(peers.mentor.scope, peers.id, "Wait.")
        assert advice_items(peers.mentor) == ["2 pieces of advice from Ada Wong to answer"]

        answer_advice(peers.mentee.scope, peers.id, mine.id, AdviceAnswer.TAKEN, "")
        assert advice_items(peers.mentee) == []
        assert len(advice_items(peers.mentor)) == 1


@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_each_peer_is_asked_what_came_of_the_advice_they_took(acme, tenant, peers, side):
    who = getattr(peers, side)
    with tenant(acme):
        row = record_advice(who.scope, peers.id, "Go on.")
        answer_advice(who.scope, peers.id, row.id, AdviceAnswer.TAKEN, "")
        with time_machine.travel(clock.now() + USED_BY * DAY):
            counts = [
                [each.unshown for each in open_in_partnerships(one.scope, clock.today())]
                for one in (who, peers.mentor if side == "mentee" else peers.mentee)
            ]
            assert counts == [[1], [0]]
            show_evidence(who.scope, peers.id, row.id, "They said yes.")
            assert [each.unshown for each in open_in_partnerships(who.scope, clock.today())] == [0]
