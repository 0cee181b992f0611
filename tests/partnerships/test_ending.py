import datetime as dt

import pytest
import time_machine

from saas import clock
from saas.db import db
from saas.matching.models import Exclusion, ExclusionReason
from saas.partnerships import queries, services
from saas.partnerships.models import EndReason
from saas.scope import Role

LATER = dt.timedelta(minutes=11)


def exclusions(scope):
    return [row.reason for row in db.session.query(Exclusion).filter_by(org_id=scope.org_id)]


def test_either_ends_it_and_the_other_is_told_after_a_while(partners, ada, mails):
    ada.post(f"{partners.path}/end", {"reason": "no_time"})

    assert mails() == []
    with time_machine.travel(clock.now() + LATER):
        (mail,) = mails()
    assert mail["To"] == f"Grace Lee <{partners.mentor.email}>"
    assert "nobody's fault" in mail.get_body(("plain",)).get_content().replace("\n", " ") or (
        "anybody's fault" in mail.get_body(("plain",)).get_content()
    )
    assert "time for it" not in mail.as_string()


def test_an_end_taken_back_in_time_is_told_to_nobody(acme, tenant, partners, ada, mails):
    ada.post(f"{partners.path}/end", {"reason": "other"})
    undo = ada.get(partners.path).page.find("form", action=f"{partners.path}/resume")
    assert undo is not None

    ada.post(f"{partners.path}/resume")
    ada.post(f"{partners.path}/resume")

    with time_machine.travel(clock.now() + LATER):
        assert mails() == []
    with tenant(acme) as scope:
        assert queries.partnership(scope, partners.id).ended_on is None
        assert exclusions(scope) == []


def test_an_end_cannot_be_taken_back_once_both_were_told(partners, ada, sign_in):
    ada.post(f"{partners.path}/end", {"reason": "other"})

    with time_machine.travel(clock.now() + LATER):
        assert "both were told" in ada.post(f"{partners.path}/resume", expect=409).text


def test_a_program_admin_ends_it_and_both_are_told(partners, alice, mails):
    alice.post(f"{partners.path}/end", {"reason": "program_over"})

    with time_machine.travel(clock.now() + LATER):
        assert len(mails()) == 2
    assert "The time we agreed on is over" in alice.get(partners.path).text


def test_those_who_parted_are_not_matched_again(acme, tenant, partners):
    with tenant(acme) as scope:
        services.end_partnership(partners.mentee.scope, partners.id, EndReason.NOT_A_FIT)

        assert exclusions(scope) == [ExclusionReason.ENDED]


def test_the_reason_is_not_shown_to_the_two(partners, ada, grace):
    ada.post(f"{partners.path}/end", {"reason": "not_a_fit"})

    assert "not the right match" not in grace.get(partners.path).text


def test_a_reason_has_to_be_one_of_those_offered(partners, ada):
    page = ada.post(f"{partners.path}/end", {"reason": "boredom"}, expect=422).page

    assert "Choose one of these" in page.find(class_="error-summary").text
    assert "Week 1" in ada.get(partners.path).text


def test_it_ends_once(partners, ada, grace):
    ada.post(f"{partners.path}/end", {"reason": "other"})

    grace.get(f"{partners.path}/end", expect=409)
    grace.post(f"{partners.path}/end", {"reason": "other"}, expect=409)


@pytest.mark.parametrize("where", ["agreement/edit", "meetings/new", "advice/new"])
def test_nothing_is_written_after_the_end(partners, ada, where):
    ada.post(f"{partners.path}/end", {"reason": "other"})

    page = ada.post(f"{partners.path}/{where}", expect=409)

    assert "has ended" in page.text


def test_a_viewer_looks_and_ends_nothing(partners, acme, member, sign_in):
    viewer = sign_in(member(acme, Role.VIEWER))

    viewer.get(partners.path)
    viewer.post(f"{partners.path}/end", {"reason": "other"}, expect=403)
    viewer.post(f"{partners.path}/resume", expect=403)
