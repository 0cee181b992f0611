"""What must hold when a run is cancelled, crashes or loses its worker; real commits."""

import datetime as dt

import pytest
import time_machine
from sqlalchemy import func, select

from saas import clock
from saas.db import bind_org, db
from saas.jobs import OutboxEntry, run_entry
from saas.jobs.models import OutboxState
from saas.jobs.runner import ATTEMPTS
from saas.mail.models import Delivery
from saas.matching import jobs, settling
from saas.matching.models import Proposal, Run, RunState
from saas.matching.services import executing, runs
from saas.orgs.models import MemberState
from saas.scope import Role
from tests import factories


@pytest.fixture
def town(fresh_app):
    """An organization with a cohort of three mentors and mentees, in a database of its own."""
    with fresh_app.app_context():
        org = factories.organization("town")
    with fresh_app.app_context():
        bind_org(org.id)
        cohort = factories.cohort()
        for _number in range(3):
            factories.mentor(cohort), factories.mentee(cohort)
        db.session.commit()
    return org, cohort


@pytest.fixture
def started(fresh_app, town):
    """A run that waits for the worker: its id, and that of its entry in the outbox."""
    org, cohort = town
    return start(fresh_app, org, cohort)


def start(app, org, cohort):
    with app.app_context():
        bind_org(org.id)
        run = runs.start_run(org.scope, cohort.id)
        db.session.commit()
        key = f"matching.execute_run:{run.id}"
        entry = db.session.scalars(
            select(OutboxEntry).where(OutboxEntry.org_id == org.id, OutboxEntry.key == key)
        ).one()
        return run.id, str(entry.id)


def work(app, org, entry_id):
    with app.app_context():
        run_entry(org.id, entry_id)


def state(app, org, run_id):
    with app.app_context():
        bind_org(org.id)
        return db.session.get(Run, (org.id, run_id)).state


def count(app, org, kind):
    with app.app_context():
        bind_org(org.id)
        statement = select(func.count()).select_from(kind).where(kind.org_id == org.id)
        return db.session.scalar(statement)


def test_a_run_that_is_cancelled_under_way_stops_and_saves_nothing(
    fresh_app, town, started, monkeypatch
):
    org, cohort = town
    run_id, entry_id = started
    solve, asked = executing.find, []

    def cancel_meanwhile(*given):
        with fresh_app.app_context():
            bind_org(org.id)
            runs.cancel_run(org.scope, run_id)
            db.session.commit()
        asked.append(given)
        return solve(*given)

    monkeypatch.setattr(executing, "find", cancel_meanwhile)
    work(fresh_app, org, entry_id)
    work(fresh_app, org, entry_id)

    assert len(asked) == 1
    assert state(fresh_app, org, run_id) is RunState.CANCELLED
    assert count(fresh_app, org, Proposal) == 0
    monkeypatch.undo()
    again, entry = start(fresh_app, org, cohort)
    work(fresh_app, org, entry)
    assert state(fresh_app, org, again) is RunState.DONE


def test_a_run_can_be_cancelled_in_the_midst_of_a_solution(fresh_app, town, started, monkeypatch):
    org, _cohort = town
    run_id, entry_id = started
    monkeypatch.setattr(settling, "QUICK", -1)
    monkeypatch.setattr(settling, "settle", lambda *_given: sum(iter(int, 1)))  # has no end
    note, seen = jobs._note_progress, []

    def cancel_later(org_id, run, percent, step):
        seen.append((percent, step))
        if [each for each in seen if each[1] == step][2:]:
            with fresh_app.app_context():
                bind_org(org.id)
                runs.cancel_run(org.scope, run_id)
                db.session.commit()
        return note(org_id, run, percent, step)

    monkeypatch.setattr(jobs, "_note_progress", cancel_later)
    work(fresh_app, org, entry_id)

    assert seen[-1][1] == "Finding the best proposals"
    assert state(fresh_app, org, run_id) is RunState.CANCELLED
    assert count(fresh_app, org, Proposal) == 0


def test_a_run_that_keeps_crashing_fails_and_leaves_the_cohort_free(
    fresh_app, town, started, monkeypatch
):
    org, cohort = town
    run_id, entry_id = started
    monkeypatch.setattr(executing, "gather", lambda *_given, **_named: 1 / 0)

    with time_machine.travel(clock.now(), tick=False) as time:
        for _attempt in range(ATTEMPTS):
            work(fresh_app, org, entry_id)
            time.shift(dt.timedelta(hours=1))

    assert state(fresh_app, org, run_id) is RunState.FAILED
    monkeypatch.undo()
    again, entry = start(fresh_app, org, cohort)
    work(fresh_app, org, entry)
    assert state(fresh_app, org, again) is RunState.DONE


def test_a_run_whose_worker_died_is_taken_up_by_another_and_written_once(fresh_app, town, started):
    org, _cohort = town
    run_id, entry_id = started
    with fresh_app.app_context():
        bind_org(org.id)
        entry = db.session.get(OutboxEntry, (org.id, entry_id))
        # As a worker leaves it that was killed: claimed, under way, and silent from now on.
        entry.state, entry.attempts = OutboxState.CLAIMED, 1
        entry.due_at = clock.now() + dt.timedelta(minutes=5)
        runs.note_progress(org.id, run_id, 55, "Finding the best proposals")
        db.session.commit()

    work(fresh_app, org, entry_id)
    assert state(fresh_app, org, run_id) is RunState.RUNNING
    with time_machine.travel(clock.now() + dt.timedelta(minutes=6), tick=False):
        work(fresh_app, org, entry_id)
        work(fresh_app, org, entry_id)

    assert state(fresh_app, org, run_id) is RunState.DONE
    assert count(fresh_app, org, Proposal) == 3


def test_a_long_run_mails_whoever_started_it_once(fresh_app, town):
    org, cohort = town
    with fresh_app.app_context():
        bind_org(org.id)
        ada = factories.listed_member("Ada", "ada@example.org")
        ada.role, ada.state = Role.ADMIN, MemberState.ACTIVE
        run = factories.run(
            cohort,
            state=RunState.QUEUED,
            started_by_id=ada.id,
            created_at=clock.now() - runs.LONG * 2,
        )
        db.session.commit()
        run_id = run.id

    for _worker in range(2):
        with fresh_app.app_context():
            bind_org(org.id)
            executing.execute_run(org.scope, run_id, lambda _percent, _step: None)
            db.session.commit()

    assert count(fresh_app, org, Delivery) == 1
