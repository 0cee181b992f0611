import datetime as dt

import pytest
import time_machine

from saas import clock
from saas.errors import ConflictError, InvalidError
from saas.partnerships import queries, services
from saas.partnerships.services import Noted, Terms
from saas.programs.models import AgreedPart
from tests import factories
from tests.partnerships import making
from tests.partnerships.test_records import sign_both
from tests.web.test_revising import typed_on


@pytest.fixture
def program(acme, tenant):
    """Return what changes the program of the partners."""

    def change(partners, **values):
        with tenant(acme) as scope:
            row = queries.partnership(scope, partners.id).cohort.program
            for name, value in values.items():
                setattr(row, name, value)

    return change


def terms(**values):
    review_on = clock.today() + dt.timedelta(days=60)
    return Terms(**{"every_days": 7, "means": ["Phone"], "goals": ["Rust"], **values},
                 review_on=review_on)  # fmt: skip


def test_a_draft_says_what_the_program_plans(acme, tenant, member):
    with tenant(acme):
        row = factories.program(weeks=20, review_weeks=[4, 12], agreed_parts=["rhythm"])
    partners = making.partners(tenant, member, acme, wishes=["Rust"], program=row)

    with tenant(acme) as scope:
        draft = queries.agreement(scope, partners.id)

        assert draft.ends_on == clock.today() + dt.timedelta(weeks=20)
        assert draft.review_on == clock.today() + dt.timedelta(weeks=4)
        assert (draft.goals, draft.means) == ([], [])


def test_what_the_program_keeps_to_itself_is_not_asked_nor_changed(acme, tenant, partners, program):
    program(partners, agreed_parts=[AgreedPart.GOALS])
    wide = terms(ends_on=clock.today() + dt.timedelta(days=5))

    with tenant(acme) as scope:
        before = queries.agreement(scope, partners.id)
        kept = before.every_days, before.means, before.ends_on
        row = services.change_agreement(partners.mentee.scope, partners.id, wide, seen=1)

        assert (row.every_days, row.means, row.ends_on) == kept
        assert row.goals == ["Rust"]


def test_only_what_is_left_to_them_is_on_the_form(partners, program, ada):
    program(partners, agreed_parts=[], own_goals=True)

    form = ada.get(f"{partners.path}/agreement/edit").page.find("main").form

    names = {each["name"] for each in form.find_all(["input", "textarea"])}
    assert names == {"csrf_token", "review_on", "seen"}


def test_goals_in_own_words_are_refused_where_the_program_wants_its_own(
    acme, tenant, partners, program
):
    program(partners, own_goals=False)
    with tenant(acme) as scope:
        factories.goal(title="Network")
        making.publish(scope, partners.program_id)
        with pytest.raises(InvalidError) as error:
            services.change_agreement(partners.mentee.scope, partners.id, terms(), seen=2)
        assert error.value.field == "goals"

        chosen = terms(goals=["Network"])
        row = services.change_agreement(partners.mentee.scope, partners.id, chosen, seen=2)
        assert row.goals == ["Network"]


def test_a_last_day_that_is_over_is_refused(acme, tenant, partners):
    over = terms(ends_on=clock.today())
    with tenant(acme), pytest.raises(InvalidError) as error:
        services.change_agreement(partners.mentee.scope, partners.id, over, seen=1)

    assert error.value.field == "ends_on"


def test_meetings_wait_until_both_have_signed_and_the_page_says_why(
    acme, tenant, partners, program, ada, grace
):
    program(partners, waits_for_signatures=True)
    ada.post(f"{partners.path}/agreement/sign", {"seen": "1"})
    page = ada.get(partners.path)

    assert "Meetings are noted once you have both signed" in page.text
    assert "Log a meeting" not in page.text
    refused = ada.get(f"{partners.path}/meetings/new", expect=409).text
    assert "asks you both to sign the agreement before you note a meeting" in refused
    with tenant(acme), pytest.raises(ConflictError):
        services.log_meeting(partners.mentee.scope, partners.id, Noted(clock.today()))

    grace.post(f"{partners.path}/agreement/sign", {"seen": "1"})
    assert "Log a meeting" in ada.get(partners.path).text
    with tenant(acme):
        services.log_meeting(partners.mentee.scope, partners.id, Noted(clock.today()))


def test_a_later_version_that_nobody_has_signed_lets_meetings_go_on(
    acme, tenant, partners, program
):
    program(partners, waits_for_signatures=True)
    with tenant(acme):
        sign_both(partners)
        services.change_agreement(partners.mentee.scope, partners.id, terms(), seen=1)

        services.log_meeting(partners.mentee.scope, partners.id, Noted(clock.today()))


def test_keeping_the_agreement_is_a_version_that_both_sign_again(acme, tenant, partners, mails):
    with tenant(acme) as scope:
        before = sign_both(partners)
        due = before.review_on
    with time_machine.travel(dt.datetime.combine(due, dt.time(12), dt.UTC)):
        with tenant(acme) as scope:
            row = services.keep_agreement(partners.mentor.scope, partners.id, seen=1)

            assert (row.version, row.reviewed_on, row.is_signed) == (2, due, False)
            for name in ("every_days", "goals", "ends_on"):
                assert getattr(row, name) == getattr(before, name)
            started_on = queries.partnership(scope, partners.id).started_on
            assert row.review_on == due + (due - started_on)
        assert mails()[-1]["To"].startswith("Ada Wong")
        with tenant(acme) as scope:
            row = services.sign_agreement(partners.mentee.scope, partners.id, seen=2)
            assert queries.record(scope, row) is not None


def test_only_what_both_signed_can_be_kept_and_nobody_keeps_what_they_have_not_seen(
    acme, tenant, partners
):
    with tenant(acme):
        with pytest.raises(ConflictError, match="Sign the agreement first"):
            services.keep_agreement(partners.mentor.scope, partners.id, seen=1)
        sign_both(partners)
        services.keep_agreement(partners.mentor.scope, partners.id, seen=1)
        with pytest.raises(ConflictError, match="changed meanwhile"):
            services.keep_agreement(partners.mentee.scope, partners.id, seen=1)


def test_the_page_says_when_it_is_time_to_look_again(acme, tenant, partners, ada, alice):
    ada.get(f"{partners.path}/agreement/review", expect=409)
    with tenant(acme) as scope:
        sign_both(partners)
        queries.agreement(scope, partners.id).review_on = clock.today()

    assert "time to look at your agreement again" in ada.get(partners.path).text
    assert "time to look at your agreement again" not in alice.get(partners.path).text
    page = ada.get(f"{partners.path}/agreement/review").page
    seen = page.find("input", {"name": "seen"})["value"]
    ada.post(f"{partners.path}/agreement/keep", {"seen": seen})

    assert "time to look at your agreement again" not in ada.get(partners.path).text
    assert "From looking at the agreement again" in ada.get(f"{partners.path}/agreement").text


def test_changing_it_at_a_review_says_so_and_suggests_the_next_day(acme, tenant, partners, ada):
    with tenant(acme) as scope:
        sign_both(partners)
        queries.agreement(scope, partners.id).review_on = clock.today()

    page = ada.get(f"{partners.path}/agreement/edit").page
    assert page.find("input", {"name": "review_on"})["value"] > clock.today().isoformat()
    with tenant(acme):
        row = services.change_agreement(partners.mentee.scope, partners.id, terms(), seen=1)
        assert (row.version, row.reviewed_on) == (2, clock.today())


@pytest.fixture(params=[0, 3])
def last_one(request, acme, tenant, partners, program):
    """The last day as agreed, today or some days ago; they were to look at it again then."""
    program(partners, agreed_parts=[AgreedPart.RHYTHM])
    with tenant(acme) as scope:
        sign_both(partners)
        row = queries.agreement(scope, partners.id)
        row.ends_on = row.review_on = clock.today() - dt.timedelta(days=request.param)
        return row.ends_on


@pytest.mark.usefixtures("last_one")
def test_from_the_last_day_on_the_form_takes_the_day_it_is_filled_with(acme, tenant, partners, ada):
    address = f"{partners.path}/agreement/edit"
    typed = typed_on(ada.get(address).page)

    ada.post(address, {**typed, "every_days": "21"})

    with tenant(acme) as scope:
        row = queries.agreement(scope, partners.id)
        assert (row.every_days, row.review_on.isoformat()) == (21, typed["review_on"])
        assert row.review_on > clock.today()


def test_keeping_it_from_the_last_day_on_is_going_on_for_longer(acme, tenant, partners, last_one):
    with tenant(acme):
        row = services.keep_agreement(partners.mentee.scope, partners.id, seen=1)

        assert row.ends_on == last_one
        assert row.review_on > clock.today()


def test_the_day_before_the_last_one_is_not_over(acme, tenant, partners, program):
    program(partners, agreed_parts=[AgreedPart.RHYTHM])
    with tenant(acme) as scope:
        sign_both(partners)
        row = queries.agreement(scope, partners.id)
        row.ends_on = clock.today() + dt.timedelta(days=1)

        kept = services.keep_agreement(partners.mentee.scope, partners.id, seen=1)
        assert kept.review_on == row.ends_on
        with pytest.raises(InvalidError, match="until your last one"):
            services.change_agreement(partners.mentee.scope, partners.id, terms(), seen=2)


def test_who_ends_it_reads_what_they_agreed_on_about_ending(acme, tenant, partners, ada):
    with tenant(acme) as scope:
        factories.clause(title="The end", body="We tell each other **kindly**.", kind="ending")
        making.publish(scope, partners.program_id)

    assert "We tell each other kindly." in ada.get(f"{partners.path}/end").text
