"""The one place the product reads the time, so tests can hold it still."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from contextvars import ContextVar

_held: ContextVar[dt.datetime | None] = ContextVar("held", default=None)


def now() -> dt.datetime:
    """Return the current instant, aware, in UTC."""
    return _held.get() or dt.datetime.now(dt.UTC)  # noqa: TID251


def today() -> dt.date:
    """Return the current day in UTC."""
    return now().date()


@contextlib.contextmanager
def held_at(instant: dt.datetime) -> Iterator[None]:
    """Let it be another instant for what is done inside, in this thread alone.

    So a sample gets a past through the same services that give real people theirs. Nothing
    else may turn back the time: an architecture test holds it to `saas.demo`.
    """
    token = _held.set(instant)
    try:
        yield
    finally:
        _held.reset(token)
