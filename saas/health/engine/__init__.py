"""The health engine: facts in, readings out. It imports nothing of ours but itself.

`read` is the door for JSON; `read_one` and `read_each` are the same for typed facts.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from saas.health.engine.admin_step import without_a_side
from saas.health.engine.checks import WrongError, day
from saas.health.engine.facts import Partnership
from saas.health.engine.parsing import FactsError, parse
from saas.health.engine.policy import SIGNAL_KEYS, Policy, PolicyError, parse_policy
from saas.health.engine.reading import Flag, NextStep, Reading, Signal
from saas.health.engine.readings import VERSION, read_each, read_one

__all__ = [
    "SIGNAL_KEYS",
    "VERSION",
    "FactsError",
    "Flag",
    "NextStep",
    "Partnership",
    "Policy",
    "PolicyError",
    "Reading",
    "Signal",
    "parse",
    "parse_policy",
    "read",
    "read_each",
    "read_one",
    "without_a_side",
]


def read(
    facts: Mapping[str, Any], policy: Policy | Mapping[str, Any] | None, on: dt.date | str
) -> list[dict[str, Any]]:
    """Return one reading for each partnership, as docs/health.md describes both.

    Args:
        facts: `{"partnerships": [...]}`, as from JSON.
        policy: A policy, its JSON object, or None for the built-in one.
        on: The day to read at, or its ISO text.

    Raises:
        FactsError: Something in the facts is not as documented; then nothing is read.
        PolicyError: Something in the policy is not as documented.
    """
    given = {} if policy is None else policy
    rules = given if isinstance(given, Policy) else parse_policy(given)
    return [it.to_dict() for it in read_each(parse(facts), rules, _day(on))]


def _day(on: dt.date | str) -> dt.date:
    if isinstance(on, dt.datetime):
        return on.date()
    try:
        return on if isinstance(on, dt.date) else day(on)
    except WrongError as wrong:
        raise ValueError(f"The day to read {wrong.reason}.") from None
