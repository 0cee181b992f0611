import datetime as dt

import pytest
import time_machine

from saas import clock
from saas.db import db
from saas.errors import ConflictError, InvalidError
from saas.orgs import queries as orgs
from saas.partnerships import queries, services
from saas.partnerships.models import MeetingState
from saas.partnerships.services import Noted
from saas.programs.models import Side

DAY = dt.timedelta(days=1)


def test_a_meeting_is_noted_in_the_browser_by_either(partners, grace):
    page = grace.get(f"{partners.path}/meetings/new").page
    assert page.find("input", {"name": "met_on"})["value"] == clock.today().isoformat()

    fields = {"met_on": clock.today().isoformat(), "state": "held", "means": "Video"}
    grace.post(f"{partners.path}/meetings/new", {**fields, "late": "mentee", "note": "We talked."})

    said = grace.get(partners.path).page.find(id="meetings").text
    assert "Ada Wong came late" in said
    assert "We talked." in said


def test_notes_are_seen_by_the_two_and_by_nobody_else(acme, tenant, partners, ada, alice):
    with tenant(acme):
        noted = Noted(clock.today(), note="Between us.")
        services.log_meeting(partners.mentor.scope, partners.id, noted)

    assert "Between us." in ada.get(partners.path).text
    assert "Between us." not in alice.get(partners.path).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"met_on": ""}, "Enter a day"),
        ({"met_on": "2999-01-01"}, "not in the future"),
        ({"met_on": "2020-01-01"}, "since you became partners"),
        ({"state": "forgotten"}, "Choose one of these"),
        ({"late": "bob"}, "Choose one of these"),
        ({"means": "Telepathy"}, "Choose one of these"),
    ],
)
def test_a_wrong_meeting_is_not_saved(acme, tenant, partners, ada, fields, sentence):
    right = {"met_on": clock.today().isoformat(), "state": "held", "note": "kept"}

    page = ada.post(f"{partners.path}/meetings/new", {**right, **fields}, expect=422).page

    assert sentence in page.find(class_="error-summary").text
    with tenant(acme) as scope:
        assert queries.meetings(scope, partners.id) == []


def test_both_may_note_one_meeting_and_it_counts_once(acme, tenant, partners):
    with tenant(acme) as scope:
        services.log_meeting(partners.mentee.scope, partners.id, Noted(clock.today()))

        with pytest.raises(ConflictError, match="noted already"):
            services.log_meeting(partners.mentor.scope, partners.id, Noted(clock.today()))
        services.meet_on(partners.mentor.scope, partners.id, clock.today())

        assert len(queries.meetings(scope, partners.id)) == 1


def test_only_who_comes_to_a_meeting_can_come_late(acme, tenant, partners):
    with tenant(acme):
        noted = Noted(clock.today(), MeetingState.CANCELLED, late=Side.MENTOR)

        meeting = services.log_meeting(partners.mentee.scope, partners.id, noted)

        assert meeting.late is None


def test_today_is_where_the_people_are(acme, tenant, partners):
    tomorrow = clock.today() + DAY
    late = dt.datetime.combine(clock.today(), dt.time(23), dt.UTC)
    with time_machine.travel(late, tick=False), tenant(acme) as scope:
        with pytest.raises(InvalidError):
            services.log_meeting(partners.mentee.scope, partners.id, Noted(tomorrow))

        orgs.member(scope, partners.mentee.member_id).time_zone = "Pacific/Auckland"
        db.session.flush()
        services.log_meeting(partners.mentee.scope, partners.id, Noted(tomorrow))


def test_only_who_noted_a_meeting_takes_it_back(acme, tenant, partners, ada, grace):
    with tenant(acme):
        row = services.log_meeting(partners.mentee.scope, partners.id, Noted(clock.today()))
        where = f"{partners.path}/meetings/{row.id}/remove"

    grace.post(where, expect=403)
    ada.post(where)
    ada.post(where, expect=404)

    with tenant(acme) as scope:
        assert queries.meetings(scope, partners.id) == []


def test_a_meeting_of_another_partnership_is_not_found(acme, tenant, member, partners, sign_in):
    from tests.partnerships import making

    others = making.partners(tenant, member, acme)
    with tenant(acme):
        row = services.log_meeting(partners.mentee.scope, partners.id, Noted(clock.today()))

    stranger = sign_in(others.mentee)
    stranger.post(f"{others.path}/meetings/{row.id}/remove", expect=404)
    stranger.post(f"{partners.path}/meetings/{row.id}/remove", expect=404)


def test_staff_log_no_meeting(partners, alice):
    alice.get(f"{partners.path}/meetings/new", expect=403)
    alice.post(f"{partners.path}/meetings/new", expect=403)


def test_a_change_has_the_health_read_again(acme, tenant, partners):
    from saas.jobs import OutboxEntry

    with tenant(acme) as scope:
        before = db.session.query(OutboxEntry).filter_by(kind="health.read").count()

        services.log_meeting(partners.mentee.scope, partners.id, Noted(clock.today()))

        entries = db.session.query(OutboxEntry).filter_by(org_id=scope.org_id, kind="health.read")
        assert entries.count() == before + 1
        assert {each.payload["partnership_id"] for each in entries} == {str(partners.id)}
