import datetime as dt

import pytest
import time_machine
from cronsim import CronSimError
from sqlalchemy import select

from saas import clock
from saas.db import db
from saas.jobs import OutboxEntry, Schedule, enqueue, ensure_schedule, job
from saas.jobs.registry import _jobs
from saas.jobs.services import next_time

MONDAY = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def test_asking_with_the_same_key_twice_asks_once(tenant, acme):
    with tenant(acme) as scope:
        for number in (1, 2):
            enqueue(scope, "test.kind", key="once", number=number)
        enqueue(scope, "test.kind", key="twice")

    with tenant(acme):
        rows = db.session.scalars(select(OutboxEntry).order_by(OutboxEntry.key)).all()
        assert [(row.key, row.payload) for row in rows] == [("once", {"number": 1}), ("twice", {})]


def test_asking_without_a_key_asks_each_time(tenant, acme):
    with tenant(acme) as scope:
        enqueue(scope, "test.kind")
        enqueue(scope, "test.kind")

        assert len(db.session.scalars(select(OutboxEntry)).all()) == 2


def test_two_organizations_may_use_the_same_key(tenant, acme, globex):
    for org in (acme, globex):
        with tenant(org) as scope:
            enqueue(scope, "test.kind", key="once")
            assert len(db.session.scalars(select(OutboxEntry)).all()) == 1


def test_work_asked_for_in_a_change_that_fails_is_not_asked_for(tenant, acme):
    with tenant(acme) as scope:
        enqueue(scope, "test.kind")
        db.session.rollback()

        assert db.session.scalars(select(OutboxEntry)).all() == []


@pytest.mark.parametrize(
    ("zone", "local_hour"), [("UTC", 7), ("Europe/Berlin", 6), ("Asia/Kolkata", 1.5)]
)
def test_a_schedule_comes_round_by_the_clocks_of_its_zone(zone, local_hour):
    with time_machine.travel(MONDAY, tick=False):
        at = next_time("0 7 * * 1", zone)

    week_later = MONDAY.replace(hour=0) + dt.timedelta(days=7, hours=local_hour)
    assert at == week_later


def test_a_schedule_keeps_local_time_when_clocks_change():
    with time_machine.travel(dt.datetime(2027, 3, 27, 12, tzinfo=dt.UTC), tick=False):
        assert next_time("0 7 * * *", "Europe/Berlin").hour == 5


def test_saying_a_schedule_again_replaces_it(tenant, acme):
    with tenant(acme) as scope:
        ensure_schedule(scope, "test.kind", cron="0 7 * * 1", time_zone="UTC")
        ensure_schedule(scope, "test.kind", cron="0 8 * * 1", time_zone="UTC")

    with tenant(acme):
        (row,) = db.session.scalars(select(Schedule)).all()
        assert (row.cron, row.due_at.hour) == ("0 8 * * 1", 8)
        assert row.due_at > clock.now()


def test_a_schedule_that_makes_no_sense_is_a_bug_at_once(tenant, acme):
    with tenant(acme) as scope, pytest.raises(CronSimError):
        ensure_schedule(scope, "test.kind", cron="every day", time_zone="UTC")


def test_a_kind_is_registered_once():
    job("test.twice")(lambda scope: None)
    try:
        with pytest.raises(ValueError, match=r"test\.twice"):
            job("test.twice")(lambda scope: None)
    finally:
        del _jobs["test.twice"]
