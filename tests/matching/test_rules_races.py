"""A rule that comes up at the very moment two could become partners; real commits."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from saas.db import bind_org, db
from saas.matching.models import Answer, Proposal, ProposalState
from saas.matching.services import answers, publishing, rules
from saas.matching.services.answers import Reply
from saas.partnerships.models import EndReason, Partnership
from saas.partnerships.services import (
    Start,
    end_partnership,
    resume_partnership,
    start_partnership,
)
from saas.programs.models import Participant, Program, Side
from saas.scope import Role, Scope
from tests import factories
from tests.racing import during


@pytest.fixture
def town(fresh_app):
    """An organization with two people who are proposed to each other: (org, mentee, mentor)."""
    with fresh_app.app_context():
        org = factories.organization("town")
    with fresh_app.app_context():
        bind_org(org.id)
        cohort = factories.cohort()
        mentor, mentee = factories.mentor(cohort), factories.mentee(cohort)
        factories.proposal(factories.run(cohort), mentor, mentee, state=ProposalState.APPROVED)
        db.session.commit()
    return org, mentee, mentor


def the(kind, org, *conditions):
    return db.session.scalars(select(kind).where(kind.org_id == org.id, *conditions)).one()


def state_of(app, org):
    with app.app_context():
        bind_org(org.id)
        return the(Proposal, org).state


def test_what_is_declared_while_a_board_is_sent_holds_it_back(fresh_app, town):
    org, mentee, mentor = town
    with fresh_app.app_context():
        bind_org(org.id)
        run_id = the(Proposal, org).run_id
        name = the(Participant, org, Participant.id == mentor.id).member.name

    def change():
        the(Participant, org, Participant.id == mentee.id).answers = {"conflicts": [name]}

    raised = during(
        fresh_app,
        org,
        change,
        lambda: publishing.publish(org.scope, run_id, publishing.Confirmation("publish", "key", 0)),
    )

    assert "declared conflict of interest" in raised[0]
    assert state_of(fresh_app, org) is ProposalState.APPROVED


def test_what_is_declared_while_the_second_accepts_keeps_them_apart(fresh_app, town):
    org, mentee, mentor = town
    with fresh_app.app_context():
        bind_org(org.id)
        row = the(Proposal, org)
        row.state, row.mentee_answer = ProposalState.PUBLISHED, Answer.ACCEPTED
        row_id, name = row.id, row.mentor.member.name
        db.session.commit()

    def change():
        the(Participant, org, Participant.id == mentee.id).answers = {"conflicts": [name]}

    scope = Scope(org.id, mentor.member_id, Role.MEMBER)
    during(
        fresh_app,
        org,
        change,
        lambda: answers.answer_proposal(scope, row_id, Reply(Answer.ACCEPTED)),
    )

    assert state_of(fresh_app, org) is ProposalState.WITHDRAWN


def test_an_end_is_not_taken_back_while_the_place_goes_to_somebody_else(fresh_app, town):
    org, mentee, mentor = town
    with fresh_app.app_context():
        bind_org(org.id)
        cohort = db.session.merge(mentee).cohort
        partnership = factories.partnership(cohort, db.session.merge(mentor), mentee)
        another = factories.mentee(cohort)
        db.session.flush()
        end_partnership(org.scope, partnership.id, EndReason.OTHER)
        partnership_id, cohort_id, other_id = partnership.id, cohort.id, another.id
        db.session.commit()

    def change():
        publishing.lock_participants(org.scope, [other_id, mentor.id])
        start_partnership(org.scope, Start(cohort_id, other_id, mentor.id))

    raised = during(fresh_app, org, change, lambda: resume_partnership(org.scope, partnership_id))

    assert "went to somebody else" in raised[0]


def test_of_two_who_save_rules_at_once_the_second_is_told(fresh_app, town):
    org, mentee, _mentor = town
    with fresh_app.app_context():
        bind_org(org.id)
        program_id = db.session.merge(mentee).cohort.program_id
        seen = rules.stand_of(the(Program, org))

    def save(minimum):
        return lambda: rules.save_rules(org.scope, program_id, {"minimum": minimum}, seen)

    raised = during(fresh_app, org, save(0.2), save(0.3))

    assert "Somebody else changed these rules" in raised[0]
    with fresh_app.app_context():
        bind_org(org.id)
        assert the(Program, org).rules["minimum"] == 0.2


def test_two_who_accept_in_two_cohorts_at_once_are_partners_once(fresh_app, town):
    org, mentee, mentor = town
    with fresh_app.app_context():
        bind_org(org.id)
        elsewhere = factories.cohort()
        people = [db.session.merge(each).member_id for each in (mentor, mentee)]
        row = factories.proposal(
            factories.run(elsewhere),
            factories.participant(
                elsewhere, Side.MENTOR, person=SimpleNamespace(member_id=people[0])
            ),
            factories.participant(
                elsewhere, Side.MENTEE, person=SimpleNamespace(member_id=people[1])
            ),
        )
        rows = db.session.scalars(select(Proposal).where(Proposal.org_id == org.id)).all()
        for each in rows:
            each.state, each.mentee_answer = ProposalState.PUBLISHED, Answer.ACCEPTED
        first, second = (each.id for each in sorted(rows, key=lambda each: each.id == row.id))
        db.session.commit()
    scope = Scope(org.id, people[0], Role.MEMBER)

    def accept(proposal_id):
        return lambda: answers.answer_proposal(scope, proposal_id, Reply(Answer.ACCEPTED))

    during(fresh_app, org, accept(first), accept(second))

    with fresh_app.app_context():
        bind_org(org.id)
        states = db.session.scalars(select(Proposal.state).where(Proposal.org_id == org.id)).all()
        assert sorted(states) == [ProposalState.ACCEPTED, ProposalState.WITHDRAWN]
        the(Partnership, org)
