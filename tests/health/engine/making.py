"""Short ways to say what a test needs: one partnership in JSON, read on one day."""

import datetime as dt
from typing import Any

from saas.health.engine import Policy, Reading, parse, parse_policy, read_one
from saas.health.engine.facts import Partnership

START = dt.date(2026, 1, 1)


def after(days: int) -> dt.date:
    """Return the day so many days after the start."""
    return START + dt.timedelta(days=days)


def day(days: int) -> str:
    """Return the same as ISO text."""
    return after(days).isoformat()


def raw(**facts: Any) -> dict[str, Any]:
    return {"id": "p1", "started_on": day(0), **facts}


def partnership(**facts: Any) -> Partnership:
    return parse({"partnerships": [raw(**facts)]})[0]


def reading(on: int, policy: dict[str, Any] | None = None, **facts: Any) -> Reading:
    """Read one partnership so many days after its start."""
    rules = parse_policy(policy) if policy else Policy()
    return read_one(partnership(**facts), rules, after(on))


def value(key: str, on: int, **facts: Any) -> float | None:
    return reading(on, **facts).signals[key].value


def flags(on: int, **facts: Any) -> list[tuple[str, str]]:
    return [(it.key, it.owner) for it in reading(on, **facts).flags]


def held(*days: int) -> list[dict[str, Any]]:
    return [{"on": day(it), "state": "held"} for it in days]


def check_in(on: int, by: str, felt_quality: int, **more: Any) -> dict[str, Any]:
    return {"on": day(on), "by": by, "felt_quality": felt_quality, **more}
