import datetime as dt
import re

import pytest
import time_machine

from saas import clock
from saas.db import db
from saas.errors import NotFoundError
from saas.health import queries, services
from saas.health.models import CheckIn
from saas.health.services import Answers
from saas.jobs import enqueue
from saas.orgs.services import remove_member
from saas.partnerships import queries as partnerships
from saas.programs.models import Side

DAY = dt.timedelta(days=1)
LINK = re.compile(r"http://\S+?(/check-in/\S+|/did-you-meet/\S+)")


@pytest.fixture
def ask(acme, tenant, mails):
    """Let the daily job run, and return what was sent by address and subject."""
    rounds = iter(range(100))

    def run():
        with tenant(acme) as scope:
            enqueue(scope, "health.ask", key=f"ask {next(rounds)}")
        return [mail for mail in mails() if "How is it going" in mail["Subject"]]

    return run


def link_in(mail):
    text = mail.get_body(("plain",)).get_content()
    return LINK.findall(text)


def answers(tenant, org, partners, side):
    with tenant(org) as scope:
        rows = db.session.query(CheckIn).filter_by(
            org_id=scope.org_id, partnership_id=partners.id, side=side
        )
        return [(row.felt_quality, row.fit, row.met) for row in rows if row.answered_on]


def test_both_are_asked_apart_and_once(partners, began, ask):
    began(20)

    first = ask()
    again = ask()

    assert {mail["To"] for mail in first} == {
        f"Ada Wong <{partners.mentee.email}>",
        f"Grace Lee <{partners.mentor.email}>",
    }
    assert len(again) == 2
    assert not set(link_in(first[0])) & set(link_in(first[1]))


def test_who_was_removed_is_not_asked(acme, tenant, partners, began, ask):
    began(20)
    with tenant(acme) as scope:
        remove_member(scope, partners.mentor.member_id)

    assert [mail["To"] for mail in ask()] == [f"Ada Wong <{partners.mentee.email}>"]


@pytest.mark.parametrize("days", [0, 13])
def test_nobody_is_asked_in_the_first_two_weeks(partners, began, ask, days):
    began(days)

    assert ask() == []


def test_a_click_in_the_mail_and_one_to_confirm_answer(
    acme, tenant, partners, began, ask, stranger
):
    began(20)
    mail = next(mail for mail in ask() if "Ada" in mail["To"])
    well = next(path for path in link_in(mail) if path.endswith("felt=4"))

    page = stranger.get(well).page
    assert not page.find("input", {"name": "met_on"}).get("value")
    assert answers(tenant, acme, partners, Side.MENTEE) == []
    chosen = page.find("input", {"name": "felt_quality", "checked": True})
    where = page.find("form")["action"]
    stranger.post(where, {"felt_quality": chosen["value"]})

    assert answers(tenant, acme, partners, Side.MENTEE) == [(4, None, None)]
    assert "Thank you" in stranger.get("/answered").text


def test_a_link_is_good_once(acme, tenant, partners, began, ask, stranger):
    began(20)
    where = link_in(ask()[0])[0].split("?")[0]
    stranger.post(where, {"felt_quality": "5"})

    stranger.get(where, expect=404)
    stranger.post(where, {"felt_quality": "1"}, expect=404)


def test_a_link_ends_by_itself(partners, began, ask, stranger):
    began(20)
    where = link_in(ask()[0])[0].split("?")[0]

    with time_machine.travel(clock.now() + 22 * DAY):
        stranger.get(where, expect=404)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose one of these"),
        ({"felt_quality": "6"}, "Choose one of these"),
        ({"felt_quality": "4", "fit": "perhaps"}, "Choose one of these"),
        ({"felt_quality": "4", "met": "yes", "met_on": ""}, "Choose the day you met"),
        ({"felt_quality": "4", "met": "yes", "met_on": "2999-01-01"}, "not in the future"),
        ({"felt_quality": "4", "met": "yes", "met_on": "soon"}, "such as 2027-03-01"),
    ],
)
def test_a_wrong_answer_is_told_so_and_does_not_use_up_the_link(
    acme, tenant, partners, began, ask, stranger, fields, sentence
):
    began(20)
    where = link_in(ask()[0])[0].split("?")[0]

    page = stranger.post(where, fields, expect=422).page

    assert sentence in page.find(class_="error-summary").text
    stranger.get(where)
    with tenant(acme) as scope:
        assert partnerships.meetings(scope, partners.id) == []


@pytest.mark.parametrize("path", ["/check-in/1.nonsense", "/check-in/x", "/did-you-meet/1.no"])
def test_a_made_up_link_is_not_found(database, stranger, path):
    stranger.get(path, expect=404)
    stranger.post(path, {"felt_quality": "5"}, expect=404)


def test_a_link_for_a_check_in_does_not_answer_anything_else(partners, began, ask, stranger):
    began(20)
    token = link_in(ask()[0])[0].split("?")[0].rsplit("/", 1)[1]

    stranger.get(f"/did-you-meet/{token}", expect=404)


def test_saying_that_they_met_notes_the_meeting_on_that_day(acme, tenant, partners, began, ada):
    began(20)
    yesterday = clock.today() - DAY

    ada.post(
        f"{partners.path}/check-in",
        {"felt_quality": "5", "fit": "good", "met": "yes", "met_on": yesterday.isoformat()},
    )

    with tenant(acme) as scope:
        assert [row.met_on for row in partnerships.meetings(scope, partners.id)] == [yesterday]


@pytest.mark.parametrize(
    ("fields", "met", "noted"),
    [
        ({"met": "some_day"}, True, False),
        ({"met": "some_day", "met_on": "today"}, True, False),
        ({"met": "no"}, False, False),
        ({}, None, False),
        ({"met_on": "today"}, True, True),
    ],
)
def test_no_meeting_is_noted_on_a_day_that_nobody_chose(
    acme, tenant, partners, began, ada, fields, met, noted
):
    began(20)
    form = ada.get(f"{partners.path}/check-in").page
    day = form.find("input", {"name": "met_on"}).get("value", "")
    sent = {key: clock.today().isoformat() if it == "today" else it for key, it in fields.items()}

    ada.post(f"{partners.path}/check-in", {"felt_quality": "4", "met_on": day, **sent})

    assert answers(tenant, acme, partners, Side.MENTEE) == [(4, None, met)]
    with tenant(acme) as scope:
        assert bool(partnerships.meetings(scope, partners.id)) is noted


def test_the_portal_answers_the_check_in_that_was_asked(
    acme, tenant, partners, began, ask, ada, stranger
):
    began(20)
    where = next(link_in(mail)[0] for mail in ask() if "Ada" in mail["To"]).split("?")[0]
    assert "It takes one click" in ada.get(partners.path).text

    ada.post(f"{partners.path}/check-in", {"felt_quality": "3"})

    assert answers(tenant, acme, partners, Side.MENTEE) == [(3, None, None)]
    assert "answered this check-in already" in stranger.get(where, expect=409).text


def test_one_may_say_how_it_goes_unasked_once_a_day(acme, tenant, partners, ada):
    ada.post(f"{partners.path}/check-in", {"felt_quality": "2"})

    page = ada.post(f"{partners.path}/check-in", {"felt_quality": "5"}, expect=422).page

    assert "already" in page.find(class_="error-summary").text
    assert answers(tenant, acme, partners, Side.MENTEE) == [(2, None, None)]


def test_a_check_in_of_the_other_side_is_not_found(acme, tenant, partners, began, ask):
    began(20)
    ask()
    with tenant(acme) as scope:
        row = queries.open_check_in(scope, partners.id, Side.MENTEE, clock.today())

        with pytest.raises(NotFoundError):
            services.answer_check_in(partners.mentor.scope, row.id, Answers(5))


def test_only_the_two_answer(partners, bob, alice):
    bob.get(f"{partners.path}/check-in", expect=404)
    bob.post(f"{partners.path}/check-in", {"felt_quality": "1"}, expect=404)
    alice.get(f"{partners.path}/check-in", expect=403)
    alice.post(f"{partners.path}/check-in", {"felt_quality": "1"}, expect=403)


def test_a_note_is_read_by_staff_only_where_it_is_shared(partners, ada, grace, alice):
    ada.post(f"{partners.path}/check-in", {"felt_quality": "3", "note": "For me alone."})
    shared = {"felt_quality": "3", "note": "Please help.", "note_shared": "y"}
    grace.post(f"{partners.path}/check-in", shared)

    text = alice.get(partners.path).text
    assert "Please help." in text
    assert "For me alone." not in text
    assert "Please help." not in ada.get(partners.path).text


def test_both_are_asked_whether_they_met_and_the_day_they_choose_is_noted(
    acme, tenant, partners, began, alice, mails, stranger
):
    began(20)
    alice.post(f"/o/acme/health/{partners.id}/ask")
    alice.post(f"/o/acme/health/{partners.id}/ask")

    sent = [mail for mail in mails() if mail["Subject"].startswith("Did you and")]
    assert len(sent) == 2
    where = link_in(sent[0])[0]
    yesterday = clock.today() - DAY
    stranger.post(where, {"met": "yes", "met_on": yesterday.isoformat()})

    with tenant(acme) as scope:
        (meeting,) = partnerships.meetings(scope, partners.id)
        assert (meeting.met_on, meeting.state.value) == (yesterday, "held")
    stranger.post(where, {"met": "yes", "met_on": yesterday.isoformat()}, expect=404)


def test_no_day_is_taken_for_the_one_they_met_on(
    acme, tenant, partners, began, alice, mails, stranger
):
    began(20)
    alice.post(f"/o/acme/health/{partners.id}/ask")
    sent = [mail for mail in mails() if mail["Subject"].startswith("Did you and")]
    where = link_in(sent[0])[0]
    day = stranger.get(where).page.find("input", {"name": "met_on"})
    assert (day.get("value", ""), day.has_attr("required")) == ("", True)

    refused = stranger.post(where, {"met": "yes", "met_on": ""}, expect=422).page

    assert refused.select_one(".error-summary a")["href"] == "#met_on"
    with tenant(acme) as scope:
        assert partnerships.meetings(scope, partners.id) == []
    stranger.post(where, {"met": "yes", "met_on": clock.today().isoformat()})


def test_not_yet_notes_nothing(acme, tenant, partners, began, alice, mails, stranger):
    began(20)
    alice.post(f"/o/acme/health/{partners.id}/ask")
    sent = [mail for mail in mails() if mail["Subject"].startswith("Did you and")]

    stranger.post(link_in(sent[0])[0], {"met": "no"})

    with tenant(acme) as scope:
        assert partnerships.meetings(scope, partners.id) == []


def test_both_clicking_yes_is_one_meeting(acme, tenant, partners, began, alice, mails, stranger):
    began(20)
    alice.post(f"/o/acme/health/{partners.id}/ask")
    for mail in mails():
        if mail["Subject"].startswith("Did you and"):
            fields = {"met": "yes", "met_on": clock.today().isoformat()}
            stranger.post(link_in(mail)[0], fields)

    with tenant(acme) as scope:
        assert len(partnerships.meetings(scope, partners.id)) == 1
