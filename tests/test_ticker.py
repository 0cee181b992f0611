import datetime as dt
import uuid

import pytest
import time_machine
from sqlalchemy import create_engine, func, select

from saas import clock, ticker
from saas.db import bind_org, db, directory
from saas.identity.models import SignedSession
from saas.identity.services import start_session
from saas.jobs import OutboxEntry, Schedule, ensure_schedule
from saas.orgs import ending
from saas.orgs.models import Member, Membership, Organization
from saas.scope import Role
from tests import factories


@pytest.fixture
def relay(fresh_app):
    engine = create_engine(fresh_app.config["SQLALCHEMY_BINDS"]["relay"])
    yield engine
    engine.dispose()


@pytest.fixture
def org(fresh_app):
    with fresh_app.app_context():
        return factories.organization("acme")


def inside(app, org_id, act):
    with app.app_context():
        bind_org(org_id)
        result = act()
        directory.commit()
        db.session.commit()
        return result


def entries(app, org):
    return inside(app, org.id, lambda: db.session.scalars(select(OutboxEntry)).all())


def hourly(app, org):
    inside(
        app,
        org.id,
        lambda: ensure_schedule(org.scope, "test.hourly", cron="0 * * * *", time_zone="UTC"),
    )


def test_a_schedule_that_has_come_round_asks_for_its_work_once(fresh_app, relay, org):
    hourly(fresh_app, org)
    assert ticker.tick(fresh_app, relay) == 0

    with time_machine.travel(clock.now() + dt.timedelta(hours=1), tick=False):
        assert [ticker.tick(fresh_app, relay) for _ in range(2)] == [1, 0]

    (entry,) = entries(fresh_app, org)
    assert (entry.kind, entry.payload) == ("test.hourly", {})


def test_a_ticker_that_slept_asks_once_and_goes_on_from_now(fresh_app, relay, org):
    hourly(fresh_app, org)

    with time_machine.travel(clock.now() + dt.timedelta(hours=10), tick=False):
        ticker.tick(fresh_app, relay)
        ticker.tick(fresh_app, relay)
        (schedule,) = inside(fresh_app, org.id, lambda: db.session.scalars(select(Schedule)).all())

        assert len(entries(fresh_app, org)) == 1
        assert schedule.due_at > clock.now()


def test_a_schedule_that_cannot_be_read_does_not_hold_up_another(fresh_app, relay, org):
    hourly(fresh_app, org)
    with fresh_app.app_context():
        broken = factories.organization("broken")
    inside(
        fresh_app,
        broken.id,
        lambda: db.session.add(
            Schedule(
                kind="test.hourly",
                cron="0 * * * *",
                time_zone="Atlantis/Poseidonis",
                due_at=clock.now() - dt.timedelta(days=1),
            )
        ),
    )

    with time_machine.travel(clock.now() + dt.timedelta(hours=1), tick=False):
        assert ticker.tick(fresh_app, relay) == 1

    assert len(entries(fresh_app, org)) == 1


def half_made(app):
    with app.app_context():
        founder = factories.identity("Ada")
        row = Organization(
            slug="half",
            name="Half",
            brand_color="#4338ca",
            founder_id=founder.id,
            created_at=clock.now() - dt.timedelta(minutes=1),
        )
        directory.add(row)
        directory.flush()
        directory.add(Membership(org_id=row.id, identity_id=founder.id, member_id=uuid.uuid4()))
        directory.commit()
        return row.id


def ready_at(app, org_id):
    with app.app_context():
        return directory.get_one(Organization, org_id).ready_at


def test_half_an_organization_is_made_whole(fresh_app, relay):
    org_id = half_made(fresh_app)

    ticker.tick(fresh_app, relay)

    owner = inside(fresh_app, org_id, lambda: db.session.scalars(select(Member)).one())
    assert (owner.name, owner.role) == ("Ada", Role.OWNER)
    assert ready_at(fresh_app, org_id) is not None


def test_what_is_wrong_with_one_half_does_not_hold_up_another(fresh_app, relay, org, monkeypatch):
    org_id = half_made(fresh_app)
    hourly(fresh_app, org)

    def fail(_org_id):
        raise RuntimeError("cannot be finished")

    monkeypatch.setattr(ticker, "finish_organization", fail)
    with time_machine.travel(clock.now() + dt.timedelta(hours=1), tick=False):
        assert ticker.tick(fresh_app, relay) == 1
    assert ready_at(fresh_app, org_id) is None


def test_a_young_half_is_left_to_its_request(fresh_app, relay):
    org_id = half_made(fresh_app)

    with time_machine.travel(clock.now() - dt.timedelta(seconds=50)):
        ticker.tick(fresh_app, relay)

    assert ready_at(fresh_app, org_id) is None


def test_an_organization_that_is_ending_is_forgotten_with_all_its_rows(fresh_app, relay, org):
    with fresh_app.app_context():
        owner = factories.member(org, Role.OWNER)
    inside(fresh_app, org.id, lambda: ending.end_organization(owner.scope, typed="acme"))
    inside(fresh_app, org.id, lambda: factories.listed_member("A straggler"))

    ticker.tick(fresh_app, relay)

    left = inside(fresh_app, org.id, lambda: db.session.scalar(select(func.count(Member.id))))
    assert left == 0
    with fresh_app.app_context():
        assert directory.get(Organization, org.id) is None


def test_ended_sessions_are_swept_away(fresh_app):
    with fresh_app.app_context():
        start_session(factories.identity("Ada"), browser="")
        directory.commit()

    ticker.sweep(fresh_app)
    with fresh_app.app_context():
        assert directory.scalar(select(func.count(SignedSession.id))) == 1
    with time_machine.travel(clock.now() + dt.timedelta(days=61)):
        ticker.sweep(fresh_app)
    with fresh_app.app_context():
        assert directory.scalar(select(func.count(SignedSession.id))) == 0
