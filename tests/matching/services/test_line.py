"""Who stands in line on a board: whoever has nobody, however the others found somebody."""

import pytest

from saas.matching.models import Answer, Unplaced
from saas.matching.queries import waiting as queries
from saas.matching.services import requests
from saas.matching.services.answers import Reply
from saas.matching.services.board import Decision
from saas.matching.services.requests import Say
from saas.orgs.services import remove_member, restore_member
from saas.partnerships.models import EndReason, Partnership
from saas.partnerships.services import end_partnership
from saas.words import Term, Words
from tests import factories
from tests.matching.conftest import tenant_rows


@pytest.fixture
def line(acme, tenant):
    """Return who stands in line on the board of a run, in order: `line(run)`."""

    def read(run):
        with tenant(acme) as scope:
            found = [each.row.participant_id for each in queries.line(scope, run.id, 1).items]
            assert queries.count(scope, run.id) == len(found)
            return found

    return read


@pytest.fixture
def left_out(mentor, mentee, amara, matched):
    """Amara and the run that leaves her out, though another two are proposed to each other."""
    place = mentee(person=amara, languages=["Thai"])
    mentor("Zoe"), mentee("Ben")
    return place, matched()


def test_who_found_a_mentor_by_asking_waits_no_more_and_gets_no_priority_for_it(
    acme, tenant, amara, wei, mentor, left_out, by_request, ask, say, published, line, reread
):
    place, run = left_out
    assert line(run) == [place.id]
    by_request()
    say(place, languages=["English"])
    asked = ask(amara, place, mentor(person=wei))
    assert line(run) == [place.id]

    with tenant(acme):
        requests.answer_request(wei.scope, asked.id, requests.Reply(Say.ACCEPT))

    assert line(run) == []
    published(run)
    assert reread(place).waited == 0


def test_who_left_waits_no_more(acme, tenant, ada, amara, left_out, line):
    place, run = left_out
    with tenant(acme):
        remove_member(ada.scope, amara.member_id)

    assert line(run) == []

    with tenant(acme):
        restore_member(ada.scope, amara.member_id)
    assert line(run) == [place.id]


def test_the_name_of_whom_somebody_waits_for_stays_theirs(
    acme, tenant, mentor, mentee, matched, proposals, decided
):
    mentor("Mentor Smith"), mentee("Amara")
    run = matched()

    decided(proposals(run)[0], Decision.REJECT)

    with tenant(acme) as scope:
        why = tenant_rows(Unplaced, scope).one().why
    own = Words(mentor=Term("an", "advisor", "advisors"))
    assert "Mentor Smith" in own.say(why)


def test_who_parted_waits_again(acme, tenant, ada, cohort, mentor, left_out, line):
    place, run = left_out
    wei = mentor("Wei")
    with tenant(acme):
        partnership = factories.partnership(cohort, wei, place)
    assert line(run) == []

    with tenant(acme):
        end_partnership(ada.scope, partnership.id, EndReason.NOT_A_FIT)

    assert line(run) == [place.id]


@pytest.fixture
def for_two(mentor, mentee, amara, wei, rule, matched, published, waiting):
    """Amara, who would have two mentors, what she was sent, and the run that finds no second."""
    rule(mentors_per_mentee=2)
    mentor(person=wei)
    place = mentee(person=amara, capacity=2)
    [sent] = published(matched())
    run = matched()
    assert waiting(run)
    return place, sent, run


def test_who_was_sent_a_proposal_by_an_earlier_run_waits_only_once_it_came_to_nothing(
    wei, for_two, answer, line
):
    place, sent, run = for_two
    assert line(run) == []

    answer(wei, sent, Reply(Answer.DECLINED))

    assert line(run) == [place.id]


def test_who_accepted_a_proposal_of_an_earlier_run_waits_once_they_parted(
    acme, tenant, ada, amara, wei, for_two, answer, line
):
    place, sent, run = for_two
    for person in (amara, wei):
        answer(person, sent)
    assert line(run) == []

    with tenant(acme) as scope:
        partnership = tenant_rows(Partnership, scope).one()
        end_partnership(ada.scope, partnership.id, EndReason.NOT_A_FIT)

    assert line(run) == [place.id]


def test_who_has_not_taken_the_orientation_stands_in_line_after_a_decline_with_that_reason(
    wei, places_here, matched, published, answer, orientation_needed, work, line, waiting
):
    run = matched()
    [sent] = published(run)
    orientation_needed()

    answer(wei, sent, Reply(Answer.DECLINED))
    work()

    assert line(run) == [places_here[1].id]
    assert "orientation is not taken yet" in waiting(run)
