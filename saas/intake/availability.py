"""Weekly availability and time zones as people write them."""

import re
import unicodedata
import zoneinfo
from functools import lru_cache

from saas.intake.zones import zones

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_MINUTES = 24 * 60
_SLOT = re.compile(r"([a-z]+)\.?\s+(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})")


def read_slot(text: str) -> tuple[int, int]:
    """Read one weekly time, such as "mon 09:00-12:00"; it may cross midnight.

    Returns minutes since Monday 00:00, the end after the start and so perhaps beyond the week.

    Raises:
        ValueError: With a sentence that says how to write it.
    """
    found = _SLOT.fullmatch(text.strip().casefold())
    if not found:
        raise ValueError(f"“{text}” is not a weekly time; write it like mon 09:00-12:00.")
    day = _day(found[1], text)
    start = _minutes(found[2], found[3], text)
    end = _minutes(found[4], found[5], text)
    if start in (end, _DAY_MINUTES):
        raise ValueError(f"“{text}” has no length; end it later than it starts.")
    if end < start:
        end += _DAY_MINUTES
    return day * _DAY_MINUTES + start, day * _DAY_MINUTES + end


def is_slot(text: str) -> bool:
    """Whether `read_slot` can read it."""
    try:
        read_slot(text)
    except ValueError:
        return False
    return True


def write_slot(start: int, end: int) -> str:
    """Return a weekly time as `read_slot` reads it."""
    day, minute = divmod(start, _DAY_MINUTES)
    until = end - day * _DAY_MINUTES
    if until > _DAY_MINUTES:
        until -= _DAY_MINUTES
    return f"{DAYS[day]} {_clock(minute)}-{_clock(until)}"


def say_slot(start: int, end: int) -> str:
    """Return a weekly time as people read it, such as "Mon 09:00–12:00"."""
    return write_slot(start, end).capitalize().replace("-", "–")


def read_time_zone(text: str) -> str:
    """Return the IANA name of a time zone, given in any case or by its city; raises ValueError."""
    name = _zones().get(text.strip().casefold()) or _cities().get(_city_key(text))
    if name is None:
        raise ValueError(
            f"“{text}” is not a time zone; give a city such as Berlin, or a name such as "
            "Europe/Berlin."
        )
    return name


def _day(word: str, text: str) -> int:
    for names in (DAYS, _FULL):
        if word in names:
            return names.index(word)
    raise ValueError(f"“{text}” has no day; begin with one of {', '.join(DAYS)}.")


def _minutes(hours: str, minutes: str, text: str) -> int:
    total = int(hours) * 60 + int(minutes)
    if int(minutes) >= 60 or total > _DAY_MINUTES:
        raise ValueError(f"“{text}” has a time that no clock shows; use 00:00 to 24:00.")
    return total


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(zoneinfo.available_timezones())}


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Return zones by city; where several names end in one, they are of the same zone."""
    return {_city_key(name.rpartition("/")[2]): name for name in zones()}


def _city_key(city: str) -> str:
    """Return a city as it is compared: without accents, and in any case."""
    letters = unicodedata.normalize("NFKD", city.replace("_", " "))
    return " ".join(letters.encode("ascii", "ignore").decode().casefold().split())
