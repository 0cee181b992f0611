"""The one place the product reads the time, so tests can hold it still."""

import datetime as dt


def now() -> dt.datetime:
    """Return the current instant, aware, in UTC."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251


def today() -> dt.date:
    """Return the current day in UTC."""
    return now().date()
