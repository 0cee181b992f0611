"""The time zones people choose from: at least one for each country."""

import importlib.resources
from functools import lru_cache


@lru_cache(maxsize=1)
def groups() -> dict[str, list[tuple[str, str]]]:
    """Return (IANA name, what people call it) by part of the world, for a select."""
    found: dict[str, list[tuple[str, str]]] = {"UTC": [("UTC", "UTC")]}
    for name in sorted(_listed()):
        part, _, place = name.partition("/")
        found.setdefault(part, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return found


def _listed() -> set[str]:
    table = importlib.resources.files("tzdata.zoneinfo").joinpath("zone.tab")
    lines = table.read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[2] for line in lines if line and not line.startswith("#")}
