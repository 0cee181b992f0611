import datetime as dt

import pytest
import time_machine

from saas import clock
from saas.digests.contents import contents
from saas.orientation import services
from saas.partnerships.services import Start, start_partnership

WORDS = (
    "Needed before you are matched",
    "matches you once",
    "you are matched once",
    "We match you once",
)


@pytest.fixture
def hears(acme, tenant, cohort, ada, sign_in, mails):
    """Return what Ada reads on pages, in her digest and in a reminder of the orientation."""
    person, place = ada
    browser = sign_in(person)

    def read():
        with tenant(acme):
            services.remind_some(person.scope, cohort.id, clock.today())
            digest = " ".join(item.text for item in contents(person.scope))
        reminder = [mail for mail in mails() if mail["To"].addresses[0].addr_spec == person.email]
        return (
            browser.get("/o/acme/orientation").text,
            browser.get(f"/o/acme/orientation/{place.id}").text,
            digest,
            reminder[-1].get_body(("plain",)).get_content(),
        )

    return read


def test_who_has_no_partner_hears_that_it_is_needed_to_be_matched(hears):
    assert [words in text for words, text in zip(WORDS, hears(), strict=True)] == [True] * 4


def test_who_has_a_partner_does_not(acme, tenant, cohort, ada, grace, hears):
    with tenant(acme) as scope:
        start_partnership(scope, Start(cohort.id, ada[1].id, grace[1].id))

    with time_machine.travel(clock.now() + dt.timedelta(minutes=1)):
        assert [words in text for words, text in zip(WORDS, hears(), strict=True)] == [False] * 4
