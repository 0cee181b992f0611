import datetime as dt
import pathlib
import subprocess
import sys
import threading

import pytest
from redis.exceptions import ConnectionError as QueueAwayError
from sqlalchemy import create_engine
from sqlalchemy.exc import InterfaceError, OperationalError

from saas import clock, relay
from saas.db import bind_org, db, directory
from saas.jobs import OutboxEntry, OutboxState, enqueue
from saas.mail.letter import Letter
from saas.mail.services import Promise, Recipient, post, post_to_identity
from tests import factories

ROOT = pathlib.Path(__file__).parents[1]
LETTER = Letter("Subject", "<p>Hello</p>", "Hello")


@pytest.fixture
def org(fresh_app):
    with fresh_app.app_context():
        return factories.organization("acme")


@pytest.fixture
def engine(fresh_app):
    engine = create_engine(fresh_app.config["SQLALCHEMY_BINDS"]["relay"])
    yield engine
    engine.dispose()


@pytest.fixture
def queue(fresh_app):
    queue = fresh_app.extensions["queue"]
    queue.empty()
    return queue


@pytest.fixture
def inside(fresh_app, org):
    """Do something in the organization and commit it."""

    def act(what):
        with fresh_app.app_context():
            bind_org(org.id)
            result = what()
            directory.commit()
            db.session.commit()
            return result

    return act


def promise(key="k"):
    return Promise(key, "run_finished", Recipient("Ada", "ada@example.org"))


def test_nothing_due_wakes_nobody(engine, queue, org):
    assert relay.Relay(engine, queue).pass_once() == 0


def test_due_work_wakes_a_worker_and_later_work_does_not(engine, queue, org, inside):
    inside(lambda: enqueue(org.scope, "test.now"))
    inside(lambda: enqueue(org.scope, "test.later", due_at=clock.now() + dt.timedelta(hours=1)))

    assert relay.Relay(engine, queue).pass_once() == 1

    (job,) = queue.jobs
    assert (job.func_name, job.args[0]) == ("saas.jobs.run_entry", org.id)


def test_a_ledger_wakes_one_drain_however_many_messages_wait(engine, queue, org, inside):
    inside(lambda: [post(org.scope, promise(str(number)), LETTER) for number in range(3)])
    inside(lambda: post_to_identity(promise(), LETTER))

    assert relay.Relay(engine, queue).pass_once() == 2

    assert {(job.func_name, *job.args) for job in queue.jobs} == {
        ("saas.mail.sender.drain", org.id),
        ("saas.mail.sender.drain_identities",),
    }


def test_what_was_woken_is_left_alone_for_a_while_and_then_woken_again(
    engine, queue, org, inside, monkeypatch
):
    inside(lambda: enqueue(org.scope, "test.now"))
    one = relay.Relay(engine, queue)

    assert [one.pass_once(), one.pass_once()] == [1, 0]
    monkeypatch.setattr(relay, "AGAIN", 0.0)
    assert one.pass_once() == 1


def test_news_does_not_wait(engine, queue, org, inside):
    one = relay.Relay(engine, queue)
    inside(lambda: post(org.scope, promise("first"), LETTER))
    one.pass_once()

    inside(lambda: post(org.scope, promise("second"), LETTER))

    assert one.pass_once() == 1


def test_losing_the_queue_loses_nothing(engine, queue, org, inside):
    inside(lambda: enqueue(org.scope, "test.now"))
    relay.Relay(engine, queue).pass_once()
    queue.connection.flushdb()

    assert relay.Relay(engine, queue).pass_once() == 1


@pytest.mark.parametrize("state", [OutboxState.DONE, OutboxState.DEAD])
def test_what_is_over_wakes_nobody(engine, queue, org, inside, state):
    def close():
        enqueue(org.scope, "test.now")
        db.session.scalar(db.select(OutboxEntry)).state = state

    inside(close)

    assert relay.due(engine) == []


def test_the_relay_sees_when_and_whose_and_nothing_of_what(engine, org, inside):
    inside(lambda: enqueue(org.scope, "test.now", secret="x"))
    for column in ("payload", "kind", "error"):
        with engine.connect() as connection, pytest.raises(Exception, match="permission denied"):
            connection.exec_driver_sql(f"SELECT {column} FROM outbox")  # noqa: S608


@pytest.mark.parametrize(
    "trouble",
    [
        QueueAwayError("connection refused"),
        OperationalError("SELECT", {}, Exception("the server closed the connection")),
        InterfaceError("SELECT", {}, Exception("the connection is closed")),
        OSError("no route to host"),
    ],
)
def test_a_server_that_is_away_stops_no_relay(monkeypatch, trouble):
    monkeypatch.setattr(relay, "PAUSE", 0)
    monkeypatch.setattr(relay, "AWAY", 0)
    stop, passes = threading.Event(), []

    class OnceInTrouble:
        def pass_once(self):
            passes.append(1)
            if len(passes) == 1:
                raise trouble
            stop.set()

    relay.keep_on(OnceInTrouble(), stop)

    assert len(passes) == 2


def test_the_log_shows_no_password_of_the_database():
    script = """
from saas import relay
class Stop:
    said = 0
    def wait(self, _seconds):
        self.said += 1
        return self.said > 2
    def is_set(self):
        return False
    def set(self):
        pass
relay.threading.Event = Stop
relay.main()
"""
    address = "postgresql+psycopg://relay:hunter2@127.0.0.1:1/none"
    names = ("DATABASE_URL", "DATABASE_DIRECTORY_URL", "DATABASE_RELAY_URL")
    given = dict.fromkeys(names, address) | {
        "SECRET_KEY": "secret",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "BASE_URL": "https://rapport.example",
        "MAIL_URL": "smtp://127.0.0.1:1",
        "PYTHONPATH": str(ROOT),
    }

    done = subprocess.run(
        [sys.executable, "-c", script], env=given, capture_output=True, text=True, check=True
    )

    assert "is away; trying again" in done.stdout
    assert "hunter2" not in done.stdout + done.stderr
