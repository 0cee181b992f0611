import datetime as dt
import uuid

import pytest
import time_machine

from saas import clock
from saas.db import bind_org, db, directory, refusing
from saas.errors import ConflictError
from saas.jobs import LostLeaseError, OutboxState, beat, run_entry
from saas.jobs.runner import ATTEMPTS
from saas.orgs.models import Member, Organization
from tests import factories
from tests.jobs.conftest import entries_of


@pytest.fixture
def run(fresh_app, org):
    def once(entry_id, *, later=dt.timedelta(0)):
        with time_machine.travel(clock.now() + later), fresh_app.app_context():
            run_entry(org.id, entry_id)

    return once


def members(app, org):
    with app.app_context():
        bind_org(org.id)
        return [row.name for row in db.session.query(Member).order_by(Member.name)]


def add_member(_scope, name="Made by the job"):
    factories.listed_member(name)


def test_the_work_and_its_end_commit_together(fresh_app, org, register, ask, run, entries):
    register("test.add", add_member)
    entry_id = ask("test.add", name="Ada")

    run(entry_id)

    (entry,) = entries()
    assert (entry.state, entry.attempts, entry.token) == (OutboxState.DONE, 1, None)
    assert members(fresh_app, org) == ["Ada"]


def test_the_job_acts_for_nobody_in_its_organization(org, register, ask, run):
    seen = []
    register("test.look", lambda scope, **payload: seen.append((scope, payload)))

    run(ask("test.look", subject="x", count=3, maybe=None))

    ((scope, payload),) = seen
    assert (scope.org_id, scope.actor_id) == (org.id, None)
    assert payload == {"subject": "x", "count": 3, "maybe": None}


def test_waking_twice_works_once(register, ask, run, org, fresh_app):
    register("test.add", add_member)
    entry_id = ask("test.add")

    run(entry_id)
    run(entry_id)

    assert members(fresh_app, org) == ["Made by the job"]


def test_work_is_not_done_before_it_is_due(register, ask, run, entries):
    register("test.add", add_member)
    entry_id = ask("test.add", due_at=clock.now() + dt.timedelta(hours=1))

    run(entry_id)
    assert entries()[0].state is OutboxState.DUE

    run(entry_id, later=dt.timedelta(hours=1))
    assert entries()[0].state is OutboxState.DONE


def test_work_of_a_kind_unknown_to_this_version_waits_for_the_next(ask, run, entries):
    run(ask("test.of_tomorrow"))

    (entry,) = entries()
    assert (entry.state, entry.attempts) == (OutboxState.DUE, 0)
    assert entry.due_at > clock.now() + dt.timedelta(minutes=4)


def test_an_entry_that_never_was_is_ignored(run):
    run(str(uuid.uuid4()))


def test_work_of_one_organization_is_not_found_from_another(fresh_app, register, ask, entries):
    register("test.add", add_member)
    entry_id = ask("test.add")
    with fresh_app.app_context():
        other = factories.organization("other")
    with fresh_app.app_context():
        run_entry(other.id, entry_id)

    assert entries()[0].state is OutboxState.DUE


def test_failed_work_saves_nothing_and_is_tried_again_later(
    fresh_app, org, register, ask, run, entries
):
    def fail(scope):
        add_member(scope)
        raise ValueError("no luck")

    register("test.fail", fail)
    entry_id = ask("test.fail")

    run(entry_id)

    (entry,) = entries()
    assert (entry.state, entry.error) == (OutboxState.DUE, "ValueError: no luck")
    assert entry.due_at > clock.now()
    assert members(fresh_app, org) == []
    run(entry_id)
    assert entries()[0].attempts == 1


def test_work_that_always_fails_is_given_up_and_cleans_up(
    fresh_app, org, register, ask, run, entries
):
    def fail(_scope):
        raise ValueError("no luck")

    register("test.fail", fail, failed=add_member)
    entry_id = ask("test.fail")

    for attempt in range(ATTEMPTS + 2):
        run(entry_id, later=dt.timedelta(hours=attempt))

    (entry,) = entries()
    assert (entry.state, entry.attempts) == (OutboxState.DEAD, ATTEMPTS)
    assert members(fresh_app, org) == ["Made by the job"]


def test_work_is_dead_even_if_cleaning_up_fails(register, ask, run, entries):
    def fail(_scope):
        raise ValueError("no luck")

    register("test.fail", fail, failed=fail)
    entry_id = ask("test.fail")

    for attempt in range(ATTEMPTS):
        run(entry_id, later=dt.timedelta(hours=attempt))

    assert entries()[0].state is OutboxState.DEAD


class WorkerDiedError(BaseException):
    """What no job can catch, as when the process is killed."""


def die(_scope):
    raise WorkerDiedError


def test_a_dead_workers_entry_is_taken_over_when_its_lease_ends(
    fresh_app, org, register, ask, run, entries
):
    turns = iter([die, add_member])
    register("test.die", lambda scope: next(turns)(scope))
    entry_id = ask("test.die")
    with pytest.raises(WorkerDiedError):
        run(entry_id)

    run(entry_id)
    assert entries()[0].state is OutboxState.CLAIMED
    run(entry_id, later=dt.timedelta(minutes=3))

    assert entries()[0].state is OutboxState.DONE
    assert members(fresh_app, org) == ["Made by the job"]


def test_work_that_kills_every_worker_is_given_up_and_cleans_up(
    fresh_app, org, register, ask, run, entries
):
    register("test.die", die, failed=add_member)
    entry_id = ask("test.die")
    for attempt in range(ATTEMPTS):
        with pytest.raises(WorkerDiedError):
            run(entry_id, later=dt.timedelta(hours=attempt))

    run(entry_id, later=dt.timedelta(hours=ATTEMPTS))

    assert entries()[0].state is OutboxState.DEAD
    assert members(fresh_app, org) == ["Made by the job"]


def test_a_worker_that_was_overtaken_saves_nothing(fresh_app, org, register, ask, run, entries):
    turn = []

    def slow(scope):
        turn.append(1)
        if len(turn) == 1:
            add_member(scope, "Of the slow worker")
            run(entry_id, later=dt.timedelta(minutes=3))
        else:
            add_member(scope, "Of the second worker")

    register("test.slow", slow)
    entry_id = ask("test.slow")

    run(entry_id)

    assert members(fresh_app, org) == ["Of the second worker"]
    assert entries()[0].state is OutboxState.DONE


def test_a_beat_keeps_the_lease_of_long_work(register, ask, run, entries, fresh_app, org):
    ends = []

    def long(_scope):
        with time_machine.travel(clock.now() + dt.timedelta(seconds=90)):
            beat()
            ends.append(entries_of(fresh_app, org)[0].due_at)

    register("test.long", long)
    begun = clock.now()

    run(ask("test.long"))

    assert ends[0] >= begun + dt.timedelta(seconds=90, minutes=2)
    assert entries()[0].state is OutboxState.DONE


def test_a_beat_tells_a_worker_that_was_overtaken(register, ask, run, entries):
    told = []

    def slow(_scope):
        if not told:
            told.append("first")
            run(entry_id, later=dt.timedelta(minutes=3))
            with pytest.raises(LostLeaseError):
                beat()
            told.append("lost")

    register("test.slow", slow)
    entry_id = ask("test.slow")

    run(entry_id)

    assert told == ["first", "lost"]


def test_a_beat_outside_a_job_is_nothing(fresh_app):
    with fresh_app.app_context():
        assert beat() is None


def test_a_job_may_write_to_the_directory(fresh_app, org, register, ask, run):
    def rename(scope):
        directory.get_one(Organization, scope.org_id).name = "Renamed"

    register("test.rename", rename)

    run(ask("test.rename"))

    with fresh_app.app_context():
        assert directory.get_one(Organization, org.id).name == "Renamed"


def test_a_conflict_inside_a_savepoint_does_not_undo_the_rest(fresh_app, org, register, ask, run):
    def add_two(_scope):
        factories.listed_member("Ada", "ada@example.org")
        with pytest.raises(ConflictError), refusing("taken"):
            db.session.add(
                Member(name="Again", email="ada@example.org", email_norm="ada@example.org")
            )

    register("test.two", add_two)

    run(ask("test.two"))

    assert members(fresh_app, org) == ["Ada"]
