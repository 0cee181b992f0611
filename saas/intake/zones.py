"""The time zones that people are offered."""

import zoneinfo
from functools import lru_cache

_REGIONS = (
    "Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/",
    "Indian/", "Pacific/",
)  # fmt: skip


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """Return the names of zones that are places, in order, and UTC; others are understood too."""
    places = (name for name in zoneinfo.available_timezones() if name.startswith(_REGIONS))
    return (*sorted(places), "UTC")
