import datetime as dt

import pytest
import time_machine

from saas import clock
from saas.digests.contents import contents
from saas.errors import ConflictError, NotFoundError
from saas.health.facts import facts_of
from saas.health.services import Answers, answer_now, ask_due, reading_of
from saas.partnerships import queries, services
from saas.partnerships.models import EndReason, MeetingState
from saas.partnerships.services import Noted
from saas.partnerships.services.ending import SECOND_THOUGHTS
from saas.programs.models import Kind
from saas.programs.services import archive_program
from tests import factories
from tests.partnerships import making

DAY = dt.timedelta(days=1)


@pytest.fixture
def single(acme, tenant, member):
    """Ada and Grace, who meet once within four weeks."""
    with tenant(acme):
        program = factories.program("Coffee", kind=Kind.FLASH, weeks=4)
    return making.partners(tenant, member, acme, wishes=["Network"], program=program)


@pytest.fixture
def met(acme, tenant, single):
    """The meeting of the two, held today."""
    with tenant(acme):
        return services.log_meeting(single.mentee.scope, single.id, Noted(clock.today()))


def test_it_ends_by_itself_once_the_meeting_is_held(acme, tenant, single, met):
    with tenant(acme) as scope:
        row = queries.partnership(scope, single.id)

        assert (row.ended_on, row.end_reason) == (clock.today(), EndReason.MET)


def test_a_meeting_that_was_not_held_does_not_end_it(acme, tenant, single):
    with tenant(acme) as scope:
        called_off = Noted(clock.today(), MeetingState.CANCELLED)
        services.log_meeting(single.mentee.scope, single.id, called_off)

        assert queries.partnership(scope, single.id).ended_on is None


def test_both_are_asked_for_thanks_and_how_it_was(single, met, work, mails):
    assert not [mail for mail in mails() if "have met" in mail["Subject"]]

    with time_machine.travel(clock.now() + SECOND_THOUGHTS, tick=False):
        work()
        sent = [mail for mail in mails() if "have met" in mail["Subject"]]

    assert sorted(mail["To"].addresses[0].addr_spec for mail in sent) == sorted(
        (single.mentee.email, single.mentor.email)
    )
    text = sent[0].get_body(("plain",)).get_content()
    assert f"{single.path}/thanks/new" in text
    assert f"{single.path}/check-in" in text


def test_a_meeting_noted_by_mistake_is_taken_back_and_it_goes_on(acme, tenant, single, met):
    with tenant(acme) as scope:
        services.take_back_meeting(single.mentee.scope, single.id, met.id)

        assert queries.partnership(scope, single.id).ended_on is None


def test_once_the_program_is_archived_the_meeting_stays_and_is_not_offered(
    acme, tenant, single, met, sign_in
):
    ada, button = sign_in(single.mentee), f"form[action$='/meetings/{met.id}/remove']"
    assert ada.get(single.path).page.select(button)
    with tenant(acme) as scope:
        archive_program(scope, single.program_id)

    assert not ada.get(single.path).page.select(button)
    with tenant(acme) as scope:
        with pytest.raises(ConflictError, match="archived"):
            services.take_back_meeting(single.mentee.scope, single.id, met.id)
        assert queries.partnership(scope, single.id).ended_on


def test_once_both_were_told_the_meeting_stays(acme, tenant, single, met):
    with (
        tenant(acme),
        time_machine.travel(clock.now() + SECOND_THOUGHTS, tick=False),
        pytest.raises(ConflictError),
    ):
        services.take_back_meeting(single.mentee.scope, single.id, met.id)


def test_it_can_be_said_how_the_meeting_was_for_a_while(acme, tenant, single, met, sign_in):
    ada, check_in = sign_in(single.mentee), f"{single.path}/check-in"
    assert "How was it?" in ada.get(single.path).text
    assert ada.get(check_in).page.select_one("#met_on") is None

    ada.post(check_in, {"felt_quality": "5"})

    assert "How was it?" not in ada.get(single.path).text
    with (
        tenant(acme),
        time_machine.travel(clock.now() + 30 * DAY, tick=False),
        pytest.raises(ConflictError),
    ):
        answer_now(single.mentor.scope, single.id, Answers(5))


def test_silence_is_no_flag_and_nothing_is_to_be_signed(acme, tenant, single, mails, work):
    with time_machine.travel(clock.now() + 20 * DAY, tick=False), tenant(acme) as scope:
        row = queries.partnership(scope, single.id)
        [facts] = facts_of(scope, [row])
        list(ask_due(scope))

        assert (facts.one_meeting, facts.agreement, facts.goals) == (True, None, ())
        assert reading_of(scope, row).flags == ()
        assert contents(single.mentee.scope) == []
    assert not [mail for mail in mails() if "How is it going" in mail["Subject"]]


def test_the_page_says_that_there_is_one_meeting(single, sign_in):
    page = sign_in(single.mentor).get(single.path).page

    assert "You meet once" in page.select_one("#single").text
    assert page.select_one("#agreement") is None
    assert page.select_one("#goals") is None


@pytest.mark.parametrize(
    "page", ["", "/edit", "/review", "/1.pdf", "/1.json"], ids=lambda page: page or "as it is"
)
def test_there_is_no_agreement_to_look_at(single, sign_in, page):
    said = sign_in(single.mentee).get(f"{single.path}/agreement{page}", expect=404).text

    assert "meet once" in said


def test_those_who_run_the_program_find_no_agreement_either(single, alice):
    assert not alice.get(single.path).page.select("a[href*=agreement]")
    alice.get(f"{single.path}/agreement", expect=404)


@pytest.mark.parametrize("what", ["sign", "edit", "keep", "hint"])
def test_no_agreement_can_be_signed_or_changed(acme, tenant, single, sign_in, what):
    ada = sign_in(single.mentee)

    ada.post(f"{single.path}/agreement/{what}", {"seen": "1", "revision": "1"}, expect=404)

    with tenant(acme) as scope:
        assert queries.agreement(scope, single.id).mentee_signed_at is None
        with pytest.raises(NotFoundError, match="nothing to sign"):
            services.sign_agreement(single.mentee.scope, single.id, seen=1)


def test_nothing_is_said_to_be_unknown_that_one_meeting_cannot_tell(single, sign_in, alice):
    for browser in (sign_in(single.mentee), sign_in(single.mentor), alice):
        said = browser.get(single.path).page.select_one("#health").text

        assert "courtesy" in said
        for words in ("frequency", "No goal", "No recent advice", "no agreement"):
            assert words not in said


def test_nobody_is_told_of_goals_or_a_rhythm(single, sign_in):
    ada = sign_in(single.mentee)

    assert ada.get(f"{single.path}/guidelines").page.select_one("#goals") is None
    assert "rhythm" not in ada.get(single.path).page.select_one("#meetings").text


def test_one_that_never_met_ends_when_its_weeks_are_over(acme, tenant, single):
    with tenant(acme) as scope:
        with time_machine.travel(clock.now() + 28 * DAY, tick=False):
            assert services.end_unmet(scope) == 0
        with time_machine.travel(clock.now() + 29 * DAY, tick=False):
            assert services.end_unmet(scope) == 1

        assert queries.partnership(scope, single.id).end_reason is EndReason.PROGRAM_OVER


def test_others_do_not_end_by_themselves(acme, tenant, partners):
    with tenant(acme) as scope:
        services.log_meeting(partners.mentee.scope, partners.id, Noted(clock.today()))
        with time_machine.travel(clock.now() + 400 * DAY, tick=False):
            services.end_unmet(scope)

        assert queries.partnership(scope, partners.id).ended_on is None


def test_nobody_gives_the_meeting_as_a_reason_for_an_end(single, sign_in):
    page = sign_in(single.mentee).get(f"{single.path}/end").page

    assert not page.select("input[value=met]")


def test_once_it_ended_nobody_is_asked_to_write_down_advice(single, met, sign_in):
    page = sign_in(single.mentee).get(single.path).page

    assert page.select_one("#advice") is None
