import datetime as dt
import re

import pytest
import time_machine

from saas import clock
from saas.db import db
from saas.digests import services
from saas.digests.contents import contents
from saas.digests.schedule import furnish_digests
from saas.health.models import CheckIn, FitAnswer
from saas.health.services import read_partnership
from saas.jobs import Schedule, enqueue
from saas.mail.models import Delivery, DeliveryState
from saas.matching.models import Answer, ProposalState
from saas.orgs import queries as orgs
from saas.orgs.models import Member, MemberState
from saas.partnerships import queries as partnerships
from saas.partnerships.models import AdviceAnswer
from saas.partnerships.services import (
    Noted,
    Start,
    answer_advice,
    log_meeting,
    record_advice,
    sign_agreement,
    start_partnership,
)
from saas.programs.models import ProgramAdmin, Side
from saas.scope import Role
from tests import factories
from tests.partnerships import making

DAY = dt.timedelta(days=1)


@pytest.fixture
def partners(tenant, member, acme):
    """Ada and Grace, partners who have signed and met: nothing is open for them."""
    both = making.partners(tenant, member, acme)
    with tenant(acme):
        for who in (both.mentee, both.mentor):
            sign_agreement(who.scope, both.id, seen=1)
        log_meeting(both.mentee.scope, both.id, Noted(clock.today()))
    return both


@pytest.fixture
def digests(acme, tenant, mails):
    """Plan this week's digests, and return what was sent by the name of whom it went to."""

    def run():
        with tenant(acme) as scope:
            enqueue(scope, "digests.plan", key=f"plan {clock.now()}")
        return {
            mail["To"].addresses[0].display_name: mail
            for mail in mails()
            if mail["Subject"].startswith("What is open for you")
        }

    return run


def titles(tenant, person):
    with tenant(person.org):
        return [item.title for item in contents(person.scope)]


def test_nobody_hears_anything_when_nothing_matters(acme, tenant, partners, digests):
    assert digests() == {}

    with tenant(acme):
        states = {row.state for row in db.session.query(Delivery).filter_by(message="digest")}
        assert states == {DeliveryState.SUPPRESSED}


def promised():
    return [row.to_name for row in db.session.query(Delivery).filter_by(message="digest")]


def test_who_takes_part_or_looks_after_others_is_planned_once_a_week(
    acme, tenant, member, partners
):
    member(acme, Role.PROGRAM_ADMIN, "Pat")
    member(acme, Role.MEMBER, "Nobody")
    member(acme, Role.VIEWER, "Vera")
    with tenant(acme) as scope:
        for _ in range(2):
            services.plan_digests(scope)

        assert sorted(promised()) == ["Ada Wong", "Grace Lee", "Pat"]
        with time_machine.travel(clock.now() + 7 * DAY):
            services.plan_digests(scope)
        assert len(promised()) == 6


def test_planning_is_one_statement_however_many_people(acme, tenant, count_queries):
    with tenant(acme) as scope:
        cohort = factories.cohort()
        for _ in range(30):
            factories.mentee(cohort)
        with count_queries() as statements:
            services.plan_digests(scope)

        inserts = [each for each in statements if each.startswith("INSERT")]
        assert (len(promised()), len(inserts)) == (30, 1)


def test_who_withdrew_was_removed_or_asked_not_to_get_none(acme, tenant, partners, mails):
    from saas.mail.services import suppress

    with tenant(acme) as scope:
        cohort = factories.cohort()
        factories.mentee(cohort).withdrawn_at = clock.now()
        removed = factories.mentee(cohort)
        db.session.get(Member, (acme.id, removed.member_id)).state = MemberState.REMOVED
        suppress(acme.id, address=partners.mentee.email.upper(), topic="digest")
        db.session.flush()

        services.plan_digests(scope)

        rows = db.session.query(Delivery).filter_by(message="digest")
        assert {row.to_name for row in rows} == {"Grace Lee"}


@pytest.mark.parametrize(
    ("day", "week"),
    [(dt.date(2026, 12, 31), "2026-W53"), (dt.date(2027, 1, 3), "2026-W53"),
     (dt.date(2027, 1, 4), "2027-W01")],
)  # fmt: skip
def test_weeks_are_those_of_the_calendar(day, week):
    assert services.week_of(day) == week


def test_the_digest_comes_on_monday_morning_where_the_workspace_is(acme, tenant):
    with tenant(acme) as scope:
        orgs.workspace(scope).time_zone = "America/New_York"
        furnish_digests(scope)
        row = db.session.query(Schedule).filter_by(kind="digests.plan").one()

        assert (row.cron, row.time_zone) == ("0 8 * * 1", "America/New_York")


def test_it_names_what_is_open_and_leads_there(tenant, member, acme, digests):
    both = making.partners(tenant, member, acme)

    mail = digests()["Ada Wong"]

    text = mail.get_body(("plain",)).get_content()
    assert "Your agreement with Grace Lee waits for your signature" in text
    assert f"http://127.0.0.1:8000{both.path}/agreement" in text
    assert "You and Grace Lee" in text


def test_advice_waits_for_the_mentee_and_not_for_the_mentor(acme, tenant, partners):
    with tenant(acme):
        row = record_advice(partners.mentor.scope, partners.id, "Go on.")

    assert "1 piece of advice from Grace Lee to answer" in titles(tenant, partners.mentee)
    assert titles(tenant, partners.mentor) == []
    with tenant(acme):
        answer_advice(partners.mentee.scope, partners.id, row.id, AdviceAnswer.TAKEN, "")
    assert titles(tenant, partners.mentee) == []


def test_the_rhythm_they_agreed_on_is_kept_in_sight(tenant, partners):
    with time_machine.travel(clock.now() + 14 * DAY):
        assert titles(tenant, partners.mentor) == []
    with time_machine.travel(clock.now() + 15 * DAY):
        assert "No meeting with Ada Wong noted for 15 days" in titles(tenant, partners.mentor)


def test_an_open_check_in_is_named_to_who_was_asked(acme, tenant, partners):
    with tenant(acme):
        db.session.add(
            CheckIn(partnership_id=partners.id, side=Side.MENTOR, asked_on=clock.today())
        )

    assert "How is it going with Ada Wong?" in titles(tenant, partners.mentor)
    assert titles(tenant, partners.mentee) == []


def test_the_day_to_look_at_the_agreement_again_is_named(acme, tenant, partners):
    with tenant(acme) as scope:
        partnerships.agreement(scope, partners.id).review_on = clock.today()

    assert "Look at your agreement with Grace Lee again" in titles(tenant, partners.mentee)


def test_proposals_to_answer_come_first(acme, tenant, member, partners):
    with tenant(acme):
        cohort = factories.cohort()
        run = factories.run(cohort)
        mentee = factories.mentee(cohort, person=partners.mentee)
        mentor = factories.mentor(cohort, name="Wei Chen")
        row = factories.proposal(
            run,
            mentor,
            mentee,
            state=ProposalState.PUBLISHED,
            published_at=clock.now(),
            expires_at=clock.now() + 3 * DAY,
        )

    assert titles(tenant, partners.mentee) == ["A proposal waits for your answer: Wei Chen"]
    with tenant(acme):
        db.session.get(type(row), (acme.id, row.id)).mentee_answer = Answer.ACCEPTED
    assert titles(tenant, partners.mentee) == []


def unhappy(tenant, org, both):
    with tenant(org) as scope:
        db.session.add(
            CheckIn(
                partnership_id=both.id,
                side=Side.MENTEE,
                asked_on=clock.today(),
                answered_on=clock.today(),
                felt_quality=1,
                fit=FitAnswer.NOT_GOOD,
            )
        )
        db.session.flush()
        read_partnership(scope, both.id)


def test_staff_hear_who_needs_help_first_and_which_applications_wait(
    acme, tenant, member, partners
):
    admin = member(acme, Role.ADMIN, "Alice")
    unhappy(tenant, acme, partners)
    with tenant(acme):
        factories.application(factories.cohort(name="Spring"))

    with tenant(acme):
        items = contents(admin.scope)

    assert [item.title for item in items] == [
        "Ada Wong and Grace Lee may need help",
        "1 application waits in Spring",
    ]
    assert "do not suit each other" in items[0].text


def test_a_program_admin_hears_of_their_own_programs_only(acme, tenant, member, partners):
    admin = member(acme, Role.PROGRAM_ADMIN, "Pat")
    unhappy(tenant, acme, partners)
    with tenant(acme):
        factories.application(factories.cohort())
    assert titles(tenant, admin) == []

    with tenant(acme):
        db.session.add(ProgramAdmin(program_id=partners.program_id, member_id=admin.member_id))

    assert titles(tenant, admin) == ["Ada Wong and Grace Lee may need help"]


def test_no_digest_tells_one_side_what_the_other_said(acme, tenant, partners):
    unhappy(tenant, acme, partners)
    with tenant(acme):
        record_advice(partners.mentee.scope, partners.id, "Anything open.")
        items = contents(partners.mentor.scope)

    assert not any("suit" in f"{item.title} {item.text}" for item in items)


def test_what_is_answered_before_the_digest_leaves_is_not_in_it(acme, tenant, member, mails):
    both = making.partners(tenant, member, acme)
    with tenant(acme) as scope:
        services.plan_digests(scope)
        for who in (both.mentee, both.mentor):
            sign_agreement(who.scope, both.id, seen=1)

    assert not [mail for mail in mails() if "What is open" in mail["Subject"]]


def test_one_click_stops_it_and_another_takes_it_up_again(tenant, member, acme, digests, stranger):
    making.partners(tenant, member, acme)
    mail = digests()["Ada Wong"]
    path = re.fullmatch(r"<http://127.0.0.1:8000(.*)>", mail["List-Unsubscribe"])[1]
    assert path in mail.get_body(("plain",)).get_content()

    stranger.post(path, {"List-Unsubscribe": "One-Click"}, expect=200)
    with time_machine.travel(clock.now() + 7 * DAY):
        assert set(digests()) == {"Ada Wong", "Grace Lee"}
        with tenant(acme):
            mine = db.session.query(Delivery).filter_by(message="digest", to_name="Ada Wong")
            assert mine.count() == 1

    stranger.post(f"{path}/undo")
    with time_machine.travel(clock.now() + 14 * DAY):
        digests()
        with tenant(acme):
            mine = db.session.query(Delivery).filter_by(message="digest", to_name="Ada Wong")
            assert mine.count() == 2


def test_a_digest_costs_the_same_however_many_partnerships(acme, tenant, member, count_queries):
    person, costs = member(acme, Role.ADMIN), []
    for _ in range(2):
        with tenant(acme):
            cohort = factories.cohort()
            mentor = factories.mentor(cohort, person=person, capacity=9)
            for _ in range(3):
                row = factories.partnership(cohort, mentor)
                db.session.add(making.agreement_of(row))
        with tenant(acme):
            orgs.member(person.scope, person.member_id)
            with count_queries() as statements:
                assert len(contents(person.scope)) >= 3
            costs.append(len(statements))

    assert costs[0] == costs[1]


def test_a_digest_for_somebody_who_left_is_not_written(acme, tenant, partners, digests):
    with tenant(acme) as scope:
        services.plan_digests(scope)
        db.session.get(Member, (acme.id, partners.mentee.member_id)).state = MemberState.REMOVED
        record_advice(partners.mentor.scope, partners.id, "Go on.")

    assert digests() == {}


def test_two_who_are_partners_twice_read_in_which_program(tenant, member, acme):
    ada, grace = member(acme, name="Ada"), member(acme, name="Grace")
    with tenant(acme) as scope:
        for name in ("Law", "Art"):
            cohort = factories.cohort(factories.program(name))
            mentee = factories.mentee(cohort, person=ada)
            mentor = factories.mentor(cohort, person=grace)
            start_partnership(scope, Start(cohort.id, mentee.id, mentor.id))
        titles = {item.title for item in contents(ada.scope)}

    assert {"You and Grace, in Art", "You and Grace, in Law"} <= titles
