"""What must hold when two people, or two workers, act at the same instant; real commits."""

import threading

import pytest
from sqlalchemy import func, select

from saas.db import bind_org, db
from saas.errors import ConflictError
from saas.matching import acceptance
from saas.matching.models import Answer, Proposal, ProposalState, RunState
from saas.matching.services import answers, executing, runs
from saas.matching.services.answers import Reply
from saas.scope import Role
from tests import factories


@pytest.fixture
def town(fresh_app):
    """An organization with a cohort, in a database of its own."""
    with fresh_app.app_context():
        org = factories.organization("town")
    with fresh_app.app_context():
        bind_org(org.id)
        cohort = factories.cohort()
        db.session.commit()
    return org, cohort


def at_once(app, org, *acts):
    """Let everybody act at the same instant, each in a context of their own."""
    barrier, found = threading.Barrier(len(acts)), []

    def go(act):
        with app.app_context():
            bind_org(org.id)
            barrier.wait()
            try:
                act()
                db.session.commit()
                found.append("done")
            except (ConflictError, runs.StoppedError) as error:
                db.session.rollback()
                found.append(error)

    threads = [threading.Thread(target=go, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def count(app, org, *conditions):
    with app.app_context():
        bind_org(org.id)
        return db.session.scalar(
            select(func.count()).select_from(Proposal).where(
                Proposal.org_id == org.id, *conditions
            )
        )  # fmt: skip


def test_two_mentees_who_accept_at_once_never_overrun_their_mentor(fresh_app, town):
    org, cohort = town
    with fresh_app.app_context():
        bind_org(org.id)
        mentor = factories.mentor(cohort, capacity=1)
        mentees = [factories.mentee(cohort) for _number in range(2)]
        run = factories.run(cohort)
        rows = [
            factories.proposal(
                run,
                mentor,
                mentee,
                state=ProposalState.PUBLISHED,
                mentor_answer=Answer.ACCEPTED,
            )
            for mentee in mentees
        ]
        who = [(mentee.member_id, row.id) for mentee, row in zip(mentees, rows, strict=True)]
        db.session.commit()

    def accept(member_id, proposal_id):
        scope = type(org.scope)(org.id, member_id, Role.MEMBER)
        return lambda: answers.answer_proposal(scope, proposal_id, Reply(Answer.ACCEPTED))

    found = at_once(fresh_app, org, *(accept(*each) for each in who))

    assert sorted(str(each) == "done" for each in found) == [False, True]
    assert count(fresh_app, org, Proposal.state == ProposalState.ACCEPTED) == 1


def test_both_sides_who_accept_at_once_become_partners_once(fresh_app, town, monkeypatch):
    org, cohort = town
    followed = []
    monkeypatch.setattr(acceptance, "_followers", [lambda _s, each: followed.append(each)])
    with fresh_app.app_context():
        bind_org(org.id)
        mentor, mentee = factories.mentor(cohort), factories.mentee(cohort)
        row = factories.proposal(
            factories.run(cohort), mentor, mentee, state=ProposalState.PUBLISHED
        )
        members, proposal_id = (mentor.member_id, mentee.member_id), row.id
        db.session.commit()

    def accept(member_id):
        scope = type(org.scope)(org.id, member_id, Role.MEMBER)
        return lambda: answers.answer_proposal(scope, proposal_id, Reply(Answer.ACCEPTED))

    found = at_once(fresh_app, org, *(accept(each) for each in members * 2))

    assert found == ["done"] * 4
    assert len(followed) == 1
    assert count(fresh_app, org, Proposal.state == ProposalState.ACCEPTED) == 1


def test_two_workers_with_one_run_write_it_down_once(fresh_app, town):
    org, cohort = town
    with fresh_app.app_context():
        bind_org(org.id)
        for _number in range(3):
            factories.mentor(cohort), factories.mentee(cohort)
        run_id = factories.run(cohort, state=RunState.QUEUED).id
        db.session.commit()
    both_read = threading.Barrier(2)

    def wait_for_the_other(percent, _step):
        if percent == 80:
            both_read.wait(60)

    def execute():
        executing.execute_run(org.scope, run_id, wait_for_the_other)

    found = at_once(fresh_app, org, execute, execute)

    assert sorted(type(each).__name__ for each in found) == ["StoppedError", "str"]
    assert count(fresh_app, org) == 3


def test_two_admins_who_start_at_once_start_one_run(fresh_app, town):
    org, cohort = town
    with fresh_app.app_context():
        bind_org(org.id)
        factories.mentor(cohort), factories.mentee(cohort)
        db.session.commit()

    found = at_once(fresh_app, org, *[lambda: runs.start_run(org.scope, cohort.id)] * 2)

    assert sorted(type(each).__name__ for each in found) == ["ConflictError", "str"]
