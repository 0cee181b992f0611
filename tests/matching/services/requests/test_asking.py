import datetime as dt

import pytest

from saas import clock
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.matching.models import Request, RequestState
from saas.matching.services import requests
from saas.programs.models import MatchedBy
from tests.matching.conftest import tenant_rows


@pytest.fixture
def amara(acme, member):
    return member(acme, name="Amara")


@pytest.fixture
def place(mentee, amara, by_request):
    by_request()
    return mentee(person=amara)


@pytest.fixture
def rows(acme, tenant):
    def read():
        with tenant(acme) as scope:
            return tenant_rows(Request, scope).all()

    return read


def test_asking_brings_the_mentor_the_message_and_why(ask, amara, place, mentor, mails):
    wei = mentor("Wei")

    row = ask(amara, place, wei, "I want to move into law")

    [mail] = mails()
    text = mail.get_body(("plain",)).get_content()
    assert mail["Subject"] == "Amara asks you to be their mentor"
    assert "I want to move into law" in text
    assert "Works in the aspired field, Law" in text
    assert "/requests/" in text
    assert (row.state, row.fit > 0) == (RequestState.WITH_MENTOR, True)
    assert dt.timedelta(days=6) < row.expires_at - clock.now() <= dt.timedelta(days=7)


def test_asking_twice_is_asking_once(ask, amara, place, mentor, rows, mails):
    wei = mentor("Wei")

    assert ask(amara, place, wei).id == ask(amara, place, wei).id

    assert len(rows()) == 1
    assert len(mails()) == 1


def test_no_more_are_asked_at_once_than_the_program_allows(
    ask, amara, place, mentor, by_request, acme, tenant, rows
):
    by_request(open_requests=1)
    first = ask(amara, place, mentor("Wei"))
    noor = mentor("Noor")

    with pytest.raises(ConflictError, match="You are asking 1 already"):
        ask(amara, place, noor)
    with tenant(acme):
        requests.withdraw_request(amara.scope, first.id)

    ask(amara, place, noor)
    assert len(rows()) == 2


def test_a_message_is_needed_where_the_program_says_so(ask, amara, place, mentor, by_request):
    by_request(message_required=True)

    with pytest.raises(InvalidError, match="Write a few words") as refused:
        ask(amara, place, mentor("Wei"), "  ")

    assert refused.value.field == "message"


def test_whom_a_rule_forbids_is_refused_like_somebody_unknown(ask, amara, place, mentor, mentee):
    friend, other = mentor("Friend", avoids=[amara.email]), mentee("No mentor at all")

    for each in (friend, other):
        with pytest.raises(NotFoundError, match="This mentor cannot be asked"):
            ask(amara, place, each)


def test_nobody_asks_from_the_place_of_others(acme, member, ask, place, mentor):
    with pytest.raises(NotFoundError):
        ask(member(acme, name="Mallory"), place, mentor("Wei"))


@pytest.mark.parametrize("by", [MatchedBy.REQUEST, MatchedBy.ADMIN])
def test_only_where_the_program_lets_them_do_mentees_ask(
    ask, amara, place, mentor, by_request, rows, by
):
    by_request(matched_by=by)
    wei = mentor("Wei")

    if by is MatchedBy.ADMIN:
        with pytest.raises(NotFoundError, match="requests are closed"):
            ask(amara, place, wei)
    else:
        ask(amara, place, wei)

    assert len(rows()) == (by is not MatchedBy.ADMIN)


def test_a_mentor_is_asked_by_the_same_mentee_twice_at_most(
    acme, tenant, ask, amara, place, mentor
):
    wei = mentor("Wei")
    for _time in range(2):
        row = ask(amara, place, wei)
        with tenant(acme):
            requests.withdraw_request(amara.scope, row.id)

    with pytest.raises(ConflictError, match="You have asked Wei twice"):
        ask(amara, place, wei)


def test_taking_it_back_tells_the_mentor_once_and_is_final(
    acme, tenant, ask, amara, place, mentor, reread, mails
):
    row = ask(amara, place, mentor("Wei"))

    for _time in range(2):
        with tenant(acme):
            requests.withdraw_request(amara.scope, row.id)

    assert reread(row).state is RequestState.WITHDRAWN
    [mail] = [each for each in mails() if "The request between you" in each["Subject"]]
    words = " ".join(mail.get_body(("plain",)).get_content().split())
    assert "Amara has taken it back" in words


def test_who_has_no_place_left_asks_nobody(ask, amara, by_request, mentor, mentee):
    by_request()
    place = mentee(person=amara, capacity=0)

    with pytest.raises(ConflictError, match="there is no place for one more"):
        ask(amara, place, mentor("Wei"))


def test_a_break_of_the_mentor_keeps_others_from_asking(
    acme, tenant, member, ask, amara, place, mentor
):
    wei = member(acme, name="Wei")
    mentor_place = mentor(person=wei)
    with tenant(acme):
        requests.pause_requests(wei.scope, mentor_place.id)
        requests.pause_requests(wei.scope, mentor_place.id)

    with pytest.raises(NotFoundError):
        ask(amara, place, mentor_place)
    with tenant(acme):
        requests.resume_requests(wei.scope, mentor_place.id)

    ask(amara, place, mentor_place)


def test_nobody_takes_a_break_for_others(acme, tenant, amara, place, mentor):
    with tenant(acme), pytest.raises(NotFoundError):
        requests.pause_requests(amara.scope, mentor("Wei").id)
