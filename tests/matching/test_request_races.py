"""Requests when two people act at the same instant; real commits."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from saas import clock
from saas.db import bind_org, db
from saas.errors import NotFoundError
from saas.matching.models import Answer, ProposalState, Request, RequestState
from saas.matching.services import answers, requests
from saas.matching.services.requests import Reply, Say
from saas.matching.services.requests.asking import Wanted
from saas.partnerships.models import Partnership
from saas.programs.models import MatchedBy
from saas.scope import Role, Scope
from tests import factories
from tests.matching.test_concurrency import at_once


@pytest.fixture
def town(fresh_app):
    """An organization with a cohort in which mentees ask, in a database of its own."""
    with fresh_app.app_context():
        org = factories.organization("town")
    with fresh_app.app_context():
        bind_org(org.id)
        program = factories.program(
            matched_by=MatchedBy.BLENDED, open_requests=2, message_required=False
        )
        cohort = factories.cohort(program)
        db.session.commit()
    return org, cohort


@pytest.fixture
def people(fresh_app, town):
    """Mentees and mentors of the cohort: `people(mentees=2, mentors=1)`."""
    org, cohort = town

    def make(*, mentees, mentors):
        with fresh_app.app_context():
            bind_org(org.id)
            made = (
                [factories.mentee(cohort) for _number in range(mentees)],
                [factories.mentor(cohort) for _number in range(mentors)],
            )
            db.session.commit()
        return made

    return make


def acting(org, place):
    return Scope(org.id, place.member_id, Role.MEMBER)


def open_request(app, org, mentee, mentor):
    with app.app_context():
        bind_org(org.id)
        row = Request(
            cohort_id=mentee.cohort_id,
            mentee_id=mentee.id,
            mentor_id=mentor.id,
            message="",
            fit=5000,
            reasons=[],
            expires_at=clock.now() + dt.timedelta(days=7),
        )
        db.session.add(row)
        db.session.commit()
        return row.id


def count(app, org, kind, *conditions):
    with app.app_context():
        bind_org(org.id)
        return db.session.scalar(
            select(func.count()).select_from(kind).where(kind.org_id == org.id, *conditions)
        )


def accept(org, mentor, request_id):
    reply = Reply(Say.ACCEPT)
    return lambda: requests.answer_request(acting(org, mentor), request_id, reply)


def test_a_mentor_who_accepts_two_at_once_is_never_overrun(fresh_app, town, people):
    org, _cohort = town
    mentees, [mentor] = people(mentees=2, mentors=1)
    ids = [open_request(fresh_app, org, mentee, mentor) for mentee in mentees]

    found = at_once(fresh_app, org, *(accept(org, mentor, each) for each in ids))

    assert sorted(each == "done" for each in found) == [False, True]
    assert count(fresh_app, org, Partnership) == 1
    assert count(fresh_app, org, Request, Request.state == RequestState.ACCEPTED) == 1
    assert count(fresh_app, org, Request, Request.state == RequestState.CLOSED) == 1


def test_two_mentors_who_accept_one_mentee_at_once_do_not_both_have_them(fresh_app, town, people):
    org, _cohort = town
    [mentee], mentors = people(mentees=1, mentors=2)
    ids = [open_request(fresh_app, org, mentee, mentor) for mentor in mentors]
    acts = [accept(org, *each) for each in zip(mentors, ids, strict=True)]

    found = at_once(fresh_app, org, *acts)

    assert sorted(each == "done" for each in found) == [False, True]
    assert count(fresh_app, org, Partnership) == 1


def test_a_request_and_a_proposal_accepted_at_once_never_overrun_the_mentor(
    fresh_app, town, people
):
    org, cohort = town
    [asking, proposed], [mentor] = people(mentees=2, mentors=1)
    request_id = open_request(fresh_app, org, asking, mentor)
    with fresh_app.app_context():
        bind_org(org.id)
        row = factories.proposal(
            factories.run(cohort),
            mentor,
            proposed,
            state=ProposalState.PUBLISHED,
            mentor_answer=Answer.ACCEPTED,
        )
        proposal_id = row.id
        db.session.commit()

    yes = answers.Reply(Answer.ACCEPTED)
    at_once(
        fresh_app,
        org,
        accept(org, mentor, request_id),
        lambda: answers.answer_proposal(acting(org, proposed), proposal_id, yes),
    )

    assert count(fresh_app, org, Partnership) == 1


def test_the_same_mentor_asked_by_two_clicks_at_once_is_asked_once(fresh_app, town, people):
    org, _cohort = town
    [mentee], [mentor] = people(mentees=1, mentors=1)
    wanted = Wanted(mentee.id, mentor.id)

    found = at_once(fresh_app, org, *[lambda: requests.ask_mentor(acting(org, mentee), wanted)] * 3)

    assert found == ["done"] * 3
    assert count(fresh_app, org, Request) == 1


def test_more_than_the_limit_are_not_asked_by_clicks_at_once(fresh_app, town, people):
    org, _cohort = town
    [mentee], mentors = people(mentees=1, mentors=4)

    def ask(mentor):
        wanted = Wanted(mentee.id, mentor.id)
        return lambda: requests.ask_mentor(acting(org, mentee), wanted)

    found = at_once(fresh_app, org, *(ask(mentor) for mentor in mentors))

    assert sorted(each == "done" for each in found) == [False, False, True, True]
    assert count(fresh_app, org, Request) == 2


def test_the_database_itself_refuses_a_second_open_request(fresh_app, town, people):
    org, _cohort = town
    [mentee], [mentor] = people(mentees=1, mentors=1)
    open_request(fresh_app, org, mentee, mentor)

    with pytest.raises(Exception, match="uq_requests_open"):
        open_request(fresh_app, org, mentee, mentor)


def test_taking_back_and_accepting_at_once_end_in_one_of_the_two(fresh_app, town, people):
    org, _cohort = town
    [mentee], [mentor] = people(mentees=1, mentors=1)
    request_id = open_request(fresh_app, org, mentee, mentor)

    found = at_once(
        fresh_app,
        org,
        accept(org, mentor, request_id),
        lambda: requests.withdraw_request(acting(org, mentee), request_id),
    )

    assert sorted(each == "done" for each in found) == [False, True]
    accepted = count(fresh_app, org, Request, Request.state == RequestState.ACCEPTED)
    assert count(fresh_app, org, Partnership) == accepted


def test_who_was_never_there_asks_nobody(fresh_app, town, people):
    org, _cohort = town
    [mentee], [mentor] = people(mentees=1, mentors=1)
    with fresh_app.app_context():
        bind_org(org.id)
        with pytest.raises(NotFoundError):
            requests.ask_mentor(acting(org, mentor), Wanted(mentee.id, mentor.id))
