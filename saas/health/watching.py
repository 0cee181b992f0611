"""What there is to say of a stored reading to the people who look after partnerships."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from saas.health.engine import without_a_side
from saas.health.models import Reading
from saas.health.words import BOTH_WORDS, FLAGS, NAMES, ONE_SIDED
from saas.web.speaking import say

#: Flags whose first step is to ask both whether they met elsewhere.
ASKED_WHETHER_MET = frozenset({"no_first_meeting", "long_gap"})


@dataclass(frozen=True, slots=True)
class Row:
    """What the dashboard says of one reading.

    Attributes:
        reasons: The flags that stand, or else the signal that moved the score, in words.
        ask_met: Whether to offer asking both if they met.
    """

    reading: Reading
    flags: tuple[str, ...]
    reasons: tuple[str, ...]
    step: str
    ask_met: bool


def row_of(reading: Reading, *, runs: bool) -> Row:
    """Return what there is to say of a reading, for staff.

    Args:
        reading: A stored one.
        runs: Whether the reader runs the program, and so learns what one side answered.
    """
    body = reading.body
    flags = tuple(dict.fromkeys(flag["key"] for flag in body["flags"]))
    return Row(
        reading=reading,
        flags=flags,
        reasons=tuple(str(FLAGS[key]) for key in flags) or _moved(body, runs=runs),
        step=step_for(body["next_step"]["admin"], runs=runs),
        ask_met=not ASKED_WHETHER_MET.isdisjoint(flags),
    )


def step_for(step: str, *, runs: bool) -> str:
    """Return an admin's next step in words; for who runs no program, without a side."""
    return say(step if runs else without_a_side(step))


def _moved(body: Mapping[str, Any], *, runs: bool) -> tuple[str, ...]:
    key = body.get("moved_by")
    if key is None:
        return (_("Nothing is known yet."),)
    if key in ONE_SIDED and not runs:
        return (str(BOTH_WORDS),)
    return (f"{NAMES[key]}: {say(body['signals'][key]['evidence'])}",)
