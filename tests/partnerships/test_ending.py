import datetime as dt

import pytest
import time_machine

from saas import clock
from saas.db import db
from saas.errors import ConflictError
from saas.matching.models import Exclusion, ExclusionReason
from saas.partnerships import queries, services
from saas.partnerships.models import EndReason
from saas.partnerships.services import Noted
from saas.programs import queries as programs
from saas.programs.models import Kind, OrientationRule, Participant
from saas.programs.services import archive_program
from saas.scope import Role
from tests import factories
from tests.partnerships import making

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


def test_only_who_ended_it_takes_it_back_or_who_runs_the_program(partners, ada, grace, alice):
    ada.post(f"{partners.path}/end", {"reason": "other"})

    assert "Only who ended this" in grace.post(f"{partners.path}/resume", expect=403).text
    alice.post(f"{partners.path}/resume")

    assert "goes on" in alice.get(partners.path).text


@pytest.fixture
def parted(acme, tenant, partners):
    """The two places of a partnership that the mentee has just ended: mentee, mentor."""
    with tenant(acme) as scope:
        row = services.end_partnership(partners.mentee.scope, partners.id, EndReason.OTHER)
        return tuple(
            db.session.get(Participant, (scope.org_id, each))
            for each in (row.mentee_id, row.mentor_id)
        )


@pytest.fixture
def other_mentee(acme, tenant):
    """Let somebody new take part in a cohort, with a partner at once where one is given."""

    def make(cohort_id, mentor=None):
        with tenant(acme) as scope:
            cohort = programs.cohort(scope, cohort_id)
            mentee = factories.mentee(cohort)
            if mentor:
                factories.partnership(cohort, mentor, mentee)
            return mentee

    return make


@pytest.fixture
def stays_ended(acme, tenant, partners, parted, ada, alice):
    """Try to take the end back: `stays_ended("says to the two", "says to an admin")`."""

    def check(to_the_two, to_admins):
        for browser, words in ((ada, to_the_two), (alice, to_admins)):
            assert words in browser.post(f"{partners.path}/resume", expect=409).text
        with tenant(acme) as scope:
            assert queries.partnership(scope, partners.id).ended_on
            assert exclusions(scope) != []

    return check


def test_an_end_stays_once_a_place_went_to_somebody_else(
    partners, parted, other_mentee, stays_ended
):
    other_mentee(partners.cohort_id, parted[1])

    stays_ended("places went to somebody else", "places went to somebody else")


def test_an_end_stays_once_the_program_is_archived(acme, tenant, partners, parted, stays_ended):
    with tenant(acme) as scope:
        archive_program(scope, partners.program_id)

    stays_ended("This program is archived", "This program is archived")


def test_an_end_stays_once_one_of_the_two_takes_part_no_longer(acme, tenant, parted, stays_ended):
    with tenant(acme) as scope:
        place = db.session.get(Participant, (scope.org_id, parted[1].id))
        place.withdrawn_at = clock.now()

    stays_ended("or was given up", "or was given up")


def test_an_end_stays_once_a_conflict_was_declared(acme, tenant, partners, parted, stays_ended):
    with tenant(acme) as scope:
        place = db.session.get(Participant, (scope.org_id, parted[0].id))
        place.answers = {**place.answers, "conflicts": [partners.mentor.email]}

    stays_ended("ask the people who run", "have a declared conflict of interest")


def test_an_end_stays_once_an_admin_says_never_again(acme, tenant, parted, stays_ended):
    with tenant(acme) as scope:
        row = db.session.query(Exclusion).filter_by(org_id=scope.org_id).one()
        row.everywhere_at = clock.now()

    stays_ended("ask the people who run", "are never to be matched again")


def test_an_end_stays_once_the_two_are_partners_elsewhere(
    acme, tenant, partners, parted, stays_ended
):
    with tenant(acme):
        cohort = factories.cohort(factories.program("Elsewhere"))
        mentee = factories.mentee(cohort, person=partners.mentee)
        factories.partnership(cohort, factories.mentor(cohort, person=partners.mentor), mentee)

    stays_ended("ask the people who run", "kept apart by a decision")


@pytest.mark.usefixtures("parted")
def test_an_end_is_taken_back_also_before_an_orientation_that_is_needed_since(
    acme, tenant, partners, ada
):
    with tenant(acme) as scope:
        programs.program(scope, partners.program_id).orientation = OrientationRule.REQUIRED

    ada.post(f"{partners.path}/resume")

    with tenant(acme) as scope:
        assert queries.partnership(scope, partners.id).ended_on is None


def test_a_meeting_that_ended_it_stays_once_the_place_is_gone(acme, tenant, member, other_mentee):
    with tenant(acme):
        program = factories.program("Coffee", kind=Kind.FLASH, weeks=4)
    single = making.partners(tenant, member, acme, program=program)
    with tenant(acme):
        met = services.log_meeting(single.mentee.scope, single.id, Noted(clock.today()))
    with tenant(acme) as scope:
        mentor_id = queries.partnership(scope, single.id).mentor_id
        mentor = db.session.get(Participant, (scope.org_id, mentor_id))
    other_mentee(single.cohort_id, mentor)

    with tenant(acme), pytest.raises(ConflictError, match="went to somebody else"):
        services.take_back_meeting(single.mentee.scope, single.id, met.id)
