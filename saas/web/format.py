"""How pages and letters write days, times, numbers and lists of names."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal
from zoneinfo import ZoneInfo

from babel import dates
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as translated

from saas import clock
from saas.web.speaking import SpeakingBabel, say

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
Unit = Literal["minute", "hour", "day"]


def init_app(app: Flask) -> None:
    """Give templates the filters below, and `_` for every sentence."""
    SpeakingBabel(app)
    filters = (day, short_day, weekday, time_of_day, day_and_time, ago, percent, plural, names)
    app.jinja_env.filters["said"] = say
    app.jinja_env.filters.update({each.__name__: each for each in filters})


def day(value: dt.date) -> str:
    """Return 24 Nov 2026: no order of numbers to be misread."""
    return dates.format_date(value, "d MMM y", locale=_locale())


def short_day(value: dt.date) -> str:
    """Return 24 Nov."""
    return dates.format_date(value, "d MMM", locale=_locale())


def weekday(value: dt.date) -> str:
    """Return Tuesday 24 November."""
    return dates.format_date(value, "EEEE d MMMM", locale=_locale())


def time_of_day(at: dt.datetime, zone: str) -> str:
    """Return 17:00, as clocks in the IANA time zone `zone` show it."""
    return f"{_there(at, zone):%H:%M}"


def day_and_time(at: dt.datetime, zone: str) -> str:
    """Return 24 Nov 2026, 17:00 Berlin time, as clocks in the IANA time zone `zone` show it."""
    there = _there(at, zone)
    return f"{day(there)}, {there:%H:%M} {zone_name(zone)}"


def zone_name(zone: str) -> str:
    """Return what people call the IANA time zone `zone`: UTC, or Berlin time."""
    if "/" not in zone or zone.startswith("Etc/"):
        return zone.removeprefix("Etc/")
    return _say("%(city)s time", city=zone.rsplit("/", 1)[1].replace("_", " "))


def ago(at: dt.datetime) -> str:
    """Return how long `at` is past, roughly: just now, 5 minutes ago, yesterday, 3 days ago."""
    past = clock.now() - at
    if past < MINUTE:
        return _say("just now")
    if DAY <= past < 2 * DAY:
        return _say("yesterday")
    unit: Unit = "minute" if past < HOUR else "hour" if past < DAY else "day"
    return dates.format_timedelta(
        -past, granularity=unit, threshold=30, add_direction=True, locale=_locale()
    )


def percent(share: float) -> str:
    """Return a share of 1 as 42%."""
    return f"{round(share * 100)}%"


def plural(count: int, one: str, many: str = "") -> str:
    """Return 1 person, 2 people: the count with its noun; `many` adds an s when not given."""
    return f"{count:,} {say(one if count == 1 else many or one + 's')}"


def names(items: Iterable[str]) -> str:
    """Return Ada, Grace and Alan."""
    known = list(items)
    if len(known) < 2:
        return "".join(known)
    return _say("%(first)s and %(last)s", first=", ".join(known[:-1]), last=known[-1])


def _there(at: dt.datetime, zone: str) -> dt.datetime:
    return at.astimezone(ZoneInfo(zone))


def _locale() -> str:
    return str(get_locale() or "en")


def _say(text: str, **values: str) -> str:
    return str(translated(text, **values))
