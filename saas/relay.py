"""The relay process: `python -m saas.relay`. Turns due rows of every outbox into RQ wake-ups.

It sees org, id, time and state, and changes nothing: a row is woken again after a while
until whoever woke has finished it. Two relays do no harm, and neither does FLUSHALL.
"""

import datetime as dt
import signal
import threading
import time
from dataclasses import dataclass, field

import structlog
from redis.exceptions import RedisError
from rq import Queue
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from saas import clock, logs
from saas.config import Config
from saas.queue import queue_of

log = structlog.get_logger(__name__)

#: Seconds between two looks, and before a row that is still due is woken again.
PAUSE, AGAIN = 0.5, 30.0
#: Seconds to leave a database or a queue alone that is away.
AWAY = 2.0
MOST = 1000

OUTBOX = text(
    """SELECT org_id, id, due_at FROM outbox WHERE state IN ('due', 'claimed') AND due_at <= :now
       ORDER BY due_at LIMIT :most"""
)
DELIVERIES = text(
    """SELECT org_id, max(due_at) AS due_at FROM deliveries
       WHERE state IN ('queued', 'sending') AND due_at <= :now GROUP BY org_id LIMIT :most"""
)
IDENTITY_DELIVERIES = text(
    """SELECT max(due_at) AS due_at FROM identity_deliveries
       WHERE state IN ('queued', 'sending') AND due_at <= :now HAVING count(*) > 0"""
)


@dataclass(frozen=True, slots=True)
class Wake:
    """One wake-up.

    Attributes:
        function: What the worker runs, with these arguments.
        stamp: Changes when there is news, so that news never waits for `AGAIN`.
    """

    function: str
    arguments: tuple[int | str, ...]
    stamp: dt.datetime


def due(engine: Engine) -> list[Wake]:
    """Return what is due now; work of the outbox oldest first."""
    values = {"now": clock.now(), "most": MOST}
    with engine.connect() as connection:
        entries = connection.execute(OUTBOX, values).all()
        ledgers = connection.execute(DELIVERIES, values).all()
        identities = connection.execute(IDENTITY_DELIVERIES, {"now": values["now"]}).all()
    return [
        *(Wake("saas.mail.sender.drain_identities", (), row.due_at) for row in identities),
        *(Wake("saas.mail.sender.drain", (row.org_id,), row.due_at) for row in ledgers),
        *(Wake("saas.jobs.run_entry", (row.org_id, str(row.id)), row.due_at) for row in entries),
    ]


@dataclass(slots=True)
class Relay:
    """Wakes what is due, each at most once in a while."""

    engine: Engine
    queue: Queue
    woken: dict[Wake, float] = field(default_factory=dict)

    def pass_once(self) -> int:
        """Wake what is due and was not woken lately; return how many."""
        now = time.monotonic()
        self.woken = {wake: at for wake, at in self.woken.items() if at > now - AGAIN}
        wakes = [wake for wake in due(self.engine) if wake not in self.woken]
        for wake in wakes:
            self.queue.enqueue_call(
                wake.function, args=wake.arguments, result_ttl=0, failure_ttl=3600
            )
            self.woken[wake] = now
        return len(wakes)


def main() -> None:
    """Relay until told to stop."""
    logs.set_up()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    config = Config()
    engine = create_engine(config.SQLALCHEMY_BINDS["relay"], pool_pre_ping=True)
    keep_on(Relay(engine, queue_of(config.REDIS_URL)), stop)


def keep_on(relay: Relay, stop: threading.Event) -> None:
    """Pass again and again until told to stop, also when a server is away in between."""
    while not stop.wait(PAUSE):
        try:
            relay.pass_once()
        except (SQLAlchemyError, RedisError, OSError):
            log.exception("the database or the queue is away; trying again")
            stop.wait(AWAY)


if __name__ == "__main__":
    main()
