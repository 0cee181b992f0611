"""Rules hold to the end in pools and groups, too."""

import pytest

from saas import clock
from saas.errors import ConflictError
from saas.matching.models import Proposal, ProposalState
from saas.programs.models import Kind, Program
from tests import factories
from tests.matching.conftest import tenant_rows

MORNING = [[540, 720]]
EVENING = [[1080, 1200]]


@pytest.fixture
def pool(acme, tenant, cohort):
    with tenant(acme) as scope:
        program = tenant_rows(Program, scope).one()
        program.kind, program.rules = Kind.PEER, {"experience": "near", "eligible": False}


@pytest.mark.parametrize("one", [0, 1])
def test_peers_are_kept_apart_whichever_of_them_says_so(
    pool, mentee, matched, proposals, decided, say, publish, one
):
    names = ["Amara", "Ben"]
    places = [mentee(name) for name in names]
    [row] = proposals(matched())
    decided(row)
    say(places[one], conflicts=[names[1 - one]])

    with pytest.raises(ConflictError, match="declared conflict of interest"):
        publish(row)


def test_peers_who_are_asked_may_accept(pool, amara, wei, mentee, matched, published, answer,
                                        followed):  # fmt: skip
    mentee(person=amara), mentee(person=wei)
    [row] = published(matched())

    answer(amara, row), answer(wei, row)

    assert len(followed) == 1


@pytest.fixture
def group(acme, tenant, cohort, rule, mentor, mentee, amara, wei):
    """The places of Wei, Amara and Ben, who are all free in the morning."""
    with tenant(acme) as scope:
        tenant_rows(Program, scope).one().kind = Kind.GROUP
    rule(group_hours=1)
    free = {"time_zone": "Europe/Berlin", "availability": MORNING}
    places = mentor(person=wei, capacity=3, **free), mentee(person=amara, **free)
    return *places, mentee("Ben", **free)


def test_a_group_that_shares_no_time_by_now_is_not_sent(
    group, matched, proposals, decided, say, publish
):
    rows = proposals(matched())
    assert len(rows) == 2
    for row in rows:
        decided(row)
    say(group[0], availability=[*MORNING, *EVENING]), say(group[1], availability=EVENING)

    with pytest.raises(ConflictError, match="shares no weekly time with the group of Wei"):
        publish(rows[0])


def test_a_group_is_joined_while_all_of_it_share_a_time(
    group, matched, published, say, answer, followed, amara, wei
):
    rows = published(matched())
    mine = next(row for row in rows if row.mentee_id == group[1].id)
    say(group[2], availability=EVENING)  # Ben was asked, and is in no group yet.

    answer(amara, mine), answer(wei, mine)

    assert len(followed) == 1


def test_nobody_joins_a_group_that_they_cannot_meet(
    acme, tenant, cohort, group, matched, published, say, answer, amara
):
    rows = published(matched())
    mine = next(row for row in rows if row.mentee_id == group[1].id)
    with tenant(acme) as scope:
        factories.partnership(cohort, group[0], group[2])
        theirs = tenant_rows(Proposal, scope, Proposal.mentee_id == group[2].id).one()
        theirs.state, theirs.mentee_answered_at = ProposalState.ACCEPTED, clock.now()
    say(group[0], availability=[*MORNING, *EVENING]), say(group[1], availability=EVENING)

    row = answer(amara, mine)

    assert row.state is ProposalState.WITHDRAWN
    assert "shares no weekly time with the group of Wei" in row.decline_reason
