"""The time zones people choose from, at least one for each country, and the clocks in them."""

import datetime as dt
import importlib.resources
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=1)
def groups() -> dict[str, list[tuple[str, str]]]:
    """Return (IANA name, what people call it) by part of the world, for a select."""
    found: dict[str, list[tuple[str, str]]] = {"UTC": [("UTC", "UTC")]}
    for name in sorted(_listed()):
        part, _, place = name.partition("/")
        found.setdefault(part, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return found


def instant_of(local: dt.datetime, zone: str) -> dt.datetime | None:
    """Return the instant, UTC, at which the clocks of a zone show a time; the first of two.

    None: no clock there shows it, as they are put forward over it.
    """
    there = ZoneInfo(zone)
    instant = local.replace(tzinfo=there).astimezone(dt.UTC)
    return instant if instant.astimezone(there).replace(tzinfo=None) == local else None


def _listed() -> set[str]:
    table = importlib.resources.files("tzdata.zoneinfo").joinpath("zone.tab")
    lines = table.read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[2] for line in lines if line and not line.startswith("#")}
