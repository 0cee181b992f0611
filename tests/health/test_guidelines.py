"""Health is read from what partners do, whatever the guidelines say."""

import pytest

from saas.health.services.readings import reading_of
from saas.partnerships import queries, services
from saas.programs import queries as programs
from saas.programs.models import Guideline, Signal
from saas.programs.services import retire_listed
from tests import factories
from tests.partnerships import making


@pytest.fixture
def partners(tenant, member, acme):
    """Two who accepted a guideline that feeds a signal, and one of their own that feeds none."""
    both = making.partners(tenant, member, acme)
    with tenant(acme) as scope:
        factories.guideline(title="Be on time", signal=Signal.COURTESY)
        factories.guideline(title="Wear blue", signal=None)
        making.publish(scope, both.program_id)
    accept(tenant, acme, both)
    return both


def accept(tenant, acme, both):
    with tenant(acme) as scope:
        seen = queries.agreement(scope, both.id).revision
        number = programs.newest_version(scope, both.program_id).number
        signed = queries.agreement(scope, both.id).mentee_signed_at
        for who in (both.mentee, both.mentor):
            if signed:
                services.accept_version(who.scope, both.id, seen=number)
            else:
                services.sign_agreement(who.scope, both.id, seen=seen)


def read(scope, both):
    reading = reading_of(scope, queries.partnership(scope, both.id))
    return {key: each.value for key, each in reading.signals.items()}, reading.score


def test_a_signal_names_the_guidelines_that_feed_it(partners, sign_in):
    page = sign_in(partners.mentee).get(partners.path).page

    named = [each.get_text() for each in page.select("#health .bars li")]
    assert sum("Your guidelines on it: Be on time" in each for each in named) == 1
    assert "Wear blue" not in page.select_one("#health").get_text()


def test_health_reads_the_same_when_every_guideline_is_retired(acme, tenant, partners, sign_in):
    with tenant(acme) as scope:
        before = read(scope, partners)
        for row in programs.active_guidelines(scope):
            retire_listed(scope, Guideline, row.id)
        making.publish(scope, partners.program_id)
    accept(tenant, acme, partners)

    with tenant(acme) as scope:
        assert read(scope, partners) == before
        assert set(before[0]) == {signal.value for signal in Signal}
    page = sign_in(partners.mentee).get(partners.path).page
    assert "Your guidelines on it" not in page.select_one("#health").get_text()
