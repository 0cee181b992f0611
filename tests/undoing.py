"""Taking back what was done to the databases: all of a test, or one request."""

import functools
import re
from contextlib import contextmanager

import redis
from psycopg._preparing import PrepareManager
from sqlalchemy import event

from saas.db import db, directory

WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE|TRUNCATE)\b", re.IGNORECASE)


class Lasting(PrepareManager):
    """Keeps prepared statements when a savepoint or a whole test is rolled back.

    psycopg lets go of all of them, in case a table was undone; these connections make none.
    """

    prepare_threshold = 1
    prepared_max = 1000

    def clear(self):
        return False


def prepare_lastingly(connection):
    """Let a connection plan a statement that comes again and again only once."""
    driver = connection.connection.dbapi_connection
    if not isinstance(driver._prepared, Lasting):
        driver._prepared = Lasting()


@functools.cache
def _queue(redis_url):
    return redis.Redis.from_url(redis_url)


@contextmanager
def nothing_stays(app, redis_url):
    """One outer transaction a role; nothing that is done inside stays."""
    _queue(redis_url).flushdb()
    engines = db._app_engines[app]
    whole = {key: engines[key] for key in (None, "directory")}
    factories_of_sessions = (db.session.session_factory, directory.session_factory)
    opened = {key: engine.connect() for key, engine in whole.items()}
    for connection in opened.values():
        prepare_lastingly(connection)
    outer = [connection.begin() for connection in opened.values()]
    engines.update(opened)
    for factory in factories_of_sessions:
        factory.kw["join_transaction_mode"] = "create_savepoint"
    try:
        yield
    finally:
        for factory in factories_of_sessions:
            del factory.kw["join_transaction_mode"]
        engines.update(whole)
        for transaction, connection in zip(outer, opened.values(), strict=True):
            transaction.rollback()
            connection.close()


@functools.lru_cache(maxsize=4096)
def writes(statement):
    """Whether a statement may change a row, even of a query inside it."""
    return bool(WRITES.search(statement))


class Undoing:
    """A savepoint on each of some connections: taken back once something was written.

    Where nothing was, the same savepoint serves the next request as well.
    """

    def __init__(self, connections):
        self.connections = connections
        self.savepoints = []
        self.wrote = False
        for connection in connections:
            event.listen(connection, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, *_):
        self.wrote = self.wrote or writes(statement)

    @contextmanager
    def undone(self):
        """Undo what is written inside; `wrote` says whether anything was."""
        self.wrote = False
        if not self.savepoints:
            self.savepoints = [connection.begin_nested() for connection in self.connections]
        try:
            yield
        finally:
            if self.wrote:
                for savepoint in self.savepoints:
                    savepoint.rollback()
                self.savepoints = []

    def keep(self):
        """Let what was done outside of `undone` stay."""
        for savepoint in self.savepoints:
            savepoint.commit()
        self.savepoints = []
