"""What the digest says in the words of guidelines, and when the program says something new."""

import datetime as dt

import pytest
import time_machine

from saas import clock
from saas.digests.contents import contents
from saas.partnerships import queries, services
from saas.partnerships.models import AdviceAnswer
from saas.partnerships.services import Noted
from saas.programs.models import Moment
from tests import factories
from tests.partnerships import making

DAY = dt.timedelta(days=1)
NUDGES = {
    Moment.ADVICE: "Say what you make of it.",
    Moment.EVIDENCE: "Show that it was used.",
    Moment.THANKS: "Say what is different.",
    Moment.MEETING: "Suggest a day.",
}


@pytest.fixture
def partners(tenant, member, acme):
    """Ada and Grace, who signed while the guidelines had something to say in the mail."""
    both = making.partners(tenant, member, acme)
    with tenant(acme) as scope:
        for moment, words in NUDGES.items():
            factories.guideline(moment=moment, nudge=words, audience="mentee")
        making.publish(scope, both.program_id)
        seen = queries.agreement(scope, both.id).revision
    with tenant(acme):
        for who in (both.mentee, both.mentor):
            services.sign_agreement(who.scope, both.id, seen=seen)
    return both


def said(tenant, person):
    with tenant(person.org):
        return {item.title: item for item in contents(person.scope)}


def test_what_changed_is_named_to_both_until_each_accepts_or_puts_it_off(acme, tenant, partners):
    with tenant(acme) as scope:
        factories.guideline(title="Since then")
        number = making.publish(scope, partners.program_id).number
        title = f"{queries.partnership(scope, partners.id).cohort.program.name} says something new"

    for person in (partners.mentee, partners.mentor):
        [item] = [each for key, each in said(tenant, person).items() if key.startswith(title)]
        assert item.url.endswith(f"{partners.id}/version")

    with tenant(acme):
        services.put_off_version(partners.mentee.scope, partners.id, seen=number)
        services.accept_version(partners.mentor.scope, partners.id, seen=number)
    for person in (partners.mentee, partners.mentor):
        assert not any(key.startswith(title) for key in said(tenant, person))
    with time_machine.travel(clock.now() + 7 * DAY, tick=False):
        assert any(key.startswith(title) for key in said(tenant, partners.mentee))
        assert not any(key.startswith(title) for key in said(tenant, partners.mentor))


def test_advice_and_meetings_are_named_in_the_words_of_the_guidelines(acme, tenant, partners):
    with tenant(acme):
        services.record_advice(partners.mentor.scope, partners.id, "Ask more.")
    with time_machine.travel(clock.now() + 20 * DAY, tick=False):
        texts = [item.text for item in said(tenant, partners.mentee).values()]

        assert NUDGES[Moment.ADVICE] in texts
        assert NUDGES[Moment.MEETING] in texts
        mentors = [item.text for item in said(tenant, partners.mentor).values()]
        assert not set(mentors) & set(NUDGES.values())


def test_thanks_are_due_for_a_week_after_a_meeting(acme, tenant, partners):
    with tenant(acme):
        services.log_meeting(partners.mentee.scope, partners.id, Noted(clock.today()))
    texts = [item.text for item in said(tenant, partners.mentee).values()]
    assert NUDGES[Moment.THANKS] in texts

    with time_machine.travel(clock.now() + 8 * DAY, tick=False):
        texts = [item.text for item in said(tenant, partners.mentee).values()]
        assert NUDGES[Moment.THANKS] not in texts
    with tenant(acme):
        services.say_thanks(partners.mentee.scope, partners.id, "I asked, and it worked.", None)
    assert NUDGES[Moment.THANKS] not in [i.text for i in said(tenant, partners.mentee).values()]


def test_what_came_of_advice_is_asked_for_two_weeks_after_it_was_taken(acme, tenant, partners):
    with tenant(acme):
        row = services.record_advice(partners.mentor.scope, partners.id, "Ask more.")
        services.answer_advice(partners.mentee.scope, partners.id, row.id, AdviceAnswer.TAKEN, "")
    texts = [item.text for item in said(tenant, partners.mentee).values()]
    assert NUDGES[Moment.EVIDENCE] not in texts

    with time_machine.travel(clock.now() + 14 * DAY, tick=False):
        texts = [item.text for item in said(tenant, partners.mentee).values()]
        assert NUDGES[Moment.EVIDENCE] in texts
